/** What a GitHub Actions runner would obey in a job's output, after the rules of its ActionCommand and OutputManager. */

export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** Commands that the runner knows; a line that names another one is printed. */
const registered: ReadonlySet<string> = new Set([
  ...["set-env", "set-output", "save-state", "add-path", "add-mask", "add-matcher", "remove-matcher"],
  ...["warning", "error", "notice", "debug", "internal-set-repo-path"],
  ...["echo", "group", "endgroup", "stop-commands"],
]);

/** Reads output line by line; between `stop-commands` and its word nothing is obeyed. */
export function obeyed(output: string): readonly Command[] {
  const commands: Command[] = [];
  let resumeWord: string | null = null;
  for (const line of output.split(/\r\n|\r|\n/)) {
    if (resumeWord !== null) {
      if (readNew(line, new Set([resumeWord]))) resumeWord = null;
      continue;
    }
    const command = readNew(line, registered) ?? readOld(line);
    if (!command) continue;
    if (command.name === "stop-commands") resumeWord = command.data;
    commands.push(command);
  }
  return commands;
}

/** `::name key=value,key=value::data`, after white space at most. */
function readNew(line: string, names: ReadonlySet<string>): Command | null {
  const trimmed = line.replace(/^[\s\u0085]+/u, "");
  const end = trimmed.indexOf("::", 2);
  if (!trimmed.startsWith("::") || end === -1) return null;
  return build(trimmed.slice(2, end), trimmed.slice(end + 2), { names, separator: "," });
}

/** `##[name key=value;key=value]data`, anywhere in a line. */
function readOld(line: string): Command | null {
  const begin = line.indexOf("##[");
  const end = begin === -1 ? -1 : line.indexOf("]", begin);
  if (end === -1) return null;
  return build(line.slice(begin + 3, end), line.slice(end + 1), { names: registered, separator: ";" });
}

interface Form {
  readonly names: ReadonlySet<string>;
  readonly separator: string;
}

function build(head: string, data: string, { names, separator }: Form): Command | null {
  const space = head.indexOf(" ");
  const name = space === -1 ? head : head.slice(0, space);
  if (!names.has(name)) return null;
  const pairs = space === -1 ? [] : head.slice(space + 1).split(separator);
  const properties = pairs.flatMap((pair): [string, string][] => {
    const at = pair.indexOf("=");
    return at > 0 ? [[pair.slice(0, at).trim(), unescape(pair.slice(at + 1))]] : [];
  });
  return { name, properties: Object.fromEntries(properties), data: unescape(data) };
}

function unescape(text: string): string {
  return text
    .replaceAll("%0D", "\r")
    .replaceAll("%0A", "\n")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%25", "%");
}
