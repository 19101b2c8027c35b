/** Completion for zsh, with what each option means. */
import type { CommandWords, OptionWords, ProgramWords, Value } from "./words.js";

export function zshScript(program: ProgramWords): string {
  const { name, usual, commands } = program;
  const called = `_${name.replaceAll("-", "_")}`;
  return `#compdef ${name}
# zsh completion for ${name}. To use it: eval "$(${name} completion zsh)", or save it as ${called} in a folder of $fpath.
${called}() {
  local command=${usual} i isFirst=1
  for ((i = 2; i < CURRENT; i++)); do
    case $words[i] in
      (${commands.map((each) => each.name).join("|")}) command=$words[i]; isFirst=0; break ;;
      (-*) ;;
      (*) isFirst=0 ;;
    esac
  done
  if (( isFirst )) && [[ $words[CURRENT] != -* && $words[CURRENT-1] != -* ]]; then
    local -a commands
    commands=(
${commands.map((each) => `      ${quoted(`${each.name}:${each.description}`)}`).join("\n")}
    )
    _describe -t commands command commands
  fi
  case $command in
${commands.map(commandCase).join("\n")}
  esac
}
if (( $+functions[compdef] )); then
  compdef ${called} ${name}
fi
`;
}

function commandCase({ name, options, words, takesFiles }: CommandWords): string {
  const rest = words.length > 0 ? [quoted(`*: :(${words.join(" ")})`)] : takesFiles ? ["'*: :_files'"] : [];
  const lines = [...options.map(optionLine), ...rest].map((line) => ` \\\n        ${line}`);
  return `    (${name})
      _arguments -S${lines.join("")}
      ;;`;
}

/** `'(-f --format)'{-f,--format}'[what]:value:(a b)'` */
function optionLine({ names, description, value, isRepeatable }: OptionWords): string {
  const what = `[${description.replace(/[[\]]/g, "\\$&")}]${value ? valuePart(value) : ""}`;
  const [first = ""] = names;
  if (isRepeatable) return names.map((name) => quoted(`*${name}${what}`)).join(" \\\n        ");
  if (names.length === 1) return quoted(first + what);
  return `${quoted(`(${names.join(" ")})`)}{${names.join(",")}}${quoted(what)}`;
}

function valuePart(value: Value): string {
  switch (value.kind) {
    case "words":
      return value.isList
        ? `:value:_values -s , value ${value.words.join(" ")}`
        : `:value:(${value.words.join(" ")})`;
    case "file":
      return ":file:_files";
    case "folder":
      return ":folder:_files -/";
    case "text":
      return ":value: ";
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
