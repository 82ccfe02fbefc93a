import assert from "node:assert/strict";
import { it } from "node:test";
import { markedText } from "../marked-text.js";
import { brief, runRule, type RuleOutcome, type RuleRun } from "../run-rule.js";

export const raise: Partial<RuleRun> = { options: [{ fix: "raise" }] };

/** A Compose file with one service `web`, from the lines of its settings. */
export function service(...lines: string[]): string {
  return `services:\n  web:\n${lines.map((line) => `    ${line}\n`).join("")}`;
}

/** The cases of a rule about limits. */
export class LimitCases {
  readonly #rule: "memory-limit" | "thread-limit";

  constructor(rule: "memory-limit" | "thread-limit") {
    this.#rule = rule;
  }

  run(text: string, more: Partial<RuleRun> = {}): RuleOutcome {
    return runRule({ rule: this.#rule, text, ...more });
  }

  /** A message in full. */
  tells(name: string, text: string, found: string, message: string | RegExp): void {
    it(name, () => {
      const { findings } = this.run(text);
      assert.deepEqual(findings.map(brief), [found]);
      const [{ message: told } = { message: "" }] = findings;
      if (typeof message === "string") assert.equal(told, message);
      else assert.match(told, message);
    });
  }

  finds(name: string, text: string, found: readonly string[], more?: Partial<RuleRun>): void {
    it(name, () => {
      assert.deepEqual(this.run(text, more).findings.map(brief), found);
    });
  }

  /** What the fix makes of a text, and that it makes nothing without the option. */
  fixes(name: string, marked: string, more: Partial<RuleRun> = {}): void {
    it(name, () => {
      const { before, after } = markedText(marked);
      assert.equal(this.run(before, { ...raise, ...more }).output, after);
      assert.equal(this.run(before.replaceAll("\n", "\r\n"), { ...raise, ...more }).output, after.replaceAll("\n", "\r\n"));
      assert.equal(this.run(before, more).output, before);
    });
  }

  takes(lines: readonly string[]): void {
    for (const line of lines) assert.deepEqual(this.run(service(line)).findings, [], line);
  }
}
