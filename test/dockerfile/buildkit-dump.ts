import type { Dockerfile, Instruction, JsonStrings, KeyValue, ShellText, Word } from "../../src/dockerfile/ast.js";

/** Prints a tree in the format of BuildKit's `Node.Dump`, in which its parser's expected results are written. */
export function dumpLikeBuildkit(ast: Dockerfile): string {
  const lines = ast.instructions.map((instruction) => `(${dumpInstruction(instruction)})\n`);
  return `${lines.join("").trim()}\n`;
}

function dumpInstruction(instruction: Instruction): string {
  const flags = instruction.flags.map(({ name, value }) => quote(`--${name}${value === null ? "" : `=${value}`}`));
  const flagList = flags.length === 0 ? "" : ` [${flags.join(" ")}]`;
  const values = argumentValues(instruction);
  const tail = typeof values === "string" ? ` (${values})` : values.map((value) => ` ${quote(value)}`).join("");
  return `${instruction.keyword.name.toLowerCase()}${flagList}${tail}`.trim();
}

/** The values of the arguments; of ONBUILD the dump of its instruction. */
function argumentValues(instruction: Instruction): string[] | string {
  switch (instruction.type) {
    case "From": {
      const alias = instruction.alias === null ? [] : [instruction.alias.text];
      const as = instruction.as === null ? [] : [instruction.as.name];
      return [...texts([instruction.image]), ...as, ...alias, ...texts(instruction.rest)];
    }
    case "Run":
    case "Cmd":
    case "Entrypoint":
    case "Shell":
      return commandValues(instruction.command);
    case "Healthcheck":
      return [...(instruction.kind === null ? [] : [instruction.kind.name]), ...commandValues(instruction.command)];
    case "Arg":
      return instruction.pairs.map(({ key, value }) => (value === null ? key.text : `${key.text}=${value.text}`));
    case "Env":
    case "Label":
      return instruction.pairs.flatMap(pairValues);
    case "Copy":
    case "Add":
      return texts([...instruction.sources, instruction.destination]);
    case "Workdir":
      return texts([instruction.path]);
    case "User":
      return texts([instruction.user]);
    case "Expose":
      return texts(instruction.ports);
    case "Volume":
      return texts(instruction.volumes);
    case "Stopsignal":
      return texts([instruction.signal]);
    case "Maintainer":
      return texts([instruction.name]);
    case "Onbuild":
      // BuildKit prints each child with a line break after its parenthesis.
      return instruction.instruction === null ? [] : dumpInstruction(instruction.instruction);
    case "UnknownInstruction":
      return [""];
  }
}

function pairValues({ key, value, separator }: KeyValue): string[] {
  return [key.text, value?.text ?? "", separator === "=" ? "=" : ""];
}

function texts(words: readonly (Word | null)[]): string[] {
  return words.flatMap((word) => (word === null ? [] : [word.text]));
}

function commandValues(command: ShellText | JsonStrings | null): string[] {
  if (command === null) return [];
  return command.type === "ShellText" ? [command.value] : command.elements.map((element) => element.value);
}

/** Go's `strconv.Quote`. */
function quote(text: string): string {
  const named: Record<string, string> = {
    "\u0007": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
    "\\": "\\\\",
    '"': '\\"',
  };
  const characters = Array.from(text, (character) => {
    const escaped = named[character];
    if (escaped !== undefined) return escaped;
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, "0")}`;
    return code > 0x7f && !/[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(character)
      ? `\\u${code.toString(16).padStart(4, "0")}`
      : character;
  });
  return `"${characters.join("")}"`;
}
