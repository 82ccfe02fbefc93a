import type { CommandWords, Completion, FlagWords } from "./completion.js";

/** The completion for fish. */
export function fishScript({ commands }: Completion): string {
  const others = commands.filter(({ name }) => name !== "lint");
  const names = others.map(({ name }) => name).join(" ");
  return `# Completion of compose-lint for fish: compose-lint completion fish | source
complete -c compose-lint -e
function __compose_lint_command
    set -l tokens (commandline -opc)
    if set -q tokens[2]; and contains -- $tokens[2] ${names}
        echo $tokens[2]
    else
        echo lint
    end
end
function __compose_lint_first
    test (count (commandline -opc)) -eq 1
end
${others.map(({ name, description }) => `complete -c compose-lint -n __compose_lint_first -a ${name} -d ${quoted(description)}`).join("\n")}
${commands.flatMap(commandLines).join("\n")}
`;
}

function commandLines({ name, flags, operand }: CommandWords): string[] {
  const when = `complete -c compose-lint -n ${quoted(`test (__compose_lint_command) = ${name}`)}`;
  const operands = operand.kind === "file" ? [] : [`${when} -f${operand.kind === "words" ? ` -a ${quoted(operand.words.join(" "))}` : ""}`];
  return [...operands, ...flags.map((flag) => `${when} ${flagLine(flag)}`)];
}

function flagLine({ name, short, description, value }: FlagWords): string {
  const spelling = `${short === null ? "" : `-s ${short} `}-l ${name}`;
  const argument = value === null ? "" : value.kind === "file" ? " -r -F" : value.kind === "words" ? ` -x -a ${quoted(value.words.join(" "))}` : " -x";
  return `${spelling}${argument} -d ${quoted(description)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
