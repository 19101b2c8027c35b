/** What `--dry-run` says about models: where code would go, how much, and what it may cost. */
import { type Dollars, estimate } from "../consult/money.js";
import type { Price } from "../consult/prices.js";
import { grouped, plural } from "../lib/text.js";
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
    `would be sent to ${whereTo(models)}, secrets replaced by placeholders`,
    `  ${plural(calls, "task")}${times > 1 ? ` × ${times} models` : ""} = ${plural(calls * times, "call")}; repairs, retries and attempts to refute findings come on top, tasks already in the store are not asked again`,
    `  estimated as characters ÷ 3.5: about ${plural(input * times, "token")} in, cached or not, and ${grouped(output.low * times)} to ${grouped(output.high * times)} out`,
    ...priced,
    ...limitText(money),
    ...(guidance.paths.length === 0 ? [] : [`  with the notes in ${guidance.paths.join(" and ")}`]),
    ...guidance.remarks.map((remark) => `  ${remark}`),
  ];
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
