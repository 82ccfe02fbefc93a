import type { CommandWords, Completion, FlagWords, ValueWords } from "./completion.js";

/** The completion for zsh, to be sourced after compinit or put into a folder of fpath as `_compose-lint`. */
export function zshScript({ commands }: Completion): string {
  const others = commands.filter(({ name }) => name !== "lint");
  return `#compdef compose-lint
# Completion of compose-lint for zsh: source <(compose-lint completion zsh)
_compose-lint() {
  local command=lint
  if (( CURRENT > 2 )); then
    case $words[2] in ${others.map(({ name }) => name).join("|")}) command=$words[2]; shift words; (( CURRENT-- )) ;; esac
  elif (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    local -a commands=(
${others.map(({ name, description }) => `      ${quoted(`${name}:${description}`)}`).join("\n")}
    )
    _describe -t commands command commands
  fi
  case $command in
${commands.map(commandCase).join("\n")}
  esac
}
if [ "$funcstack[1]" = "_compose-lint" ]; then _compose-lint "$@"; else compdef _compose-lint compose-lint; fi
`;
}

function commandCase({ name, flags, operand }: CommandWords): string {
  const specs = [...flags.flatMap(flagSpecs), quoted(`*:${operandTag(operand)}:${action(operand)}`)];
  return `    ${name}) _arguments -s -S \\\n${specs.map((spec) => `      ${spec}`).join(" \\\n")} ;;`;
}

function flagSpecs({ name, short, description, value, isRepeatable }: FlagWords): string[] {
  const text = `[${description.replaceAll(/[[\]:\\]/gu, "\\$&")}]`;
  const argument = value === null ? "" : `:${name}:${action(value)}`;
  const equals = value === null ? "" : "=";
  const star = isRepeatable ? "*" : "";
  return [quoted(`${star}--${name}${equals}${text}${argument}`), ...(short === null ? [] : [quoted(`${star}-${short}${value === null ? "" : "+"}${text}${argument}`)])];
}

function operandTag(operand: ValueWords): string {
  return operand.kind === "file" ? "file" : "name";
}

function action(value: ValueWords): string {
  if (value.kind === "file") return "_files";
  return value.kind === "words" ? `(${value.words.join(" ")})` : " ";
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
