/** Completion for fish, with what each option means. */
import type { CommandWords, OptionWords, ProgramWords } from "./words.js";

export function fishScript(program: ProgramWords): string {
  const { name, usual, commands } = program;
  const asked = `__${name.replaceAll("-", "_")}_command`;
  const names = commands.map((each) => each.name);
  return `# fish completion for ${name}. To use it: ${name} completion fish | source
function ${asked}
  set -l words (commandline -opc)
  for word in $words[2..-1]
    if contains -- $word ${names.join(" ")}
      test "$word" = "$argv[1]"
      return
    end
  end
  test "$argv[1]" = ${usual}
end
function ${asked}_missing
  test (count (commandline -opc)) -eq 1
end
${commands.map((each) => `complete -c ${name} -n ${asked}_missing -a ${each.name} -d ${quoted(each.description)}`).join("\n")}
${commands.flatMap((each) => linesOf(each, `complete -c ${name} -n '${asked} ${each.name}'`)).join("\n")}
`;
}

function linesOf({ options, words }: CommandWords, start: string): readonly string[] {
  return [
    ...options.map(
      (option) => `${start} ${flagsOf(option)}${valueOf(option)} -d ${quoted(option.description)}`,
    ),
    ...(words.length > 0 ? [`${start} -f -a ${quoted(words.join(" "))}`] : []),
  ];
}

function flagsOf({ names }: OptionWords): string {
  return names
    .map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`))
    .join(" ");
}

function valueOf({ value }: OptionWords): string {
  switch (value?.kind) {
    case undefined:
      return "";
    case "words":
      return ` -x -a ${quoted(value.isList ? `(__fish_append , ${value.words.join(" ")})` : value.words.join(" "))}`;
    case "file":
      return " -r -F";
    case "folder":
      return " -x -a '(__fish_complete_directories)'";
    case "text":
      return " -x";
  }
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}
