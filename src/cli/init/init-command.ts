import { existsSync } from "node:fs";
import path from "node:path";
import { packageVersion } from "../../eslint/plugin.js";
import { parseArguments, type Arguments } from "../arguments.js";
import { folderWithConfiguration } from "../configuration/configuration-names.js";
import { ExitCode } from "../exit-code.js";
import { displayPath } from "../formats/display-path.js";
import { counted } from "../formats/finding-words.js";
import type { Environment } from "../main.js";
import type { Output } from "../output.js";
import { PromptClosed } from "../prompt/prompter.js";
import { isTerminal } from "../prompt/require-terminal.js";
import { UsageError } from "../usage-error.js";
import { describeWriteProblem, requireWritable, writeFileSafely } from "../write-file.js";
import { ciStep } from "./ci-job.js";
import { newConfiguration } from "./configuration-file.js";
import { unwrittenEngine } from "./unwritten-engine.js";
import { hookStep } from "./hook-entry.js";
import { askedAnswers, flaggedAnswers, usualAnswers, type InitAnswers } from "./init-answers.js";
import { shellWord, type InitContext } from "./init-context.js";
import type { InitStep } from "./init-step.js";
import { nextSteps } from "./next-steps.js";
import { projectSigns, type HookTool } from "./project-signs.js";

/** `compose-lint init`: writes a configuration, the entry of a commit hook and the job of a pipeline. */
export async function init(given: Arguments, environment: Environment, output: Output): Promise<ExitCode> {
  const { cwd, variables } = environment;
  if (given.paths.length > 0) throw new UsageError("init sets up the current folder: change to the folder of the project, and give no path.");
  flaggedAnswers(given);
  const signs = projectSigns(cwd);
  const asked = { given, cwd, variables, signs, output };
  const usual = usualAnswers(asked);
  if (given.switches.has("yes")) return new Init(usual, { cwd, signs, version: packageVersion, baseline: null }, environment, output).run();
  if (!isTerminal(environment)) throw new UsageError(await whatYesDoes(usual));
  const { TerminalPrompter } = await import("../prompt/terminal-prompter.js");
  const answers = askedAnswers(asked, new TerminalPrompter(output.colour));
  try {
    return await new Init(answers, { cwd, signs, version: packageVersion, baseline: null }, environment, output).run();
  } catch (error) {
    if (!(error instanceof PromptClosed)) throw error;
    output.tell("Ended. What was written stays; `compose-lint init` goes on with the rest.\n");
    return error.reason === "interrupt" ? ExitCode.interrupted : ExitCode.clean;
  }
}

async function whatYesDoes(usual: InitAnswers): Promise<string> {
  const [format, hook, ci] = [await usual.format(), await usual.hook(), await usual.ci()];
  const parts = [`a configuration (--engine, --host, --format: ${format})`, `the commit hook (--hook: ${hook})`, `the job of a pipeline (--ci: ${ci})`];
  return `init asks at a terminal, and there is none. With --yes it asks nothing and writes ${parts.join(", ")}. The engine is left open where no flag names it.`;
}

class Init {
  readonly #answers: InitAnswers;
  readonly #environment: Environment;
  readonly #output: Output;
  #context: InitContext;
  #failed = false;
  #changed = 0;

  constructor(answers: InitAnswers, context: InitContext, environment: Environment, output: Output) {
    this.#answers = answers;
    this.#context = context;
    this.#environment = environment;
    this.#output = output;
  }

  async run(): Promise<ExitCode> {
    await this.#configuration();
    await this.#baseline();
    const hook = await this.#answers.hook();
    if (hook !== "none") await this.#do(hookStep(hook, this.#context));
    const ci = await this.#answers.ci();
    if (ci !== "none") await this.#do(ciStep(ci, this.#context));
    this.#tellNext(hook);
    return this.#failed ? ExitCode.fatal : ExitCode.clean;
  }

