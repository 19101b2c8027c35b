/** Values that cannot climb out of a folder: names without folders, contents, ends of names; and what may keep them in. */
import type { Flow, FlowStep } from "../../../model/flow.js";
import type { Survey } from "../../../model/survey.js";
import { sendingOf } from "../../../syntax/flow-senders.js";
import { lineOf, textAround } from "../../../syntax/flow-text.js";
import { isToolPath } from "../../../syntax/tool-paths.js";

export function staysInside(flow: Flow, survey: Survey): boolean {
  const lines = flow.steps.map((step) => lineOf(survey, step));
  return (
    isNamedWithoutFolders(flow, lines) ||
    isContents(flow, lines) ||
    flow.steps.some((step, i) => isEndOfName(step, lines[i] ?? "")) ||
    isWithinPart(flow, lines) ||
    isCleanedAddress(flow, lines)
  );
}

/**
 * The most a flow is told with. A check on the way was enough in all nine hits that were read; administrators may
 * name files of the machine on most programs they run, and tools serve who starts them.
 */
export function surestOf(flow: Flow, survey: Survey): number {
  const isDoubtful =
    flow.guard !== null ||
    sendingOf(survey, flow)?.isForAdministrators === true ||
    flow.steps.some((step) => isToolPath(step.path) || handsToCheck(step) || isCheckedAround(survey, step));
  return isDoubtful ? 0.45 : 1;
}

/** Multer, Go and Django keep the last part only of what the sender called a file. */
function isNamedWithoutFolders({ value, steps: [from] }: Flow, lines: readonly string[]): boolean {
  if (/\bFormFile\(|\bMultipartForm\b|\brequest\.FILES\b/.test(value)) return true;
  const isOfExpress =
    from !== undefined &&
    /\.[cm]?[jt]sx?$/.test(from.path) &&
    /\breq(?:uest)?\??\.files?\b|@UploadedFiles?\b/.test(value);
  return isOfExpress && !lines.some((line) => /originalFilename/.test(line));
}

/** An upload that is opened, unpacked or written; only what it is called names a file. */
function isContents({ value }: Flow, lines: readonly string[]): boolean {
  if (/\bgetInputStream\(\)$/.test(value)) return true;
  return /\brequest\.files\b/.test(value) && !lines.some((line) => /filename|\.name\b/.test(line));
}

/** What stands behind the last dot of a name holds no `..`. */
function isEndOfName({ what }: FlowStep, line: string): boolean {
  const isNamedSo = /^(?:kept|becomes part) .*`\w*(?:ext(?:ension|Match)?|suffix|file_?type)\w*`/i.test(what);
  return (
    isNamedSo &&
    /split|extname|lastIndexOf|\.Ext\(|substring|match\(|exec\(|\[-1\]|\.pop\(|suffix/i.test(line)
  );
}

/** `uuid_../x`: systems look for a folder `uuid_..` first. JavaScript and Go take it out before they ask. */
function isWithinPart({ steps: way }: Flow, lines: readonly string[]): boolean {
  const joined = /uuid[^/\n]*[_-]["'{\s+]+[^/\n]*(?:file_?name|\.name\b|Filename\(\))/i;
  return way.some(({ path }, i) => /\.(?:py|java)$/.test(path) && joined.test(lines[i] ?? ""));
}

/** A path that begins at the root has no `..` left once it is cleaned, and `http.ServeFile` refuses them itself. */
function isCleanedAddress({ value, sink }: Flow, lines: readonly string[]): boolean {
  if (!/\.URL\.Path$/.test(value)) return false;
  return /ServeFile$/.test(sink) || lines.some((line) => /\bClean\(/.test(line));
}

/** `safe_path_join(folder, name)`: its name says that it looks. */
function handsToCheck({ what }: FlowStep): boolean {
  return /(?:passed to|given back by) `[\w.]*(?:safe|sanit|secure|valid|clean)\w*`/i.test(what);
}

const asked =
  /\binside_?(?:dir\w*|folder|root)|\bis_?(?:path_?)?(?:inside|within|sub_?(?:path|dir))\w*\(|traversal|HasPrefix\(|\.starts[wW]ith\(|\bcommonpath\(|is_relative_to\(|\brelative\(|Token\.verify\(/;

/** What the function at this place asks of a path; whether it is this one, nobody has followed. */
function isCheckedAround(survey: Survey, step: FlowStep): boolean {
  return asked.test(textAround(survey, step).text);
}
