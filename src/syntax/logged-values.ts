/** Finds what code writes to a log or the console: the plain values among the arguments, in any language. */
import type { Outline } from "../model/outline.js";
import type { Span } from "../model/source.js";
import { closingOf } from "./code-text.js";
import { splitArguments } from "./key-value-calls.js";

export interface LoggedValue {
  /** As written: `user.password`, `account.getPassword()`. */
  readonly text: string;
  /** What writes it: `logger.info`, `println!`. */
  readonly writer: string;
  readonly at: Span;
  /** False for `print` and its like, by which a command answers its user. */
  readonly isLogger: boolean;
  /** The fixed text beside it. */
  readonly message: string;
}

const writers =
  /(?<![\w$"'`])(?:console\.(?:log|info|warn|error|debug|trace)|(?:[\w$]+\.)*_?(?:logger|log|logging|slog|LOGGER|LOG|Logger)\.(?:debug|info|warn(?:ing)?|error|exception|critical|fatal|trace|log|verbose|notice|success|Print(?:f|ln)?|Fatal(?:f|ln)?|Debugf?|Infof?|Warnf?|Errorf?|Tracef?)|print|fmt\.Print(?:f|ln)?|System\.(?:out|err)\.print(?:ln|f)?|(?:(?:tracing|log)::)?(?:info|debug|warn|error|trace|println|eprintln|print|dbg)!|IO\.(?:puts|inspect))\s*\(/g;
const answersUser = /^(?:print|fmt\.|System\.|println!|eprintln!|print!|console\.log|IO\.)/;

/** The values that a file's calls write as they are; what is cut, measured, masked or asked about is left out. */
export function loggedValues(outline: Outline, code: string): readonly LoggedValue[] {
  const starts = new Set(outline.calls.map(({ span }) => span.start));
  return [...code.matchAll(writers)].flatMap(({ 0: head, index }): LoggedValue[] => {
    const writer = head.slice(0, -1).trim();
    if (!starts.has(index) && !writer.endsWith("!")) return [];
    const open = index + head.length - 1;
    const end = closingOf(code, open);
    const inside = onOneLine(code.slice(open + 1, end - 1));
    const message = [...inside.matchAll(/(["'`])((?:(?!\1)[^\\]|\\.)*)\1/g)]
      .map(([, , text]) => text ?? "")
      .join(" ");
    return valuesIn(inside).map((text) => ({
      text,
      writer,
      at: { start: index, end },
      isLogger: !answersUser.test(writer),
      message,
    }));
  });
}

/** Texts that run over several lines hold commas too. */
function onOneLine(inside: string): string {
  return inside.replace(/"(?:[^"\\]|\\[\s\S])*"/g, (text) => text.replace(/\\?\r?\n\s*/g, " "));
}

const plainValue =
  /^(?:&|\.{3})?[A-Za-z_$][\w$]*(?:(?:\?|!)?\.[A-Za-z_$][\w$]*|\[["'][\w-]+["']\])*(?:\(\))?$/;

function valuesIn(inside: string): readonly string[] {
  const found = splitArguments(inside).flatMap((argument) => {
    const keyless = argument.replace(/^[A-Za-z_]\w*\s*(?:=(?!=)|:)\s*/, "");
    if (/^[{[]/.test(keyless)) return fieldsOf(keyless);
    return [...keyless.split(/\s\+\s|\+(?=\w)/), ...interpolations(keyless)];
  });
  return [...new Set(found.map((text) => text.trim()))].filter((text) => plainValue.test(text));
}

/** Values of `{ token, password: user.password }`. */
function fieldsOf(object: string): readonly string[] {
  return splitArguments(object.slice(1, -1)).map((field) => field.replace(/^["']?\w+["']?\s*:\s*/, ""));
}

/** `${token}`, `{token}`, `{token!r}`, `#{token}`; a format such as `{token:?}` is cut off. */
function interpolations(text: string): readonly string[] {
  return [...text.matchAll(/\{([A-Za-z_$][^{}]*?)(?:=|![rsa])?(?::[^{}]*)?\}/g)].flatMap(
    ([, value]) => value ?? [],
  );
}
