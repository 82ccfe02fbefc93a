import { factsOfKind, type FixKind } from "../../rules/fix-kinds.js";
import { rules, type RuleName } from "../eslint/rules.js";
import { appliesTo } from "../eslint/plugin.js";
import type { Arguments } from "./arguments.js";
import { colours } from "./colour.js";
import { ExitCode } from "./exit-code.js";
import type { Output } from "./output.js";
import { formatsOfCommand } from "./formats/format-names.js";
import { oneFormat } from "./one-format.js";
import { UsageError } from "./usage-error.js";
import { wrapText } from "./wrap-text.js";

/** What `rules --format json` prints of a rule. */
export interface ListedRule {
  name: string;
  description: string;
  /** The smallest set that has it. */
  set: string;
  level: string;
  fixable: boolean;
  /** The kinds of change that its fixes and suggestions make, as `--fix-type` names them. */
  fixes: { kind: FixKind; does: string; mayBreak: string }[];
  files: string[];
  url: string;
}

const WIDTH_WITHOUT_TERMINAL = 100;

/** `compose-lint rules`: lists the rules. */
export function listRules(given: Arguments, output: Output): ExitCode {
  if (given.paths.length > 0) {
    throw new UsageError(`rules takes no names, but ${given.paths.join(" ")} was given. \`compose-lint explain RULE\` shows one.`);
  }
  const format = oneFormat(given, formatsOfCommand.rules);
  const listed = (Object.keys(rules) as RuleName[]).map(listedRule);
  output.print(format === "json" ? `${JSON.stringify(listed, null, 2)}\n` : table(listed, output));
  return ExitCode.clean;
}

function listedRule(name: RuleName): ListedRule {
  const { meta } = rules[name];
  const { description = "", set = "all", level = "warn", url = "" } = meta.docs ?? {};
  const files = (["compose", "dockerfile"] as const).filter((kind) => appliesTo(name, kind));
  return { name, description, set, level, fixable: meta.fixable !== undefined, fixes: fixesOf(name), files, url };
}

function fixesOf(name: RuleName): ListedRule["fixes"] {
  const kinds = new Set(Object.values(rules[name].meta.docs?.fixes ?? {}).flat());
  return [...kinds].map((kind) => ({ kind, does: factsOfKind[kind].does, mayBreak: factsOfKind[kind].mayBreak }));
}

function table(listed: readonly ListedRule[], output: Output): string {
  const paint = colours(output.colour);
  const width = output.columns ?? WIDTH_WITHOUT_TERMINAL;
  const blocks = listed.map(({ name, description, set, level, fixable }) => {
    const shownLevel = level === "error" ? paint.red("error") : paint.yellow("warning");
    const fix = fixable ? ", can fix" : "";
    const text = wrapText(description, Math.max(width - 2, 40)).map((line) => `  ${line}`);
    return [`${paint.bold(name)}  ${shownLevel} in ${set}${fix}`, ...text].join("\n");
  });
  return `${blocks.join("\n")}\n\n\`compose-lint explain RULE\` shows the page of a rule.\n`;
}
