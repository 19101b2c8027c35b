/** Reads an answer leniently: what can be understood is taken, what cannot is dropped one by one and counted. */
import type { Category } from "../model/category.js";
import { categories } from "../model/category.js";
import type { LineRange } from "../model/source.js";
import { type Severity, severities } from "../model/severity.js";
import { type Salvaged, salvage } from "./salvage.js";
import {
  type Checkable,
  type Certainty,
  type LeadVerdict,
  checkables,
  certainties,
  leadVerdicts,
} from "./wire.js";

interface AnsweredPlace {
  readonly path: string;
  readonly lines: LineRange | null;
  readonly quote: string;
  readonly title: string;
}

export interface AnsweredFinding extends AnsweredPlace {
  /** Null where the model named none that exists. */
  readonly category: Category | null;
  readonly severity: Severity;
  readonly confidence: Certainty;
  readonly issue: string;
  readonly risk: string;
  readonly recommendation: string;
  readonly claim: Checkable;
  readonly name: string;
}

export interface AnsweredLead {
  readonly id: string;
  readonly verdict: LeadVerdict;
  readonly severity: Severity | null;
  readonly reason: string;
}

export interface AnsweredPractice extends AnsweredPlace {
  readonly reason: string;
}

/** Plain JSON, and free of everything that was masked in the prompt: this is what a store may keep. */
export interface Answer {
  readonly canary: string;
  readonly findings: readonly AnsweredFinding[];
  readonly leads: readonly AnsweredLead[];
  readonly practices: readonly AnsweredPractice[];
}

/** Items of an answer that were set aside for one reason. */
export interface Drop {
  readonly what: "finding" | "lead" | "practice";
  readonly reason: string;
  readonly count: number;
}

export interface Reading {
  readonly answer: Answer;
  readonly drops: readonly Drop[];
  /** What a second answer would have to do better, for the model to read; empty when the shape is right. */
  readonly problems: readonly string[];
  readonly isCut: boolean;
}

/** Longer fields are cut: a report has to stay readable whatever a model writes. */
const longest = { title: 200, text: 4_000, quote: 4_000 } as const;

/** More items of a kind in one answer are a model that cannot stop. */
const mostItems = 300;

const lists = ["findings", "leads", "practices"] as const;

/** Null when there is no object with any of the answer's lists in the text. */
export function readAnswer(text: string): Reading | null {
  const found = salvage(text, lists);
  return found && readObject(found);
}

function readObject({ value, isCut, lost }: Salvaged): Reading {
  const drops = new Drops();
  if (lost > 0) drops.add("finding", "could not be read as JSON", lost);
  const missing = lists.filter((name) => !Array.isArray(value[name]));
  const answer: Answer = {
    canary: text(value["canary"], longest.title),
    findings: drops.readAll("finding", value["findings"], readFinding),
    leads: drops.readAll("lead", value["leads"], readLead),
    practices: drops.readAll("practice", value["practices"], readPractice),
  };
  const { all } = drops;
  return { answer, drops: all, problems: isCut ? [] : problemsOf(missing, all), isCut };
}

function problemsOf(missing: readonly string[], drops: readonly Drop[]): readonly string[] {
  return [
    ...missing.map((name) => `The list "${name}" is missing; write [] where there is nothing to say.`),
    ...drops.map(({ what, reason, count }) => `${count} of the ${what}s: ${reason}.`),
  ];
}

class Drops {
  readonly #counts = new Map<string, Drop>();

