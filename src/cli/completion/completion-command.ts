import { hosts } from "../../engine/host.js";
import { rules } from "../../eslint/rules.js";
import { STRATEGIES } from "../../seccomp/profile-strategy.js";
import { ARCHITECTURES } from "../../engine/architecture.js";
import { commandNames } from "../command.js";
import type { Arguments } from "../arguments.js";
import { closestWord } from "../closest-word.js";
import { ExitCode } from "../exit-code.js";
import type { Command } from "../command.js";
import { fixTypeNames } from "../fix-types.js";
import { flags, type Flag } from "../flags.js";
import { formatNames, formatsOf } from "../formats/format-names.js";
import { configurationFormats } from "../init/configuration-file.js";
import { ciSystems, hookTools } from "../init/project-signs.js";
import type { Output } from "../output.js";
import { UsageError } from "../usage-error.js";
import { bashScript } from "./bash-script.js";
import type { CommandWords, Completion, FlagWords, ValueWords } from "./completion.js";
import { fishScript } from "./fish-script.js";
import { zshScript } from "./zsh-script.js";

const shells = { bash: bashScript, zsh: zshScript, fish: fishScript };
const shellNames = Object.keys(shells);

const descriptions: Readonly<Record<Command, string>> = {
  lint: "lint files",
  init: "set up a project",
  inspect: "what is known of each service",
  profile: "the seccomp profile that an engine needs",
  hosts: "the platforms of --host",
  diagnose: "why a log tells of threads, processes or memory that were refused",
  "docker-run": "judge docker run command lines",
  rules: "list the rules",
  explain: "show the page of a rule",
  completion: "completion for a shell",
};

/** `compose-lint completion SHELL`: prints the script that completes our command lines. */
export function printCompletion(given: Arguments, output: Output): ExitCode {
  const [shell, ...further] = given.paths;
  const script = shellNames.find((name) => name === shell);
  if (script === undefined || further.length > 0) {
    const close = shell === undefined ? null : closestWord(shell, shellNames);
    throw new UsageError(`completion takes the name of a shell: bash, zsh or fish.${close === null ? "" : ` Did you mean ${close}?`}`);
  }
  output.print(shells[script as keyof typeof shells](completion()));
  return ExitCode.clean;
}

function completion(): Completion {
  return { commands: (["lint", ...commandNames] as const).map(commandWords) };
}

function commandWords(name: Command): CommandWords {
  const ownFlags = (flags as readonly Flag[]).filter(({ commands }) => commands.includes(name));
  return { name, description: descriptions[name], flags: ownFlags.map((flag) => flagWords(flag, name)), operand: operandOf(name) };
}

function flagWords({ name, short, value, description, multiple }: Flag, command: Command): FlagWords {
  return {
    name,
    short: short ?? null,
    description,
    isRepeatable: multiple === true,
    value: value === undefined ? null : valueOf(name, value, command),
  };
}

function valueOf(name: string, placeholder: string, command: Command): ValueWords {
  if (placeholder === "FILE") return { kind: "file" };
  if (name === "format" && command === "init") return { kind: "words", words: configurationFormats };
  if (name === "hook") return { kind: "words", words: hookTools };
  if (name === "ci") return { kind: "words", words: ciSystems };
  if (name === "format") return { kind: "words", words: formatsOf(command) ?? formatNames };
  if (name === "host") return { kind: "words", words: hosts().map(({ id }) => id) };
  if (name === "fix-type") return { kind: "words", words: fixTypeNames };
  if (name === "arch") return { kind: "words", words: ARCHITECTURES };
  if (name === "strategy") return { kind: "words", words: STRATEGIES };
  if (name === "engine") return { kind: "words", words: ["auto"] };
  return { kind: "any" };
}

function operandOf(command: Command): ValueWords {
  if (command === "lint" || command === "inspect" || command === "diagnose") return { kind: "file" };
  if (command === "explain") return { kind: "words", words: Object.keys(rules) };
  if (command === "completion") return { kind: "words", words: shellNames };
  return { kind: "any" };
}
