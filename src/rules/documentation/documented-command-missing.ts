/** A document that tells people to run a script or target which the project does not have. */
import { nearest } from "../../lib/nearest.js";
import { parentOf } from "../../lib/paths.js";
import { plural } from "../../lib/text.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";

const manifest = '{ "scripts": { "test": "vitest", "build": "tsc" } }\n';

export default defineRule({
  severity: "medium",
  // The command and the list of what exists are both read; a manifest outside the reviewed files is the doubt.
  confidence: 0.8,
  judged: { right: 9, arguable: 1, wrong: 0, projects: 8 },
  title: "Documented command does not exist",
  risk: "The first thing a newcomer types fails.",
  fix: "Name the command as it is called now, or add it.",
  match: { text: missing },
  examples: [
    {
      language: "text",
      bad: { "README.md": "Run `npm run build`, then `npm run tests`.\n", "package.json": manifest },
      good: {
        "README.md": "Run `npm run build`, or `npm run NAME`, or `npm run myscript`.\n",
        "docs/a.md": "`npm run deep`\n",
        "CHANGELOG.md": "`npm run gone` is gone.\n",
        "docs/start.md": "Make a project of your own, then `npm run dev`.\n",
        "docs/speed.md": "`npm run build`, then `bun run measure.ts`\n",
        "package.json": manifest,
        "packages/a/package.json": '{ "scripts": { "deep": "true" } }',
      },
    },
    {
      language: "text",
      bad: { "README.md": "```sh\nmake all\nmake instal\n```\n", Makefile: "install all:\n\techo\n" },
      good: {
        "README.md": "```sh\n$ make install\nmake sure it works\n```\nWe make bread.\n",
        Makefile: "install clean: all\n\techo\n",
      },
    },
  ],
});

/** `npm run myscript`: the reader puts a name of their own there. */
const standsForAny = /^(?:(?:my|your|some|any|the)[-_:]?)?(?:script|command|cmd|task|target)(?:[-_]?name)?$/i;

interface Command {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** A kind of command: how documents call it, and what the project's own list of them is. */
interface Runner {
  readonly called: RegExp;
  readonly isList: (path: string) => boolean;
  readonly namesIn: (text: string) => readonly string[] | null;
  readonly what: string;
}

const runners: readonly Runner[] = [
  {
    called:
      /\b(?:npm|pnpm|yarn|bun) run(?:-script)? (?:-s |--silent )?([a-z][\w:.-]*[\w])(?<!\.[cm]?[jt]sx?)(?![\w./])/g,
    isList: (path) => /(?:^|\/)package\.json$/.test(path),
    namesIn: scriptsOf,
    what: "script",
  },
  {
    called: /(?:`|^\s*(?:\$ )?)make ([a-z][\w-]+)(?=`|\s*$)/gm,
    isList: (path) => /(?:^|\/)(?:GNU)?[Mm]akefile$/.test(path),
    namesIn: targetsOf,
    what: "target",
  },
];

/**
 * Only documents that also name a command which exists: one that names none speaks of the project its reader makes
 * (a framework's guide), of ten such findings in real projects not one was right.
 */
function* missing(subject: Subject): Iterable<Hit> {
  const { source } = subject;
  if (!isInstruction(source.path)) return;
  for (const runner of runners) {
    const commands = findCommands(source.text, runner);
    if (commands.length === 0) continue;
    const { survey } = subject;
    const lists = [...survey.files.keys()].filter(runner.isList);
    if (!lists.some((path) => isAbove(path, source.path))) continue;
    const known = knownNames(lists, runner, survey);
    if (!known || !commands.some(({ name }) => known.has(name))) continue;
    for (const { name, start, end } of commands) {
      if (known.has(name) || standsForAny.test(name)) continue;
      const meant = nearest(name, [...known]);
      const others = lists.length > 1 ? ` nor in ${plural(lists.length - 1, "other file")} of its kind` : "";
      yield {
        at: { start, end },
        issue: `This names the ${runner.what} \`${name}\`, which is not in \`${lists[0] ?? ""}\`${others}${meant === undefined ? "" : `; perhaps \`${meant}\` is meant`}.`,
      };
    }
  }
}

/** Documents of the past name what was there then. */
function isInstruction(path: string): boolean {
  return (
    /\.(?:md|markdown|rst|txt|adoc)$/i.test(path) &&
    !/change|history|release|news|migrat|upgrad|(?:^|\/)(?:adr|decisions?|rfcs?|blog|posts|archive)\//i.test(
      path,
    )
  );
}

function findCommands(text: string, { called }: Runner): readonly Command[] {
  return Array.from(text.matchAll(called), (match) => {
    const name = match[1] ?? "";
    const start = match.index + match[0].lastIndexOf(name);
    return { name, start, end: start + name.length };
  });
}

/** Whether the list lies in a folder the document lies in. */
function isAbove(list: string, document: string): boolean {
  const folder = parentOf(list);
  return folder === "" || document.startsWith(`${folder}/`);
}

/** Null when one of the lists cannot be read, so that nothing can be said to be missing. */
function knownNames(
  lists: readonly string[],
  { namesIn }: Runner,
  { files }: Survey,
): ReadonlySet<string> | null {
  const names = new Set<string>();
  for (const path of lists) {
    const own = namesIn(files.get(path)?.source.text ?? "");
    if (!own) return null;
    for (const name of own) names.add(name);
  }
  return names;
}

function scriptsOf(text: string): readonly string[] | null {
  try {
    const { scripts } = JSON.parse(text) as { readonly scripts?: unknown };
    return typeof scripts === "object" && scripts !== null ? Object.keys(scripts) : [];
  } catch {
    return null;
  }
}

/** Null for a makefile with targets that only make itself can tell: patterns, variables, includes. */
function targetsOf(text: string): readonly string[] | null {
  const heads = Array.from(text.matchAll(/^([^\s#:=][^#:=\n]*):(?!=)/gm), (match) => match[1] ?? "");
  if (/^-?include\s/m.test(text) || heads.some((head) => /[%$]/.test(head))) return null;
  return heads.flatMap((head) => head.trim().split(/\s+/));
}
