import type { CommandWords, Completion, ValueWords } from "./completion.js";

/** The completion for bash 3.2 and newer; it needs no package of completions. */
export function bashScript({ commands }: Completion): string {
  const names = commands.map(({ name }) => name).filter((name) => name !== "lint");
  return `# Completion of compose-lint for bash: source <(compose-lint completion bash)
_compose_lint() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=lint words="" files=0
  # bash splits at "=" and gives it as a word of its own.
  if [ "$current" = "=" ]; then current=""; elif [ "$previous" = "=" ]; then previous=\${COMP_WORDS[COMP_CWORD-2]}; fi
  case \${COMP_WORDS[1]} in ${names.join("|")}) [ "$COMP_CWORD" -gt 1 ] && command=\${COMP_WORDS[1]} ;; esac
  case "$command $previous" in
${commands.flatMap(valueCases).join("\n")}
    *)
      case "$command" in
${commands.map((command) => operandCase(command, names)).join("\n")}
      esac ;;
  esac
  local IFS=$' \\n'
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [ "$files" = 1 ]; then
    local IFS=$'\\n'
    compopt -o filenames 2> /dev/null
    COMPREPLY+=($(compgen -f -- "$current"))
  fi
}
complete -F _compose_lint compose-lint
`;
}

function valueCases({ name: command, flags }: CommandWords): string[] {
  return flags.flatMap(({ name, short, value }) => {
    if (value === null) return [];
    const spellings = [`"${command} --${name}"`, ...(short === null ? [] : [`"${command} -${short}"`])];
    return [`    ${spellings.join("|")}) ${assignment(value)} ;;`];
  });
}

function assignment(value: ValueWords): string {
  if (value.kind === "file") return "files=1";
  return `words="${value.kind === "words" ? value.words.join(" ") : ""}"`;
}

function operandCase({ name, flags, operand }: CommandWords, names: readonly string[]): string {
  const flagWords = flags.flatMap((flag) => [`--${flag.name}`, ...(flag.short === null ? [] : [`-${flag.short}`])]);
  const operands = operand.kind === "words" ? operand.words : [];
  const first = name === "lint" ? `; [ "$COMP_CWORD" = 1 ] && words="$words ${names.join(" ")}"` : "";
  const files = operand.kind === "file" ? "; files=1" : "";
  const shown = `case "$current" in -*) words="${flagWords.join(" ")}" ;; *) words="${operands.join(" ")}"${first}${files} ;; esac`;
  return `        ${name}) ${shown} ;;`;
}
