import { rules } from "../eslint/rules.js";
import type { Arguments } from "./arguments.js";
import { closestWord } from "./closest-word.js";
import { ExitCode } from "./exit-code.js";
import type { Output } from "./output.js";
import { renderPage } from "./render-page.js";
import { readRulePage } from "./rule-page.js";
import { UsageError } from "./usage-error.js";

/** `compose-lint explain RULE`: shows the page of a rule. */
export function explain(given: Arguments, output: Output): ExitCode {
  const [word, ...further] = given.paths;
  if (word === undefined || further.length > 0) {
    throw new UsageError("explain takes the name of one rule. `compose-lint rules` lists them.");
  }
  const name = word.replace(/^compose-lint\//u, "");
  if (!Object.hasOwn(rules, name)) {
    const close = closestWord(name, Object.keys(rules));
    throw new UsageError(`There is no rule ${name}. ${close === null ? "`compose-lint rules` lists them." : `Did you mean ${close}?`}`);
  }
  const page = readRulePage(name);
  if (page === null) throw new UsageError(`The page of ${name} cannot be read. It is at ${rules[name as keyof typeof rules].meta.docs?.url ?? "?"}`);
  output.print(renderPage(page, output));
  return ExitCode.clean;
}
