/** Finds out what of a model's finding code can check: that something is absent, or which version a package has. */
import { ecosystemOf } from "../lib/ecosystems.js";
import type { Query } from "../model/query.js";
import type { Survey } from "../model/survey.js";
import type { AnsweredFinding } from "./read-answer.js";
import type { Checkable } from "./wire.js";

/** Titles of findings that can be checked, whatever claim they declare. */
const words: readonly (readonly [RegExp, Checkable])[] = [
  [/\bunused\b|\bnever (?:used|called|read|imported)\b|\bnot used\b/i, "unused"],
  [/\buntested\b|\bno tests?\b|\bnot tested\b|\bmissing tests?\b/i, "untested"],
  [/\bnot (?:defined|imported)\b|\bmissing import\b/i, "undefined"],
  [
    /\b(?:outdated|out-of-date|vulnerable|insecure|old|deprecated|unmaintained) (?:[\w@./-]+ )?(?:versions?|releases?|dependenc(?:y|ies)|packages?|librar(?:y|ies))\b|\b(?:dependency|package|library) (?:is |pinned )?(?:outdated|out of date|vulnerable|to an? (?:old|vulnerable))/i,
    "version",
  ],
];

/** What the finding claims, by its own word or else by its title. */
function claimIn({ claim, title }: AnsweredFinding): Checkable {
  return claim === "none" ? (words.find(([pattern]) => pattern.test(title))?.[1] ?? "none") : claim;
}

/** It sounds like a claim to check and names nothing that could be asked about: not sure enough to print. */
export function isUnaskable(finding: AnsweredFinding, path: string, survey: Survey): boolean {
  const claim = claimIn(finding);
  if (finding.claim !== "none" || finding.name !== "" || claim === "none") return false;
  // Of a page or a workflow the quoted line is all there is to go by.
  return claim !== "version" || (ecosystemOf(path) !== null && !mentionIn(finding, path, survey));
}

/** None for other claims; undefined where there is nothing to ask about. */
export function queriesOf(
  finding: AnsweredFinding,
  path: string,
  survey: Survey,
): readonly Query[] | undefined {
  const claim = claimIn(finding);
  if (isUnaskable(finding, path, survey)) return [];
  if (claim === "none" || claim === "version") return versionQueries(finding, path, survey);
  const parts = finding.name.replace(/\(.*$/s, "").match(/[\p{L}\p{N}_$]+/gu) ?? [];
  // `Store.save` is used where `save` is; it is defined where `Store` is.
  const word = claim === "undefined" ? parts[0] : parts.at(-1);
  if (word === undefined) return undefined;
  if (claim === "untested") return [{ ask: "untested", path, name: word }];
  if (claim === "undefined") return [{ ask: "undefined-in-file", path, name: word }];
  const isImport = survey.files
    .get(path)
    ?.outline.imports.some(({ names }) => names.some(({ local }) => local === word));
  return [{ ask: isImport ? "unused-in-file" : "unused-anywhere", path, name: word }];
}

interface Versioned {
  readonly name: string;
  readonly version: string;
}

/** A package that is named for the purpose is always asked about; one merely mentioned, where a lock file knows it. */
function versionQueries(
  finding: AnsweredFinding,
  path: string,
  survey: Survey,
): readonly Query[] | undefined {
  const isDeclared = finding.claim === "version";
  const named = (isDeclared ? packageIn(finding.name) : undefined) ?? mentionIn(finding, path, survey);
  if (!named) return isDeclared ? undefined : [];
  // Where no lock file decides, the quoted line does: an image, a page, a workflow.
  if (ecosystemOf(path) === null && isStated(named, finding.quote)) return [];
  return [{ ask: "locked-version", path, ...named }];
}

/** `lodash@4.17.15`, `@babel/core 7.1`, `requests==2.1`, `django <4.2`, or only a name. */
function packageIn(text: string): Versioned | undefined {
  const [, name, version = ""] =
    /^\W*?(@?[A-Za-z][\w./-]*)(?:[\s@:]*((?:[<>]=?|[=~^]+)?\s*v?\d[\w.*+-]*))?/.exec(text.trim()) ?? [];
  return name === undefined ? undefined : { name, version: version.replace(/^[=\s]+/, "") };
}

/** `lodash 4.17.15`, `lodash is pinned to 4.17.15`; fewer parts than three are too often something else. */
const mention =
  /(?<![\w@/.-])(@?[A-Za-z][\w./-]*)[`"']?(?:@|==|(?:\s+(?:is|are|was|version|pinned|locked|fixed|at|to|in|uses|of))*\s+)[`"']?v?(?=(\d+\.\d+\.\d+[\w.-]*))/g;

function mentionIn(
  { title, issue }: AnsweredFinding,
  path: string,
  { index }: Survey,
): Versioned | undefined {
  const named = Array.from(
    `${title}. ${issue}`.matchAll(mention),
    ([, name = "", version = ""]): Versioned => ({ name, version: version.replace(/\.+$/, "") }),
  );
  return named.find(({ name }) => index.hasPackage(path, name));
}

function isStated({ name, version }: Versioned, quote: string): boolean {
  return version !== "" && quote.includes(version) && quote.toLowerCase().includes(name.toLowerCase());
}
