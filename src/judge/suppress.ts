/** Honours inline suppressions: `session-review-ignore[-next-line|-file] rule[, rule] -- reason`, in a comment. */
import { Lines } from "../lib/text.js";
import type { Dropped } from "../model/finding.js";
import type { Suppression } from "../model/review.js";
import type { Span } from "../model/source.js";
import { type Survey, type SurveyedFile, filesInFocus } from "../model/survey.js";
import { type AttributedClaim, drop } from "./claims.js";

interface Directive {
  readonly path: string;
  readonly line: number;
  /** The line it speaks of; null for the whole file. */
  readonly target: number | null;
  readonly rules: readonly string[];
  readonly reason: string | null;
}

interface Weighed extends Directive {
  /** Written by a change that may not decide how it is reviewed. */
  readonly isFromChange: boolean;
  readonly counts: boolean;
}

export interface Suppressed {
  readonly kept: readonly AttributedClaim[];
  readonly dropped: readonly Dropped[];
  readonly suppressions: readonly Suppression[];
}

/**
 * A suppression without a reason silences nothing: it is reported, and so are unused ones and unknown rules.
 * @param isOwn whether a line was written by a change that may not decide how it is reviewed
 */
export function suppress(
  claims: readonly AttributedClaim[],
  survey: Survey,
  ruleIds: ReadonlySet<string>,
  isOwn: (path: string, line: number) => boolean = () => false,
): Suppressed {
  const directives = [...filesInFocus(survey).values()].flatMap(readDirectives).map((directive) => {
    const isFromChange = isOwn(directive.path, directive.line);
    return { ...directive, isFromChange, counts: directive.reason !== null && !isFromChange };
  });
  const hits = new Map<Weighed, AttributedClaim[]>(directives.map((directive) => [directive, []]));
  const kept: AttributedClaim[] = [];
  const dropped: Dropped[] = [];
  for (const claim of claims) {
    const directive = directives.find((candidate) => candidate.counts && silences(candidate, claim));
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
  directive: Weighed,
  own: readonly AttributedClaim[],
  ruleIds: ReadonlySet<string>,
): Suppression {
  const isKnown = directive.rules.length > 0 && directive.rules.every((rule) => ruleIds.has(rule));
  const status = !isKnown
    ? "unknown rule"
    : directive.reason === null
      ? "no reason"
      : directive.isFromChange
        ? "from the change"
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

/** A directive that names no rule silences nothing, and is told so; prose that mentions the word is left alone. */
const bareDirective =
  /^(?:\/\/+|\/\*+|#+|--|<!--|%+|;+)[ \t]*session-review-ignore(-next-line|-file)?(?![\w-])/;

function readDirectives(file: SurveyedFile): readonly Directive[] {
  const { text, path } = file.source;
  if (!text.includes("session-review-ignore")) return [];
  const lines = new Lines(text);
  const comments = commentsOf(file);
  return comments.flatMap((comment) => {
    const words = text.slice(comment.start, comment.end);
    const match = directivePattern.exec(words) ?? bareDirective.exec(words);
    if (!match) return [];
    const line = lines.lineAt(comment.start + match.index);
    const isNext = match[1] === "-next-line" || isAlone(comment, lines);
    return {
      path,
      line,
      target: match[1] === "-file" ? null : isNext ? codeLineAfter(comment, comments, lines) : line,
      rules: (match[2] ?? "").split(",").flatMap((rule) => rule.trim() || []),
      reason: match[3]?.trim() ? match[3].trim() : null,
    };
  });
}

/** True when no code shares the comment's lines. */
function isAlone({ start, end }: Span, lines: Lines): boolean {
  const range = lines.range({ start, end });
  const before = lines.text.slice(lines.startOf(range.start), start);
  const after = lines.text.slice(end, lines.startOf(range.end + 1));
  return before.trim() === "" && after.trim() === "";
}

/** Suppressions may stand below each other, all for the code under them; blank lines end that. */
function codeLineAfter(comment: Span, comments: readonly Span[], lines: Lines): number {
  const below = lines.range(comment).end + 1;
  const next = comments.find((other) => lines.lineAt(other.start) === below && isAlone(other, lines));
  return next ? codeLineAfter(next, comments, lines) : below;
}

/** Parsed languages know their comments; elsewhere a line whose text begins like a comment is taken for one. */
function commentsOf(file: SurveyedFile): readonly Span[] {
  if (file.tree.family !== "text") return file.outline.comments;
  const found = file.source.text.matchAll(/(#|\/\/|\/\*|--|<!--|%|;)[ \t]*session-review-ignore[^\r\n]*/g);
  return Array.from(found, ({ 0: rest, 1: opening = "", index }) => {
    const closing = closings[opening];
    const closed = closing === undefined ? -1 : rest.indexOf(closing);
    return { start: index, end: index + (closed === -1 ? rest.length : closed + (closing ?? "").length) };
  });
}

const closings: Readonly<Record<string, string>> = { "/*": "*/", "<!--": "-->" };
