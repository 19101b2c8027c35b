/** Answers questions about versions of packages out of the lock files. */
import { type Ecosystem, ecosystemOf, lockedBy } from "../lib/ecosystems.js";
import { parentOf } from "../lib/paths.js";
import type { Proof, Query } from "../model/query.js";
import type { LockFile } from "../model/source.js";
import { readLock } from "./lock-formats.js";

interface Lock {
  readonly path: string;
  readonly ecosystem: Ecosystem;
  /** Versions by normalised name. */
  readonly versions: ReadonlyMap<string, ReadonlySet<string>>;
}

type Answer = Omit<Proof, "query">;
type Asked = Pick<Extract<Query, { ask: "locked-version" }>, "path" | "name" | "version">;

/** What runs the code is no package, and no lock file names it. */
const runtimes =
  /^(?:node(?:\.?js)?|npm|yarn|pnpm|deno|bun|python\d?|pip|go(?:lang)?|rust|cargo|elixir|erlang|otp|java|ecmascript)$/i;

export class PackageIndex {
  readonly #locks: readonly Lock[];

  constructor(files: readonly LockFile[]) {
    this.#locks = files.flatMap(({ path, text }) => {
      const ecosystem = lockedBy(path);
      const versions = ecosystem && versionsIn(path, text, ecosystem);
      return versions && versions.size > 0 ? [{ path, ecosystem, versions }] : [];
    });
  }

  /** Whether a lock file that holds for the source has the package. */
  has(path: string, name: string): boolean {
    return this.#locksFor(path).some((lock) => versionsOf(name, lock).length > 0);
  }

  /** A version that is not the locked one, or a package no lock file has, is a contradiction; without a lock file it is open. */
  answer({ path, name, version }: Asked): Answer {
    const locks = this.#locksFor(path);
    if (locks.length === 0 || runtimes.test(name))
      return open(`no lock file fixes a version of \`${name}\` for ${path}`);
    const found = locks.flatMap((lock) => {
      const versions = versionsOf(name, lock);
      return versions.length === 0 ? [] : [{ lock: lock.path, versions }];
    });
    const files = locks.map((lock) => lock.path).join(" and ");
    if (found.length === 0) {
      const none = `${files} ${locks.length === 1 ? "has" : "have"} no package \`${name}\``;
      // A page or a script may load what no lock file knows.
      return ecosystemOf(path) === null ? open(none) : { holds: false, evidence: none };
    }
    const evidence = found
      .map(({ lock, versions }) => `${lock} has \`${name}\` at ${versions.join(" and ")}`)
      .join("; ");
    const claimed = version.trim();
    if (!/\d/.test(claimed)) return open(`${evidence}; the finding names no version`);
    return { holds: found.some((each) => each.versions.some((v) => fits(v, claimed))), evidence };
  }

  /** Those of the source's kind that lie nearest above it; all of that kind where none lies above. */
  #locksFor(path: string): readonly Lock[] {
    const ecosystem = ecosystemOf(path);
    const own = this.#locks.filter((lock) => ecosystem === null || lock.ecosystem === ecosystem);
    const above = own.filter(({ path: lock }) => isAbove(parentOf(lock), path));
    if (above.length === 0) return own;
    const nearest = Math.max(...above.map(({ path: lock }) => parentOf(lock).length));
    return above.filter(({ path: lock }) => parentOf(lock).length === nearest);
  }
}

function open(evidence: string): Answer {
  return { holds: true, isOpen: true, evidence: `not checked: ${evidence}` };
}

function isAbove(folder: string, path: string): boolean {
  return folder === "" || path.startsWith(`${folder}/`);
}

function versionsIn(path: string, text: string, ecosystem: Ecosystem): Lock["versions"] {
  const versions = new Map<string, Set<string>>();
  for (const { name, version } of readLock(path, text)) {
    const key = normalise(name, ecosystem);
    versions.set(key, (versions.get(key) ?? new Set()).add(version));
  }
  return versions;
}

/** PyPI takes hyphens, dots and underscores for the same (PEP 503); Cargo the first and the last. */
function normalise(name: string, ecosystem: Ecosystem): string {
  const lower = name.trim().toLowerCase();
  return ecosystem === "PyPI" || ecosystem === "Cargo" ? lower.replace(/[-_.]+/g, "-") : lower;
}

/** People shorten Go's paths: `gin` stands for `github.com/gin-gonic/gin`. */
function versionsOf(name: string, { versions, ecosystem }: Lock): readonly string[] {
  const key = normalise(name, ecosystem);
  const exact = versions.get(key);
  if (exact || ecosystem !== "Go") return [...(exact ?? [])];
  const isShort = (path: string): boolean => path.replace(/\/v\d+$/, "").endsWith(`/${key}`);
  return [...versions].flatMap(([path, each]) => (isShort(path) ? [...each] : []));
}

/** `4.17.15`, `v4.17`, `^4`, `4.x` by their parts; `<4.17.21` by size. */
function fits(locked: string, claimed: string): boolean {
  const [, sign = "", words = ""] = /^(<=?|>=?)?[\s^~=v]*(.*)$/i.exec(claimed) ?? [];
  const wanted = partsOf(words);
  const order = compare(partsOf(locked), wanted);
  if (sign === "<") return order < 0;
  if (sign === "<=") return order <= 0;
  if (sign === ">") return order > 0;
  if (sign === ">=") return order >= 0;
  const parts = partsOf(locked);
  return wanted.every((part, i) => parts[i] === part);
}

/** The leading parts that are numbers, and of an unfinished version what follows. */
function partsOf(version: string): readonly string[] {
  const parts = version
    .replace(/^v/i, "")
    .replace(/\+.*$/, "")
    .split(/[.\-\s]/);
  const end = parts.findIndex((part) => part === "" || /^[x*]$/i.test(part));
  return end === -1 ? parts : parts.slice(0, end);
}

function compare(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (Number.parseInt(a[i] ?? "0", 10) || 0) - (Number.parseInt(b[i] ?? "0", 10) || 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
