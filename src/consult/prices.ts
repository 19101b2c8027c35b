/** What tokens cost: a small dated table, and the reading of a price list the user brings. */
import { z } from "zod";

/** US dollars for a million tokens; null where the list does not say. */
export interface Price {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  /** Requests with more input cost otherwise, and how much is not known here. */
  readonly upTo: number | null;
  /** Day the price was seen, or the list it is from. */
  readonly asOf: string;
}

export type Prices = ReadonlyMap<string, Price>;

type Row = readonly [model: string, input: number, cacheRead: number, cacheWrite: number, output: number];

/** Published list prices as read on that day; a model that is not here has no known price. Exact names only. */
const tables: readonly {
  readonly asOf: string;
  readonly upTo: number | null;
  readonly rows: readonly Row[];
}[] = [
  {
    asOf: "2026-11-20",
    upTo: null,
    rows: [
      ["claude-opus-5-5", 4, 0.2, 5, 20],
      ["claude-opus-5", 5, 0.5, 6.25, 25],
      ["claude-sonnet-5-5", 2, 0.1, 2.5, 10],
      ["claude-haiku-4-5", 1, 0.1, 1.25, 5],
    ],
  },
  { asOf: "2026-11-20", upTo: 100_000, rows: [["claude-haiku-5-5", 0.1, 0.01, 0.125, 0.5]] },
  {
    asOf: "2026-10-26",
    upTo: 272_000,
    rows: [
      ["gpt-6.1-sol", 2, 0.1, 2.5, 10],
      ["gpt-6.1-terra", 1, 0.05, 1.25, 5],
      ["gpt-6-luna", 0.1, 0.01, 0.125, 0.5],
    ],
  },
];

export const knownPrices: Prices = new Map(
  tables.flatMap(({ asOf, upTo, rows }) =>
    rows.map(([model, input, cacheRead, cacheWrite, output]): [string, Price] => [
      model,
      { input, output, cacheRead, cacheWrite, upTo, asOf },
    ]),
  ),
);

const perToken = z.number().nonnegative();

/** One entry of LiteLLM's list; dollars for one token. */
const entrySchema = z.object({
  input_cost_per_token: perToken,
  output_cost_per_token: perToken,
  cache_read_input_token_cost: perToken.optional(),
  cache_creation_input_token_cost: perToken.optional(),
});

/**
 * Reads a price list in the shape of LiteLLM's `model_prices_and_context_window.json`. Entries without prices for
 * tokens (images, audio) are passed over.
 * @throws Error when the text is not a JSON object
 */
export function parsePrices(text: string, asOf: string): Prices {
  const list = z.record(z.string(), z.unknown()).safeParse(parseJson(text));
  if (!list.success) throw new Error("a price list is a JSON object with an entry for each model");
  return new Map(
    Object.entries(list.data).flatMap(([model, entry]): [string, Price][] => {
      const read = entrySchema.safeParse(entry);
      return read.success ? [[model, toPrice(read.data, { asOf, upTo: firstTier(entry) })]] : [];
    }),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error("the price list is not JSON", { cause: error });
  }
}

function toPrice(entry: z.infer<typeof entrySchema>, rest: Pick<Price, "asOf" | "upTo">): Price {
  const { cache_read_input_token_cost: read, cache_creation_input_token_cost: write } = entry;
  return {
    input: aMillion(entry.input_cost_per_token),
    output: aMillion(entry.output_cost_per_token),
    cacheRead: read === undefined ? null : aMillion(read),
    cacheWrite: write === undefined ? null : aMillion(write),
    ...rest,
  };
}

/** Rounded to a hundred-thousandth of a cent: 3e-7 times a million is not quite 0.3 in binary. */
function aMillion(dollars: number): number {
  return Math.round(dollars * 1e6 * 1e7) / 1e7;
}

/** `input_cost_per_token_above_200k_tokens`: what is above is priced otherwise. */
function firstTier(entry: unknown): number | null {
  const thousands = Object.keys(entry ?? {}).flatMap((key) => {
    const found = /_above_(\d+)k_tokens$/.exec(key)?.[1];
    return found === undefined ? [] : [Number(found)];
  });
  return thousands.length === 0 ? null : Math.min(...thousands) * 1000;
}
