/** Looks up names, literals, files, products and features where a statement says they are. */
import { wordsOf } from "../../lib/words.js";
import type { Place } from "../../model/finding.js";
import type { Sighting, Where } from "./anchors.js";
import { type Code, type Part, deedsOf, findIn, placeAt, textOf, wholeOf } from "./code.js";
import type { Demand } from "./demands.js";
import { escaped } from "./reach.js";
import type { Technology } from "./technologies.js";

const absent: Sighting = { state: "absent" };

/** Everything but tests and prose. */
export function wholeProject({ files, texts }: Code): readonly Part[] {
  return [...files, ...texts].map(wholeOf);
}

/** Looks where the statement belongs, then in the rest of the project. */
export function lookFor(pattern: RegExp, { code, parts, isWhole }: Where, read = textOf): Sighting {
  const here = findIn(parts, pattern, read);
  if (here) return { state: "found", place: placeAt(here.file, here.at) };
  const there = isWhole ? null : findIn(wholeProject(code), pattern, read);
  return there ? { state: "elsewhere", place: placeAt(there.file, there.at) } : absent;
}

export function lookForTechnology({ seen }: Technology, where: Where): Sighting {
  const sighting = lookFor(seen, where);
  // A client is often made at start and handed in, so that the handler itself names no product.
  return sighting.state === "elsewhere" ? { ...sighting, state: "found" } : sighting;
}

export function lookForDemand(demand: Demand, where: Where): Sighting {
  const opposite = oppositeOf(demand, where);
  if (!opposite) return lookFor(demand.seen, where, deedsOf);
  const state = demand.isContradicted === true ? "contradicted" : "against";
  return { state, place: opposite, says: `${placeText(opposite)} speaks against ${demand.name}` };
}

function oppositeOf({ against, name }: Demand, { code, parts }: Where): Place | null {
  if (name === "no secret in the source" && code.secret) return code.secret;
  const found = against ? findIn(parts, against) : null;
  return found ? placeAt(found.file, found.at) : null;
}

export function placeText({ path, lines }: Place): string {
  return `${path}${lines ? `:${lines.start}` : ""}`;
}

/** `SESSION_TTL_SECONDS`, `Retry-After`, `--verbose`: as spelt, or as frameworks derive it from a field. */
export function lookForLiteral(name: string, where: Where): Sighting {
  const other = alike[name];
  if (other) return lookFor(other, anywhere(where));
  const exact = lookFor(
    new RegExp(`(?<![\\w-])${escaped(name)}(?![\\w-])`, /-|^[a-z]/.test(name) ? "i" : ""),
    anywhere(where),
  );
  if (exact.state !== "absent") return exact;
  if (name.startsWith("--")) return lookForFlag(name.slice(2), where);
  return /^[A-Z][A-Z0-9_]+$/.test(name) ? lookForSetting(name, where) : absent;
}

/** Settings and names are read in one place and used in another. */
function anywhere({ code, stems }: Where): Where {
  return { code, parts: wholeProject(code), isWhole: true, stems };
}

function lookForFlag(flag: string, where: Where): Sighting {
  const name = escaped(flag);
  const field = escaped(flag.replaceAll("-", "_"));
  return lookFor(
    new RegExp(
      `(?:flag|option|arg|param|Var|Bool|String|Int)\\w*[^\\n]{0,40}["'\`]${name}["'\`]|#\\[(?:arg|clap)[^\\]]*long[^\\]]*\\]\\s*(?:pub )?${field}\\b|\\b${field}\\s*:`,
      "i",
    ),
    anywhere(where),
  );
}

/** Pydantic reads `SESSION_TTL_SECONDS` into the field `session_ttl_seconds`. */
function lookForSetting(name: string, where: Where): Sighting {
  const hasSettings = findIn(
    wholeProject(where.code),
    /\bBaseSettings\b|envconfig|@ConfigurationProperties|figment|envy::/,
  );
  if (!hasSettings) return absent;
  return lookFor(new RegExp(`^[ \\t]*(?:pub )?${escaped(name.toLowerCase())}\\s*:`, "m"), anywhere(where));
}

/** A path of an address, in quotes: `/login`. */
export function lookForAddress(path: string, where: Where): Sighting {
  const pattern = new RegExp(`["'\`][^"'\`\\n]*${escaped(path)}(?![\\w-])`);
  const here = lookFor(pattern, where);
  return here.state === "found" ? here : lookFor(pattern, anywhere(where));
}

export function lookForFile(path: string, { code }: Where): Sighting {
  const wanted = path.replace(/^\.\//, "").replace(/\/$/, "");
  const file = [...code.files, ...code.tests, ...code.texts, ...code.prose].find(
    (each) =>
      each.path === wanted || each.path.endsWith(`/${wanted}`) || `/${each.path}`.includes(`/${wanted}/`),
  );
  if (file) return { state: "found", place: { path: file.path, lines: null, quote: "" } };
  const literal = findIn(wholeProject(code), new RegExp(`["'\`][^"'\`\\n]*${escaped(wanted)}["'\`]`));
  return literal
    ? { state: "elsewhere", place: placeAt(literal.file, literal.at), says: "named in the code" }
    : absent;
}

/** Ways to do what a name asks for without naming it. */
const alike: Readonly<Record<string, RegExp>> = {
  "errors.Is": /errors\.(?:Is|As)|%w|\bUnwrap\(/,
  "Content-Disposition":
    /content-disposition|FileResponse\([^)]*filename|as_attachment|\.(?:download|attachment)\(/i,
  "errors.As": /errors\.(?:Is|As)|%w|\bUnwrap\(/,
};

/** A name of the code: `maxAttempts`, `Session.Supervisor`, `:one_for_all`, `ErrNotFound`; spelling of the language is free. */
export function lookForIdentifier(written: string, where: Where): Sighting {
  const other = alike[written];
  if (other) return lookFor(other, anywhere(where));
  if (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(written)) return lookForLiteral(written, where);
  const module = /^[A-Z]\w*(?:\.[A-Z]\w*)+$/.test(written);
  const last = written.split(".").at(-1)?.replace(/^:/, "") ?? written;
  const exact = lookFor(
    new RegExp(`(?<![\\w$])${escaped(module ? written : last)}(?![\\w$])`),
    where,
    deedsOf,
  );
  if (exact.state === "found") return exact;
  const free = lookFor(sameWords(last), where, deedsOf);
  return free.state === "found" ? free : exact.state === "absent" ? free : exact;
}

/** `ttl_seconds`, `ttlSeconds`, `TTLSeconds`, `TTL_SECONDS`. */
function sameWords(name: string): RegExp {
  const words = wordsOf(name);
  if (words.length < 2) return new RegExp(`(?<![A-Za-z])${escaped(name)}(?![a-z])`, "i");
  return new RegExp(`(?<![A-Za-z])${words.map(escaped).join("[_-]?")}(?![a-z])`, "i");
}
