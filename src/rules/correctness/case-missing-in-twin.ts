/** Two switches go through the same names, and one of them leaves out exactly one: asked, as it may be meant. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import { type Survey, type SurveyedFile, filesInFocus } from "../../model/survey.js";
import { codeOf, isQuoted } from "../../syntax/code-text.js";
import { learn } from "../../syntax/learn.js";
import { named } from "../../syntax/questions.js";
import { functionsAround } from "../../syntax/surroundings.js";
import { examples } from "./case-missing-in-twin/examples.js";

export default defineRule({
  severity: "low",
  // Read on 21 projects: of 7 hits 3 true, 2 worth the question, 2 meant to differ; too few to claim more.
  confidence: 0.45,
  judged: { right: 5, arguable: 0, wrong: 2, projects: 0 },
  title: "A case that its twin has",
  risk: "What was added to one switch falls through the other: to its default, or to nothing at all.",
  fix: "Add the case, or say beside the switch why it does not need it.",
  asks: true,
  reads: ["typescript", "go", "java"],
  project: missing,
  examples,
});

/** Smaller sets are alike by chance. */
const fewestNames = 5;

interface Switch {
  readonly subject: string;
  readonly names: readonly string[];
  readonly at: Span;
  /** Code of the function around it names these, too. */
  readonly around: Span;
}

interface Placed extends Switch {
  readonly file: SurveyedFile;
}

function* missing(survey: Survey): Iterable<ProjectHit> {
  const all = [...survey.files.values()].flatMap(switchesOf);
  const bySet = new Map<string, Placed[]>();
  for (const each of all) {
    const key = keyOf(each.names);
    bySet.set(key, [...(bySet.get(key) ?? []), each]);
  }
  const inFocus = filesInFocus(survey);
  const asked = new Set<Placed>();
  for (const full of bySet.values()) {
    const [lacking, ...others] = lackingOne(full, bySet);
    if (!lacking || others.length > 0 || asked.has(lacking.twin)) continue;
    if (!inFocus.has(lacking.twin.file.source.path) || isNamedAround(lacking)) continue;
    asked.add(lacking.twin);
    yield question(lacking, full);
  }
}

function keyOf(names: readonly string[]): string {
  return [...names].sort().join(" ");
}

interface Lacking {
  readonly twin: Placed;
  readonly name: string;
}

/** Switches over the same names without one; the whole set only where it is large enough. */
function lackingOne(
  full: readonly Placed[],
  bySet: ReadonlyMap<string, readonly Placed[]>,
): readonly Lacking[] {
  const [first] = full;
  if (!first || first.names.length < fewestNames) return [];
  return first.names.flatMap((name) =>
    (bySet.get(keyOf(first.names.filter((other) => other !== name))) ?? [])
      .filter((twin) => full.some((each) => isAlike(each, twin)))
      .map((twin) => ({ twin, name })),
  );
}

/** Names of an enumeration say what they belong to; plain texts do only with the value that is asked. */
function isAlike(full: Placed, twin: Placed): boolean {
  if (full.file.tree.family !== twin.file.tree.family) return false;
  return !full.names.some((name) => /^["']/.test(name)) || lastWord(full.subject) === lastWord(twin.subject);
}

function lastWord(subject: string): string {
  return (/(\w+)\W*$/.exec(subject)?.[1] ?? "").toLowerCase();
}

/** It is dealt with before or behind the switch, or cannot come there: the type above it lists the other names. */
function isNamedAround({ twin, name }: Lacking): boolean {
  const { text } = twin.file.source;
  const around = text.slice(twin.around.start, twin.around.end);
  const header = text.slice(twin.around.start, twin.at.start);
  const own = /(\w+)["']?$/.exec(name)?.[1] ?? name;
  return new RegExp(`\\b${own}\\b`).test(around) || twin.names.every((each) => header.includes(each));
}

function question({ twin, name }: Lacking, full: readonly Placed[]): ProjectHit {
  const siblings = full.filter((each) => isAlike(each, twin));
  const bare = name.replace(/^["']|["']$/g, "");
  return {
    path: twin.file.source.path,
    at: twin.at,
    also: siblings.slice(0, 6).map(({ file, at }) => ({
      path: file.source.path,
      span: at,
      note: `has a case for \`${bare}\``,
    })),
    issue: `This switch over \`${twin.subject}\` has ${twin.names.length.toString()} of ${(twin.names.length + 1).toString()} names that ${siblings.length === 1 ? "another switch has" : `${siblings.length.toString()} other switches have`} (${named(twin.names.map((each) => each.replace(/^["']|["']$/g, "")))}); \`${bare}\` is missing. Was it left out on purpose?`,
  };
}

const generated = /@generated|DO NOT EDIT|^[^\n]{3000}/m;
/** Characters, keys and orders: what a switch asks of them is its own matter. */
const ownMatter = /\b(?:typeof|r|c|ch|b|char|key|code|keyCode)\b\W*$|sort|order|direction/i;

function switchesOf(file: SurveyedFile): readonly Placed[] {
  const { source, tree } = file;
  if (source.isTest || !/^(?:typescript|go|java)$/.test(tree.family)) return [];
  return learn(file, "case-missing-in-twin", () => readSwitches(file)).map((each) => ({ ...each, file }));
}

function readSwitches(file: SurveyedFile): readonly Switch[] {
  const { source, outline } = file;
  if (!/\bswitch\b/.test(source.text) || generated.test(source.text.slice(0, 20_000))) return [];
  const code = codeOf(file);
  return Array.from(code.matchAll(/\bswitch\b([^{\n]{0,120})\{/g)).flatMap((match): readonly Switch[] => {
    const subject = (match[1] ?? "").trim().replace(/^\(([^]*)\)$/, "$1");
    if (subject === "" || ownMatter.test(subject) || isQuoted(code, match.index)) return [];
    const names = namesIn(code, match.index + match[0].length - 1);
    const around = functionsAround(outline, match.index).find(({ name }) => name !== "<anonymous>")?.span;
    if (!around || names.length < fewestNames - 1) return [];
    return [{ subject, names, around, at: { start: match.index, end: match.index + match[0].length - 1 } }];
  });
}

const token = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[()[\]{}]|\bcase\b/g;
const label = /^\s*((?:[^:\n"'>-]|"[^"\n]*"|'[^'\n]*'|\n)+?)\s*(?::|->)/;
const plainName = /^["'][\w.:-]{2,}["']$|^(?:\w+\.)*[A-Za-z]\w*$/;

/** What the switch has cases for; nothing where one of its cases is not a plain name. */
function namesIn(code: string, open: number): readonly string[] {
  const names = new Set<string>();
  let depth = 0;
  token.lastIndex = open;
  for (let match = token.exec(code); match; match = token.exec(code)) {
    if ("([{".includes(match[0])) depth++;
    else if (")]}".includes(match[0]) && --depth === 0) break;
    else if (match[0] === "case" && depth === 1) {
      const given = label.exec(code.slice(match.index + 4, match.index + 600))?.[1] ?? "?";
      for (const name of given.split(",")) names.add(name.trim());
    }
  }
  return [...names].every((name) => plainName.test(name)) ? [...names] : [];
}
