/** Reads the packages and versions out of lock files, leniently: what is not understood is left out. */
import { nameOf } from "../lib/paths.js";

export interface LockedPackage {
  readonly name: string;
  /** As written, without a leading `v` or `==`. */
  readonly version: string;
}

type Format = (text: string) => readonly LockedPackage[];

const formats: readonly (readonly [RegExp, Format])[] = [
  [/^(?:package-lock|npm-shrinkwrap)\.json$/, npm],
  [/^yarn\.lock$/, yarn],
  [/^pnpm-lock\.yaml$/, (text) => pairs(text, pnpmKey)],
  [/^bun\.lock$/, (text) => pairs(text, /\["(@?[^@"\s]+)@(\d[^"]*)"/g)],
  [/^Pipfile\.lock$/, pipenv],
  [/^requirements[\w.-]*\.txt$/, (text) => pairs(text, requirement)],
  [/^go\.mod$/, (text) => pairs(text, /^(?:require)?[ \t]+([\w.~-]+\.[\w.~/-]+)[ \t]+v(\d[^\s/]*)/gm)],
  [/^go\.sum$/, (text) => pairs(text, /^(\S+) v(\d[^\s/]*) h1:/gm)],
  [/^mix\.lock$/, (text) => pairs(text, /"(\w+)":\s*\{:hex,\s*:\w+,\s*"([^"]+)"/g)],
  [/\.lock$/, (text) => pairs(text, /^name = "([^"]+)"\r?\n(?:[^[\n].*\n)*?version = "([^"]+)"/gm)],
];

/** Keys below `packages:`: `/a@1.0.0:`, `'@b/c@1.0.0(d@2.0.0)':`, of older files `/a/1.0.0_d@2.0.0:`. */
const pnpmKey = /^ {2}'?\/?((?:@[^@/'\s]+\/)?[^@/'\s(:]+)[@/](\d[^:'(_\s]*)[^\n]*:\s*$/gm;

/** `name[extra]==1.0`; ranges fix nothing. */
const requirement = /^[ \t]*([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?[ \t]*===?[ \t]*([^\s;,#\\*]+)/gm;

/** @returns empty for a file that cannot be read as what its name says */
export function readLock(path: string, text: string): readonly LockedPackage[] {
  const format = formats.find(([name]) => name.test(nameOf(path)))?.[1];
  return format?.(text) ?? [];
}

function pairs(text: string, pattern: RegExp): readonly LockedPackage[] {
  return Array.from(text.matchAll(pattern), ([, name = "", version = ""]) => ({ name, version }));
}

/** Headings name what was asked for, `"a@^1, a@npm:^1.2":`; the version stands below. */
function yarn(text: string): readonly LockedPackage[] {
  return pairs(text, /^"?(@?[^@"\s,]+)@[^\n]*:\r?\n {2}version:? "?([^"\s]+)"?/gm);
}

type Json = Readonly<Record<string, unknown>>;

function npm(text: string): readonly LockedPackage[] {
  const lock = parsed(text);
  return [...npmPlaces(lock), ...npmTree(lock, 0)];
}

/** Since npm 7: one entry for each place below `node_modules`; an alias names the package itself. */
function npmPlaces(lock: Json): readonly LockedPackage[] {
  const inside = "node_modules/";
  return Object.entries(asObject(lock["packages"])).flatMap(([place, entry]) => {
    const at = place.lastIndexOf(inside);
    const { name, version } = asObject(entry);
    if (at === -1 || typeof version !== "string") return [];
    return [{ name: typeof name === "string" ? name : place.slice(at + inside.length), version }];
  });
}

/** Before: a tree. */
const deepest = 32;

function npmTree(node: Json, depth: number): readonly LockedPackage[] {
  if (depth > deepest) return [];
  return Object.entries(asObject(node["dependencies"])).flatMap(([name, entry]) => {
    const { version } = asObject(entry);
    return [
      ...(typeof version === "string" ? [{ name, version }] : []),
      ...npmTree(asObject(entry), depth + 1),
    ];
  });
}

function pipenv(text: string): readonly LockedPackage[] {
  return Object.values(parsed(text)).flatMap((group) =>
    Object.entries(asObject(group)).flatMap(([name, entry]) => {
      const { version } = asObject(entry);
      return typeof version === "string" ? [{ name, version: version.replace(/^=+/, "") }] : [];
    }),
  );
}

function parsed(text: string): Json {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return {};
  }
}

function asObject(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}
