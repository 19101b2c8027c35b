/** Completion for bash 3.2 and newer; where it knows nothing, bash completes files as it always does. */
import type { CommandWords, ProgramWords, Value } from "./words.js";

export function bashScript(program: ProgramWords): string {
  const { name, usual, commands } = program;
  const called = `_${name.replaceAll("-", "_")}`;
  return `# bash completion for ${name}. To use it: eval "$(${name} completion bash)"
${called}() {
  local cur prev command words options i before="" isFirst=1
  COMPREPLY=()
  cur="\${COMP_WORDS[COMP_CWORD]}"
  prev="\${COMP_WORDS[COMP_CWORD-1]}"
  # Readline takes "--option=value" apart at the sign.
  if [ "$cur" = "=" ]; then
    cur=""
  elif [ "$prev" = "=" ]; then
    prev="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  command=${usual}
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      ${commands.map((each) => each.name).join("|")})
        command="\${COMP_WORDS[i]}"
        isFirst=0
        break
        ;;
      -*) ;;
      *) isFirst=0 ;;
    esac
  done
  case "$command:$prev" in
${commands.flatMap(valueCases).join("\n")}
  esac
  case "$command" in
${commands.map(commandCase).join("\n")}
  esac
  if [[ "$cur" == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
    return
  fi
  if [ "$isFirst" = 1 ]; then
    words="${commands.map((each) => each.name).join(" ")}"
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
# What is not known here is completed as a file, with the quotes it needs.
complete -o bashdefault -o default -F ${called} ${name}
`;
}

function commandCase({ name, options, words }: CommandWords): string {
  const names = options.flatMap((option) => option.names).filter((each) => each.startsWith("--"));
  return `    ${name})
      options="${names.join(" ")}"
      words="${words.join(" ")}"
      ;;`;
}

/** What comes behind options that take a value; those that complete alike share a case. */
function valueCases({ name, options }: CommandWords): readonly string[] {
  const taking = options.flatMap(({ names, value }) => (value ? [{ names, action: actionFor(value) }] : []));
  const actions = [...new Set(taking.map(({ action }) => action))];
  return actions.map((action) => {
    const names = taking.filter((each) => each.action === action).flatMap((each) => each.names);
    return `    ${names.map((each) => `${name}:${each}`).join("|")})
      ${action}
      return
      ;;`;
  });
}

function actionFor(value: Value): string {
  switch (value.kind) {
    case "words": {
      const words = value.words.join(" ");
      if (!value.isList) return `COMPREPLY=($(compgen -W "${words}" -- "$cur"))`;
      return `[[ "$cur" == *,* ]] && before="\${cur%,*},"
      COMPREPLY=($(compgen -P "$before" -W "${words}" -- "\${cur##*,}"))`;
    }
    case "folder":
      return `COMPREPLY=($(compgen -d -- "$cur"))`;
    default:
      return ":";
  }
}
