import { parseArguments } from "./arguments.js";
import { showsLinks, wantsColour } from "./colour.js";
import { describeBug } from "./describe-bug.js";
import { ExitCode } from "./exit-code.js";
import { checkFlagsTogether } from "./flags-together.js";
import type { Output } from "./output.js";
import { plainText } from "../text/plain-text.js";
import type { OutputStream } from "./standard-stream.js";
import { UsageError } from "./usage-error.js";

/** Where the program runs. */
export interface Surroundings {
  cwd: string;
  variables: NodeJS.ProcessEnv;
}

/** What the program gets from the process, so that tests can give something else. */
export interface Environment extends Surroundings {
  /** The words after the program's name. */
  words: readonly string[];
  stdout: OutputStream;
  stderr: OutputStream;
  readStdin: () => Promise<string>;
  /** Standard input as it comes, for what may be too long to hold. */
  stdin: AsyncIterable<Uint8Array> & { isTTY?: boolean };
}

/** Runs one command and returns the exit status; it writes to the environment's streams alone. */
export async function main(environment: Environment): Promise<ExitCode> {
  const { stdout, stderr, variables } = environment;
  const tell = (text: string): void => {
    stderr.write(plainText(text));
  };
  try {
    const given = parseArguments(environment.words);
    const flag = given.switches.has("color") ? true : given.switches.has("no-color") ? false : null;
    const colour = wantsColour(flag, variables, stdout.isTTY);
    const output: Output = {
      print: (text) => {
        stdout.write(text);
      },
      tell,
      columns: stdout.isTTY ? (stdout.columns ?? null) : null,
      colour,
      links: showsLinks(variables, { isTerminal: stdout.isTTY, colour }),
    };
    if (given.switches.has("help")) {
      const { helpText } = await import("./help.js");
      output.print(helpText(given.command, output.columns));
      return ExitCode.clean;
    }
    if (given.switches.has("version")) {
      const { packageVersion } = await import("../eslint/plugin.js");
      output.print(`${packageVersion}\n`);
      return ExitCode.clean;
    }
    checkFlagsTogether(given);
    if (given.switches.has("stdin")) (await import("./standard-input.js")).checkStandardInput(given, environment.cwd);
    if (given.command === "init") {
      const { init } = await import("./init/init-command.js");
      return await init(given, environment, output);
    }
    if (given.command === "inspect") {
      const { inspect } = await import("./inspect-command.js");
      return await inspect(given, environment, output);
    }
    if (given.command === "profile") {
      const { profile } = await import("./profile-command.js");
      return await profile(given, environment, output);
    }
    if (given.command === "hosts") {
      const { listHosts } = await import("./hosts-command.js");
      return listHosts(given, output);
    }
    if (given.command === "diagnose") {
      const { diagnose } = await import("./diagnose-command.js");
      return await diagnose(given, environment, output);
    }
    if (given.command === "docker-run") {
      const { dockerRun } = await import("./docker-run-command.js");
      return await dockerRun(given, environment, output);
    }
    if (given.command === "rules") {
      const { listRules } = await import("./rules-command.js");
      return listRules(given, output);
    }
    if (given.command === "explain") {
      const { explain } = await import("./explain-command.js");
      return explain(given, output);
    }
    if (given.command === "completion") {
      const { printCompletion } = await import("./completion/completion-command.js");
      return printCompletion(given, output);
    }
    const { lint } = await import("./lint-command.js");
    return await lint(given, environment, output);
  } catch (error) {
    const text =
      error instanceof UsageError
        ? error.message
        : describeBug("Something failed that should not", error, environment.words.includes("--debug"));
    tell(`compose-lint: ${text}\n`);
    return ExitCode.fatal;
  }
}
