/** Honours inline suppressions: `session-review-ignore[-next-line|-file] rule[, rule] -- reason`, in a comment. */
import { Lines } from "../lib/text.js";
import type { Dropped } from "../model/finding.js";
import type { Suppression } from "../model/review.js";
import type { Survey, SurveyedFile } from "../model/survey.js";
import { type AttributedClaim, drop } from "./claims.js";

interface Directive {
  readonly path: string;
  readonly line: number;
  /** The line it speaks of; null for the whole file. */
  readonly target: number | null;
  readonly rules: readonly string[];
  readonly reason: string | null;
}

export interface Suppressed {
  readonly kept: readonly AttributedClaim[];
  readonly dropped: readonly Dropped[];
  readonly suppressions: readonly Suppression[];
}

/** A suppression without a reason silences nothing: it is reported, and so are unused ones and unknown rules. */
export function suppress(
  claims: readonly AttributedClaim[],
  survey: Survey,
  ruleIds: ReadonlySet<string>,
): Suppressed {
  const directives = [...survey.files.values()].flatMap(readDirectives);
  const hits = new Map<Directive, AttributedClaim[]>(directives.map((directive) => [directive, []]));
  const kept: AttributedClaim[] = [];
  const dropped: Dropped[] = [];
  for (const claim of claims) {
    const directive = directives.find((candidate) => candidate.reason !== null && silences(candidate, claim));
    if (directive) {
      hits.get(directive)?.push(claim);
      dropped.push(drop(claim, "suppress", `suppressed at line ${directive.line}: ${directive.reason}`));
    } else {
      kept.push(claim);
    }
  }
  const suppressions = [...hits].map(([directive, own]) => describe(directive, own, ruleIds));
  return { kept, dropped, suppressions };
}

function describe(
  directive: Directive,
  own: readonly AttributedClaim[],
  ruleIds: ReadonlySet<string>,
): Suppression {
  const isKnown = directive.rules.every((rule) => ruleIds.has(rule));
  const status = !isKnown
    ? "unknown rule"
    : directive.reason === null
      ? "no reason"
      : own.length > 0
        ? "used"
        : "unused";
  return {
    path: directive.path,
    line: directive.line,
    rules: [...directive.rules],
    reason: directive.reason,
    status,
    findings: own.map((claim) => `${claim.rule ?? claim.title}, line ${claim.lines?.start ?? "?"}`),
  };
}

function silences(directive: Directive, claim: AttributedClaim): boolean {
  if (directive.path !== claim.path || claim.rule === undefined || !directive.rules.includes(claim.rule))
    return false;
  if (directive.target === null) return true;
  return claim.lines !== null && claim.lines.start <= directive.target && directive.target <= claim.lines.end;
}

const directivePattern =
  /session-review-ignore(-next-line|-file)?[ \t]+([a-z0-9-]+(?:[ \t]*,[ \t]*[a-z0-9-]+)*)(?:[ \t]+--[ \t]*([^\r\n]*?))?[ \t]*(?:\*\/|-->|$)/m;

function readDirectives(file: SurveyedFile): readonly Directive[] {
  const { text, path } = file.source;
  if (!text.includes("session-review-ignore")) return [];
  const lines = new Lines(text);
  return commentsOf(file).flatMap(({ start, end }) => {
    const match = directivePattern.exec(text.slice(start, end));
    if (!match) return [];
    const line = lines.lineAt(start + match.index);
    const isAlone =
      lines
        .line(line)
        .slice(0, Math.max(0, start - lines.startOf(line)))
        .trim() === "";
    return {
      path,
      line,
      target: match[1] === "-file" ? null : match[1] === "-next-line" || isAlone ? line + 1 : line,
      rules: (match[2] ?? "").split(",").map((rule) => rule.trim()),
      reason: match[3]?.trim() ? match[3].trim() : null,
    };
  });
}

/** Parsed languages know their comments; elsewhere a line whose text begins like a comment is taken for one. */
function commentsOf(file: SurveyedFile): readonly { readonly start: number; readonly end: number }[] {
  if (file.tree.family !== "text") return file.outline.comments;
  const found = file.source.text.matchAll(/(?:#|\/\/|\/\*|--|<!--|%|;)[ \t]*session-review-ignore[^\r\n]*/g);
  return Array.from(found, (match) => ({ start: match.index, end: match.index + match[0].length }));
}