  get all(): readonly Drop[] {
    return [...this.#counts.values()];
  }

  add(what: Drop["what"], reason: string, count = 1): void {
    const key = `${what} ${reason}`;
    this.#counts.set(key, { what, reason, count: (this.#counts.get(key)?.count ?? 0) + count });
  }

  /** The items that can be read; a reason instead of an item is one more drop. */
  readAll<T extends object>(
    what: Drop["what"],
    list: unknown,
    read: (item: unknown) => T | string,
  ): readonly T[] {
    const items: readonly unknown[] = Array.isArray(list) ? list : [];
    const excess = items.length - mostItems;
    if (excess > 0) this.add(what, `there are more than ${mostItems}`, excess);
    return items.slice(0, mostItems).flatMap((item): readonly T[] => {
      const result = read(item);
      if (typeof result !== "string") return [result];
      this.add(what, result);
      return [];
    });
  }
}

type Fields = Readonly<Record<string, unknown>>;

function readFinding(item: unknown): AnsweredFinding | string {
  const fields = asFields(item);
  const place = readPlace(fields);
  if (typeof place === "string") return place;
  const severity = severityOf(fields["severity"]);
  if (!severity) return `the severity is none of ${severities.join(", ")}`;
  const issue = text(fields["issue"]);
  if (issue === "") return "it does not say what is wrong";
  return {
    ...place,
    category: among(categories, fields["category"]),
    severity,
    confidence: among(certainties, fields["confidence"]) ?? "low",
    issue,
    risk: text(fields["risk"]),
    recommendation: text(fields["recommendation"]),
    claim: among(checkables, fields["claim"]) ?? "none",
    name: text(fields["name"], longest.title),
  };
}

function readLead(item: unknown): AnsweredLead | string {
  const fields = asFields(item);
  const id = /^\W*L?(\d{1,6})\W*$/i.exec(text(fields["id"], longest.title))?.[1];
  if (id === undefined) return "the id is not one of a lead";
  const verdict = among(leadVerdicts, fields["verdict"]);
  if (!verdict) return `the verdict is none of ${leadVerdicts.join(", ")}`;
  const reason = text(fields["reason"]);
  if (verdict === "refute" && reason === "") return "it is refuted without a reason";
  return { id: `L${Number(id)}`, verdict, severity: severityOf(fields["severity"]) ?? null, reason };
}

function readPractice(item: unknown): AnsweredPractice | string {
  const fields = asFields(item);
  const place = readPlace(fields);
  return typeof place === "string" ? place : { ...place, reason: text(fields["reason"]) };
}

function readPlace(fields: Fields): AnsweredPlace | string {
  const path = text(fields["path"]);
  if (path === "") return "it names no file";
  const quote = readQuote(fields["quote"]);
  if (quote.trim() === "") return "it quotes nothing";
  const title = text(fields["title"], longest.title).replace(/\s+/g, " ");
  if (title === "") return "it has no title";
  return { path, lines: readLines(fields), quote, title };
}

/** The numbers and bars before the lines are ours; models copy them in spite of being told. */
function readQuote(value: unknown): string {
  if (typeof value !== "string") return "";
  const lines = value.slice(0, longest.quote).split(/\r\n|\r|\n/);
  const isNumbered = lines.every((line) => line.trim() === "" || /^\s*\d+\|/.test(line));
  return isNumbered ? lines.map((line) => line.replace(/^\s*\d+\| ?/, "")).join("\n") : lines.join("\n");
}

function readLines(fields: Fields): LineRange | null {
  const start = lineNumber(fields["line_start"]);
  if (start === null) return null;
  return { start, end: Math.max(start, lineNumber(fields["line_end"]) ?? start) };
}

function lineNumber(value: unknown): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number) || number < 1) return null;
  return Math.min(Math.round(number), 10_000_000);
}

/** What other tools and their models call the same. */
const otherWords: Readonly<Record<string, Severity>> = {
  blocker: "critical",
  major: "high",
  error: "high",
  moderate: "medium",
  warning: "medium",
  minor: "low",
  note: "info",
  informational: "info",
  information: "info",
};

function severityOf(value: unknown): Severity | undefined {
  const word = text(value, longest.title).toLowerCase();
  return (
    severities.find((severity) => severity === word) ??
    (Object.hasOwn(otherWords, word) ? otherWords[word] : undefined)
  );
}

function among<T extends string>(values: readonly T[], value: unknown): T | null {
  const word = text(value, longest.title).toLowerCase();
  return values.find((candidate) => candidate === word) ?? null;
}

function text(value: unknown, limit: number = longest.text): string {
  if (typeof value !== "string") return "";
  const trimmed = value.slice(0, limit + 1).trim();
  // Half of a surrogate pair cannot be written to a file.
  return (trimmed.length > limit ? `${trimmed.slice(0, limit - 1)}…` : trimmed).replace(/\p{Cs}/gu, "\ufffd");
}

function asFields(value: unknown): Fields {
  // An array passes too, and has none of the fields that are asked for.
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}
