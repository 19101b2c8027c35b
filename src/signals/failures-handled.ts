/** Whether failures are told apart and reach somebody. */
import type { Place } from "../model/finding.js";
import { defineSignal } from "../model/signal.js";
import type { Span } from "../model/source.js";
import type { SurveyedFile } from "../model/survey.js";
import { withoutComments } from "../syntax/growth.js";
import { implementation } from "../syntax/implementation.js";
import { placeOf } from "../syntax/own-code.js";
import { testSpans } from "../syntax/rust/ask.js";

export default defineSignal({
  title: "Failures told apart",
  advice: "Name what is caught, and pass on the rest",
  why: "A handler that catches everything hides the failure it did not expect. Measured is the share of handlers that name what they catch, raise it on, or answer it, rather than swallow it or only print it; with nothing caught it is not measured.",
  sameFaults: ["swallowed-error", "print-stack-trace", "unwrap-on-outside-data"],
  measure({ survey }) {
    const handlers = implementation(survey).flatMap(handlersOf);
    if (handlers.length === 0) return { value: null, says: "nothing is caught" };
    const poor = handlers.filter(({ worth }) => worth < 1);
    const value = handlers.reduce((sum, { worth }) => sum + worth, 0) / handlers.length;
    return {
      value,
      says: `${handlers.length - poor.length} of ${handlers.length} handlers name what they catch or pass it on`,
      places: poor.slice(0, 3).map(({ place }) => place),
    };
  },
});

interface Handler {
  readonly place: Place;
  /** 1 handled, 0.5 everything caught but told or passed on, 0 swallowed or only printed. */
  readonly worth: number;
}

function handlersOf(file: SurveyedFile): readonly Handler[] {
  const code = withoutComments(file);
  switch (file.tree.family) {
    case "python":
      return Array.from(code.matchAll(/^([ \t]*)except\b([^:\n]*):(.*)$/gm), (match) => {
        const [whole, indent = "", caught = "", rest = ""] = match;
        const body = rest.trim() === "" ? indented(code.slice(match.index + whole.length), indent) : rest;
        const isBroad = caught.trim() === "" || /\bException\b|\bBaseException\b/.test(caught);
        return handler(file, spanOf(match), { isBroad, body });
      });
    case "typescript":
    case "java":
      return [...code.matchAll(/\bcatch\s*(?:\(([^)]*)\))?\s*\{/g)].filter(isNoNap(code)).map((match) => {
        const body = braced(code.slice(match.index + match[0].length));
        const isTyped =
          file.tree.family === "java"
            ? !/\b(?:Exception|Throwable)\s+\w+$/.test(match[1] ?? "")
            : /instanceof|\.code\b|\.name\b|\.status\b/.test(body) || isNarrow(code.slice(0, match.index));
        return handler(file, spanOf(match), { isBroad: !isTyped, body });
      });
    case "go":
      return Array.from(code.matchAll(/\bif\s+(?:[^{\n;]*;\s*)?err\s*!=\s*nil\s*\{/g), (match) => {
        const body = braced(code.slice(match.index + match[0].length));
        const worth =
          body.trim() === ""
            ? 0
            : /\breturn\b|errors\.|http\.Error|w\.WriteHeader|log\.|slog\.|t\.|panic\(|continue|os\.Exit|writeError|respond/i.test(
                  body,
                )
              ? 1
              : 0.5;
        return { place: placeOf(file, spanOf(match)), worth };
      });
    case "rust": {
      const tests = testSpans(file.tree);
      return [...code.matchAll(/\.(?:unwrap|expect)\(|\?(?=[;,)\n.])|\bErr\(/g)]
        .filter(({ index }) => !tests.some(({ start, end }) => index >= start && index < end))
        .map((match) => ({
          place: placeOf(file, spanOf(match)),
          worth: match[0] === ".unwrap(" ? 0.5 : 1,
        }));
    }
    case "elixir":
      return Array.from(code.matchAll(/\{:error,|\brescue\b/g), (match) => ({
        place: placeOf(file, spanOf(match)),
        worth: match[0] === "rescue" ? 0.5 : 1,
      }));
    case "text":
      return [];
  }
}

function spanOf(match: RegExpMatchArray): Span {
  const start = match.index ?? 0;
  return { start, end: start + match[0].length };
}

interface Caught {
  readonly isBroad: boolean;
  readonly body: string;
}

function handler(file: SurveyedFile, span: Span, { isBroad, body }: Caught): Handler {
  const place = placeOf(file, span);
  const isSwallowed = /^\s*(?:pass|\.\.\.|continue)?\s*;?\s*$/.test(body);
  const isPrinted =
    /^\s*(?:print|console\.\w+|System\.(?:out|err)\.print\w*|\w+\.printStackTrace|traceback\.print_\w+)\(/.test(
      body,
    ) && !/\b(?:raise|throw|return|exit)\b/.test(body);
  if (isSwallowed) return { place, worth: isBroad ? 0 : 0.5 };
  if (isPrinted) return { place, worth: 0 };
  const isPassedOn = /\braise\b|\bthrow\b|\breject\(|\bnext\(/.test(body);
  return { place, worth: isBroad && !isPassedOn ? 0.5 : 1 };
}

function indented(after: string, indent: string): string {
  const lines = after.replace(/^\n/, "").split("\n");
  const end = lines.findIndex(
    (line) => line.trim() !== "" && !line.startsWith(`${indent} `) && !line.startsWith(`${indent}\t`),
  );
  return lines.slice(0, end === -1 ? lines.length : end).join("\n");
}

function braced(after: string): string {
  let depth = 1;
  for (let i = 0; i < after.length; i++) {
    const character = after[i];
    if (character === "{") depth++;
    else if (character === "}" && --depth === 0) return after.slice(0, i);
  }
  return after;
}

/** A nap that is cut short has nothing to report: `try { Thread.sleep(ms); } catch (InterruptedException e) {}`. */
function isNoNap(code: string): (match: RegExpMatchArray) => boolean {
  return ({ index, 1: caught = "" }) =>
    !/\bInterruptedException\b/.test(caught) ||
    !/\btry\s*\{\s*(?:\w+\.)*sleep\([^;{}]*\);\s*\}\s*$/.test(code.slice(0, index));
}

/** Statements up to which a `try` says by itself what may fail in it. */
const fewStatements = 2;

/** JavaScript cannot name what it catches; a `try` around one or two statements leaves little to tell apart. */
function isNarrow(before: string): boolean {
  const block = before.slice(before.lastIndexOf("try"));
  return (block.match(/;/g) ?? []).length <= fewStatements && !/\b(?:for|while)\b/.test(block);
}
