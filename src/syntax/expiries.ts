/** Tells from the arguments of a write to a key-value store whether the entry will expire. */
import type { KeyValueCall } from "./key-value-calls.js";

export type KeepsExpiry = "yes" | "no" | "unknown";

/** Whether the entry has an expiry after the write; `unknown` when only the caller knows. */
export function expiryOf({ verb, arguments: given }: KeyValueCall, language: string): KeepsExpiry {
  if (verb !== "set") return verb === "setnx" ? "no" : "yes";
  if (language === "go") return goExpiry(given[2]);
  const rest = given.slice(2);
  if (rest.some((one) => namesExpiry.test(one))) return "yes";
  return rest.some((one) => !isCondition.test(one)) || given.length < 2 ? "unknown" : "no";
}

const namesExpiry =
  /^(?:ex|px|exat|pxat|keepttl)\s*=|^["'](?:EX|PX|EXAT|PXAT|KEEPTTL)["']$|\b(?:EX|PX|ex|px|EXAT|PXAT|exat|pxat|KEEPTTL|keepTtl|expiration) *[:,}]/i;
const isCondition = /^(?:nx|xx|get)\s*=|^["'](?:NX|XX|GET)["']$|^\{\s*(?:nx|xx|get): true,?\s*\}$/i;

/** go-redis takes the expiry third; 0 means none, and `redis.KeepTTL` keeps what is left. */
function goExpiry(expiry: string | undefined): KeepsExpiry {
  if (expiry === undefined) return "unknown";
  return expiry === "0" ? "no" : "yes";
}
