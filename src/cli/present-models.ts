/** What is said about models before they are asked: where code goes, how much, and what it may cost. */
import { type Dollars, estimate } from "../consult/money.js";
import type { Price } from "../consult/prices.js";
import { Lines, grouped, plural } from "../lib/text.js";
import type { Prepared } from "../review.js";
import { type Model, whereTo } from "./ask-model.js";
import { type Money, sizesOf } from "./money.js";

/** A block of lines; every number in it is an estimate and says so. */
export function presentModels(models: readonly Model[], prepared: Prepared, money: Money): readonly string[] {
  const { plan, guidance } = prepared;
  const sizes = { plan, ...sizesOf(prepared) };
  const { calls, input, output } = estimate({ ...sizes, price: undefined });
  const times = models.length;
  const priced = models.map((model) => {
    const price = money.prices.get(model.id);
    return `  ${model.name}: ${costText(estimate({ ...sizes, price }).cost, price)}`;
  });
  return [
    `would be sent to ${whereTo(models)}, ${secretsText(prepared)}`,
    `  ${plural(calls, "task")}${times > 1 ? ` × ${times} models` : ""} = ${plural(calls * times, "call")}; repairs, retries and attempts to refute findings come on top, tasks already in the store are not asked again`,
    `  estimated as characters ÷ 3.5: about ${plural(input * times, "token")} in, cached or not, and ${grouped(output.low * times)} to ${grouped(output.high * times)} out`,
    ...priced,
    ...limitText(money),
    ...(guidance.paths.length === 0 ? [] : [`  with the notes in ${guidance.paths.join(" and ")}`]),
    ...guidance.remarks.map((remark) => `  ${remark}`),
  ];
}

/** The amount in one clause, before repairs and attempts to refute; what is in the store is not sent again. */
export function amountText(models: readonly Model[], prepared: Prepared): string {
  const { plan, survey } = prepared;
  const { calls, input } = estimate({ plan, ...sizesOf(prepared), price: undefined });
  const paths = new Set(plan.tasks.flatMap((task) => task.paths));
  const texts = [...paths].flatMap((path) => survey.files.get(path)?.source.text ?? []);
  const lines = texts.reduce((sum, text) => sum + new Lines(text).count, 0);
  const times = models.length;
  const asked = `about ${plural(input * times, "token")} in ${plural(calls * times, "call")}`;
  return `${plural(paths.size, "file")}, ${plural(lines, "line")}, ${asked}, ${secretsText(prepared)}`;
}

/** Credentials in the code that would be sent; the doubtful ones are replaced like the sure. */
function secretsText({ survey }: Prepared): string {
  const files = [...survey.files.values()];
  const sure = files.reduce((sum, { secrets }) => sum + secrets.length, 0);
  const doubtful = files.reduce((sum, { suspected }) => sum + suspected.length, 0);
  const counts = [
    ...(sure === 0 ? [] : [plural(sure, "secret")]),
    ...(doubtful === 0 ? [] : [plural(doubtful, "possible secret")]),
  ];
  return counts.length === 0
    ? "no secrets found in them"
    : `${counts.join(" and ")} replaced by placeholders`;
}

function costText(cost: Dollars | null, price: Price | undefined): string {
  if (!price) return "its price is not known, so only tokens are counted";
  if (!cost) return "a request may be larger than its known price is for, so no cost is estimated";
  return `about ${dollars(cost.low)} to ${dollars(cost.high)} by prices of ${price.asOf}`;
}

/** Two digits that count: a tenth of a cent matters to nobody, but $0.00 would be a lie. */
function dollars(amount: number): string {
  return amount < 0.01 ? `$${amount.toPrecision(2)}` : `$${amount.toFixed(2)}`;
}

function limitText({ mostDollars, mostTokens }: Money): readonly string[] {
  const limits = [
    ...(mostDollars === undefined ? [] : [`$${mostDollars}`]),
    ...(mostTokens === undefined ? [] : [plural(mostTokens, "token")]),
  ];
  return limits.length === 0
    ? []
    : [`  no task begins that could exceed ${limits.join(" or ")}; the riskiest begin first`];
}