  async #configuration(): Promise<void> {
    const { cwd } = this.#context;
    const known = folderWithConfiguration(cwd, new Map());
    if (known !== null) {
      const { searchConfiguration } = await import("../configuration/read-configuration.js");
      const found = await searchConfiguration(known);
      const name = this.#name(found?.file ?? known);
      this.#tell(`Configured already: ${name} is left as it is.`);
      const advice = unwrittenEngine(this.#answers.flaggedEngine, found, name);
      if (advice !== null) this.#tell(advice);
      return;
    }
    const settings = await this.#answers.engine();
    const { path: file, text } = newConfiguration(cwd, await this.#answers.format(), settings);
    const isWritten = await this.#do({ kind: "write", path: file, before: null, after: text });
    if (isWritten && Object.keys(settings).length === 0) this.#tell("It names no engine yet: set `engine` to what `docker version --format '{{.Server.Version}}'` prints where the services run.");
  }

  async #baseline(): Promise<void> {
    const problems = await this.#lint([]);
    const file = await this.#answers.baseline(problems);
    if (file === null) return;
    if (existsSync(file)) this.#tell(`${this.#name(file)} is there already, and is left as it is.`);
    else {
      if (!this.#isWritable(file)) return;
      await this.#lint(["--baseline", file, "--update-baseline"]);
      if (!existsSync(file)) {
        this.#tell(`${this.#name(file)} was not written: there is nothing to lint here yet. Once there is, run \`compose-lint --baseline ${shellWord(path.relative(this.#context.cwd, file))} --update-baseline .\`.`);
        return;
      }
      this.#changed += 1;
      this.#tell(`Wrote ${this.#name(file)}: ${counted(problems, "problem")} ${problems === 1 ? "is" : "are"} known, and new ones fail.`);
    }
    this.#context = { ...this.#context, baseline: file };
  }

  /** Lints the project as its hook will, and counts the problems; what else it has to say comes when it is run for that. */
  async #lint(words: readonly string[]): Promise<number> {
    const { lint } = await import("../lint-command.js");
    let printed = "";
    const silent: Output = { ...this.#output, columns: null, colour: false, print: (text) => void (printed += text), tell: () => undefined };
    try {
      await lint(parseArguments(["--format", "json", ...words, "."]), this.#environment, silent);
    } catch (error) {
      // A folder without a Compose file has no problems yet.
      if (error instanceof UsageError) return 0;
      throw error;
    }
    return countsOf(printed);
  }

  /** False where something was to be written and is not. */
  async #do(step: InitStep): Promise<boolean> {
    const name = this.#name(step.path);
    if (step.kind === "present") {
      this.#tell(`${name} has compose-lint already.`);
      return true;
    }
    if (step.kind === "manual") {
      this.#tell(`${name} cannot be changed safely by a program. Add ${step.where ?? "to it"}:\n\n${step.text}\n`);
      return false;
    }
    if (step.before !== null && !(await this.#answers.mayAdd(name))) return false;
    try {
      writeFileSafely(step.path, step.after, step.before);
      this.#changed += 1;
      this.#tell(step.before === null ? `Wrote ${name}` : `Added compose-lint to ${name}`);
      return true;
    } catch (error) {
      this.#fail(name, error);
      return false;
    }
  }

  #isWritable(file: string): boolean {
    try {
      requireWritable(file);
      return true;
    } catch (error) {
      this.#fail(this.#name(file), error);
      return false;
    }
  }

  #fail(name: string, error: unknown): void {
    this.#failed = true;
    this.#tell(`compose-lint: ${name} was not written: ${describeWriteProblem(error)}.`);
  }

  #tellNext(hook: HookTool): void {
    if (this.#changed === 0 && !this.#failed) {
      this.#tell("Nothing was changed.");
      return;
    }
    if (this.#failed) {
      // The next steps need what was not written.
      this.#tell("\nNot all was written. Mend what is told above; `compose-lint init` then goes on with the rest.");
      return;
    }
    const steps = nextSteps(hook, this.#context);
    this.#tell(`\nNext:\n${steps.map((step) => `  ${step}`).join("\n")}`);
  }

  #name(file: string): string {
    return displayPath(file, this.#context.cwd);
  }

  #tell(text: string): void {
    this.#output.tell(`${text}\n`);
  }
}

/** The problems of a report in JSON. */
function countsOf(report: string): number {
  if (report.trim() === "") return 0;
  const results = JSON.parse(report) as { errorCount: number; warningCount: number }[];
  return results.reduce((total, { errorCount, warningCount }) => total + errorCount + warningCount, 0);
}
