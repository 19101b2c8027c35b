/** What calls to models came to so far, as a row; unknown is unknown. */
import { grouped, plural } from "../../lib/text.js";
import type { Consultation } from "../../model/review.js";
import { type Row, span } from "../rows.js";

/** `12 calls · 34,567 tokens in, 1,234 out · $0.12`; no row as long as nobody was called. */
export function moneyRow(consultations: readonly Consultation[]): readonly Row[] {
  const calls = consultations.reduce((sum, each) => sum + each.calls, 0);
  if (calls === 0) return [];
  const called = consultations.filter((each) => each.calls > 0);
  const sent = total(called.map(tokensIn));
  const got = total(called.map(({ output }) => output));
  const dollars = total(called.map((each) => each.dollars));
  const tokens =
    sent === null || got === null ? "tokens not told" : `${grouped(sent)} tokens in, ${grouped(got)} out`;
  const cost = dollars === null ? "price not known" : `$${dollars.toFixed(2)}`;
  return [[span(`  ${[plural(calls, "call"), tokens, cost].join(" · ")}`, "dim")]];
}

/** Cached input is input too; a server that does not tell it apart counts it as that. */
function tokensIn({ input, cacheRead, cacheWrite }: Consultation): number | null {
  return input === null ? null : input + (cacheRead ?? 0) + (cacheWrite ?? 0);
}

/** A sum with an unknown part is unknown. */
function total(parts: readonly (number | null)[]): number | null {
  return parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);
}
