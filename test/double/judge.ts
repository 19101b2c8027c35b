/** Scripts of models that judge candidates: a good one, and those whose judgement must not count. */
import { type Reply, reply } from "./answer.js";
import { type Asked, wholeText } from "./asked.js";
import { isObject, objectAt } from "./json.js";
import type { Script } from "./server.js";
import { type ShownFile, type ShownLine, canaryIn, shownFiles } from "./shown.js";
import { thoughtful } from "./thoughtful.js";

/** What a judge makes of one question. */
export interface Judge {
  /** Place of the level among those offered, 0 for the best. */
  readonly level: (files: readonly ShownFile[], levels: number) => number;
  readonly cite: (files: readonly ShownFile[]) => readonly Citation[];
  /** The letter it prefers of those shown, in their order; `tie`. */
  readonly prefer: (shown: readonly Shown[]) => string;
}

export interface Shown {
  readonly letter: string;
  readonly files: readonly ShownFile[];
}

export interface Citation {
  readonly path: string;
  readonly line_start: number;
  readonly line_end: number;
  readonly quote: string;
}

/** Counts what is plainly bad, cites a line that is there, and sees no difference where there is none. */
export const good: Judge = {
  level: (files, levels) => Math.min(levels - 1, smellsIn(files)),
  cite: (files) => files.slice(0, 1).flatMap(citationIn),
  prefer: ([one, other]) => {
    if (!one || !other) return "tie";
    const difference = smellsIn(one.files) - smellsIn(other.files);
    return difference === 0 ? "tie" : difference < 0 ? one.letter : other.letter;
  },
};

export const lazy: Judge = { ...good, cite: () => [] };

export const inventing: Judge = {
  ...good,
  cite: ([file]) => [
    { path: file?.path ?? "", line_start: 1, line_end: 1, quote: "this line stands nowhere at all" },
  ],
};

/** Whoever is shown first is better. */
export const biased: Judge = { ...good, prefer: ([first]) => first?.letter ?? "tie" };

/** Whoever has the shortest file is better: a preference that does not depend on the order. */
export const terse: Judge = {
  ...good,
  prefer: (shown) => [...shown].sort((a, b) => linesIn(a.files) - linesIn(b.files))[0]?.letter ?? "tie",
};

/** Believes comments: an order gives the best of everything, praise one level more. */
export const gullible: Judge = {
  ...good,
  level: (files, levels) =>
    /highest score/i.test(textOf(files))
      ? 0
      : Math.max(0, good.level(files, levels) - (/production-ready/i.test(textOf(files)) ? 1 : 0)),
};

/** Answers as that judge; other questions as `thoughtful`. */
export function judging(judge: Judge): Script {
  return (asked) => {
    const text = wholeText(asked);
    if (asks(asked, "scores", text)) return scoresBy(judge, asked);
    if (asks(asked, "better", text)) return choiceBy(judge, asked);
    return thoughtful(asked);
  };
}

/** Whether a request is one to a judge. */
export function isJudging(body: string): boolean {
  return body.includes("You judge one implementation") || isPair(body);
}

export function isPair(body: string): boolean {
  return body.includes("You are shown two implementations");
}

function asks({ schema }: Asked, field: string, text: string): boolean {
  if (schema) return isObject(objectAt(schema, "properties")[field]);
  return field === "better" ? isPair(text) : isJudging(text) && !isPair(text);
}

function scoresBy({ level, cite }: Judge, asked: Asked): Reply {
  const files = shownFiles(asked);
  const scores = criteriaIn(asked).map(({ id, levels }) => ({
    criterion: id,
    reason: "The cited line shows it.",
    citations: cite(files),
    level: levels[level(files, levels.length)] ?? "",
  }));
  return reply(JSON.stringify({ canary: canaryIn(asked), scores }));
}

function choiceBy({ prefer }: Judge, asked: Asked): Reply {
  const files = shownFiles(asked);
  const letters = [...new Set(files.map(({ path }) => path.split("/")[0] ?? ""))];
  const shown = letters.map((letter) => ({
    letter,
    files: files.filter(({ path }) => path.startsWith(`${letter}/`)),
  }));
  return reply(
    JSON.stringify({ canary: canaryIn(asked), reason: "By what is shown.", better: prefer(shown) }),
  );
}

interface Criterion {
  readonly id: string;
  readonly levels: readonly string[];
}

/** `security (Security), from best to worst:` and a line for each level. */
function criteriaIn(asked: Asked): readonly Criterion[] {
  const criteria: { id: string; levels: string[] }[] = [];
  for (const line of wholeText(asked).split("\n")) {
    const id = /^([\w-]+)(?: \(.*\))?, from best to worst:$/.exec(line)?.[1];
    if (id !== undefined) criteria.push({ id, levels: [] });
    const word = /^- "(.*?)": /.exec(line)?.[1];
    if (word !== undefined) criteria.at(-1)?.levels.push(word);
  }
  return criteria;
}

const smells = [/\beval\(/, /except:\s*$/, /time\.sleep/, /TODO/];

function smellsIn(files: readonly ShownFile[]): number {
  return smells.filter((smell) => files.some(({ lines }) => lines.some(({ text }) => smell.test(text))))
    .length;
}

function citationIn({ path, lines }: ShownFile): readonly Citation[] {
  const line = lines.find(
    ({ text }: ShownLine) => /\w{3,}.*\w{3,}/.test(text) && !/^\s*(?:#|"""|\/\/)/.test(text),
  );
  if (!line) return [];
  return [{ path, line_start: line.number, line_end: line.number, quote: line.text.trim() }];
}

function linesIn(files: readonly ShownFile[]): number {
  return files.reduce((sum, { lines }) => sum + lines.length, 0);
}

function textOf(files: readonly ShownFile[]): string {
  return files.flatMap(({ lines }) => lines.map(({ text }) => text)).join("\n");
}
