import { existsSync } from "node:fs";
import path from "node:path";
import type { Arguments } from "../arguments.js";
import { closestWord } from "../closest-word.js";
import type { FlagName } from "../flags.js";
import type { Output } from "../output.js";
import type { Choice, Prompter } from "../prompt/prompter.js";
import { UsageError } from "../usage-error.js";
import { configurationFormats, type ConfigurationFormat } from "./configuration-file.js";
import { askEngine, detectEngine, engineProblem, type EngineSettings } from "./engine-answer.js";
import { ciSystems, hookTools, type CiSystem, type HookTool, type ProjectSigns } from "./project-signs.js";

/** Who answers: the flags, and where they say nothing the person at the terminal, or what is usual. */
export interface InitAnswers {
  /** What the flags say of the engine; null for nothing. */
  flaggedEngine: EngineSettings | "auto" | null;
  engine(): Promise<EngineSettings>;
  format(): Promise<ConfigurationFormat>;
  /** The baseline for the problems that there are today, absolute; null for none. */
  baseline(problems: number): Promise<string | null>;
  hook(): Promise<HookTool>;
  ci(): Promise<CiSystem>;
  /** Whether something may be added to a file that is there. */
  mayAdd(name: string): Promise<boolean>;
}

export const BASELINE_NAME = "compose-lint-baseline.json";
/** From so many problems on, a project is one that cannot mend all at once. */
const MANY = 20;

interface Asked {
  given: Arguments;
  cwd: string;
  variables: NodeJS.ProcessEnv;
  signs: ProjectSigns;
  output: Output;
}

/**
 * What the flags say, checked before anything is written.
 * @throws UsageError for what is not among the possible answers.
 */
export function flaggedAnswers({ values, switches }: Arguments): {
  engine: EngineSettings | "auto" | null;
  format: ConfigurationFormat | null;
  hook: HookTool | null;
  ci: CiSystem | null;
} {
  const [engine, host] = [values.get("engine")?.[0], values.get("host")?.[0]];
  const settings = { ...(engine === undefined ? {} : { engine }), ...(host === undefined ? {} : { host }) };
  const isGiven = engine !== undefined || host !== undefined;
  const problem = isGiven && engine !== "auto" ? engineProblem(settings) : null;
  if (problem !== null) throw new UsageError(problem);
  const hook = oneOf("hook", hookTools, values);
  if (hook !== null && switches.has("no-pre-commit")) throw new UsageError("--hook names a hook and --no-pre-commit wants none: give one of them.");
  return {
    engine: engine === "auto" ? "auto" : isGiven ? settings : null,
    format: oneOf("format", configurationFormats, values),
    hook: switches.has("no-pre-commit") ? "none" : hook,
    ci: oneOf("ci", ciSystems, values),
  };
}

function oneOf<Word extends string>(flag: FlagName, words: readonly Word[], values: Arguments["values"]): Word | null {
  const given = values.get(flag)?.[0];
  const word = words.find((candidate) => candidate === given);
  if (given === undefined || word !== undefined) return word ?? null;
  const close = closestWord(given, words);
  throw new UsageError(`--${flag} takes ${words.join(", ")}, not ${given}.${close === null ? "" : ` Did you mean ${close}?`}`);
}

/** `--yes`: what the flags say, else what fits the project. */
export function usualAnswers({ given, cwd, variables, signs, output }: Asked): InitAnswers {
  const flagged = flaggedAnswers(given);
  return {
    flaggedEngine: flagged.engine,
    engine: async () => {
      if (flagged.engine !== "auto") return flagged.engine ?? {};
      const detected = await detectEngine(variables);
      if (!detected.ok) throw new UsageError(detected.why);
      output.tell(`The Docker daemon is ${detected.engine.label}.\n`);
      return detected.engine.settings;
    },
    format: () => Promise.resolve(flagged.format ?? "yaml"),
    baseline: () => Promise.resolve(baselineFlag(given, cwd)),
    hook: () => Promise.resolve(flagged.hook ?? signs.hooks[0] ?? (signs.hasGit ? "pre-commit" : "none")),
    ci: () => Promise.resolve(flagged.ci ?? signs.ci ?? "none"),
    mayAdd: () => Promise.resolve(true),
  };
}

function baselineFlag({ values }: Arguments, cwd: string): string | null {
  const file = values.get("baseline")?.[0];
  return file === undefined ? null : path.resolve(cwd, file);
}

/** Asks the person at the terminal what the flags do not say. Escape takes what is usual. */
export function askedAnswers(asked: Asked, prompter: Prompter): InitAnswers {
  const usual = usualAnswers(asked);
  const flagged = flaggedAnswers(asked.given);
  const { given, cwd, variables, signs } = asked;
  return {
    flaggedEngine: flagged.engine,
    engine: async () => (flagged.engine === null ? ((await askEngine(prompter, variables)) ?? {}) : usual.engine()),
    format: () => usual.format(),
    baseline: async (problems) => {
      const file = baselineFlag(given, cwd);
      if (file !== null || problems < MANY || existsSync(path.join(cwd, BASELINE_NAME))) return file;
      const question = `There are ${problems} problems today. Count them as known, so that only new ones fail?`;
      return (await prompter.select(question, yesNo(`Yes, in ${BASELINE_NAME}`, "No"))) === true ? path.join(cwd, BASELINE_NAME) : null;
    },
    hook: async () => {
      if (flagged.hook !== null || !signs.hasGit) return usual.hook();
      const first = await usual.hook();
      const choices = hookTools.map((tool) => ({ value: tool, label: hookLabel(tool, signs), key: hookKeys[tool] }));
      return (await prompter.select("Lint what a commit changes?", startingWith(choices, first))) ?? first;
    },
    ci: async () => {
      if (flagged.ci !== null) return flagged.ci;
      const first = await usual.ci();
      const choices = ciSystems.map((system) => ({ value: system, label: ciLabels[system], key: system === "none" ? "n" : system === "github" ? "a" : "g" }));
      return (await prompter.select("Lint in a pipeline?", startingWith(choices, first))) ?? first;
    },
    mayAdd: async (name) => (await prompter.select(`${name} is there already. Add compose-lint to it? The rest stays as it is.`, yesNo("Yes", "No"))) === true,
  };
}

const hookKeys: Record<HookTool, string> = { "pre-commit": "p", lefthook: "f", "lint-staged": "s", husky: "u", none: "n" };
const ciLabels: Record<CiSystem, string> = { github: "GitHub Actions", gitlab: "GitLab CI", none: "No" };

function hookLabel(tool: HookTool, { hooks }: ProjectSigns): string {
  if (tool === "none") return "No";
  return hooks.includes(tool) ? `With ${tool}, which this project uses` : `With ${tool}`;
}

function yesNo(yes: string, no: string): Choice<boolean>[] {
  return [
    { value: true, label: yes, key: "y" },
    { value: false, label: no, key: "n" },
  ];
}

function startingWith<T>(choices: readonly Choice<T>[], first: T): Choice<T>[] {
  return [...choices.filter(({ value }) => value === first), ...choices.filter(({ value }) => value !== first)];
}
