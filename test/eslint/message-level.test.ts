import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Linter } from "eslint";
import { withMessageLevels } from "../../src/eslint/message-level.js";

const rules: Record<string, { meta?: { docs?: unknown } }> = {
  "compose-lint/a": { meta: { docs: { warnings: ["risk"] } } },
  "compose-lint/b": { meta: { docs: {} } },
  "compose-lint/c": { meta: {} },
  "compose-lint/d": {},
};

function message(ruleId: string | null, messageId: string | undefined, severity: Linter.Severity): Linter.LintMessage {
  const id = messageId === undefined ? {} : { messageId };
  return { ruleId, ...id, severity: severity === 0 ? 1 : severity, message: "m", line: 1, column: 1 };
}

function levels(...messages: Linter.LintMessage[]): number[] {
  return withMessageLevels(messages, (ruleId) => rules[ruleId]).map(({ severity }) => severity);
}

describe("withMessageLevels", () => {
  it("makes a message of a risk a warning, and leaves the others of its rule", () => {
    assert.deepEqual(levels(message("compose-lint/a", "risk", 2), message("compose-lint/a", "failure", 2)), [1, 2]);
  });

  it("raises nothing", () => {
    assert.deepEqual(levels(message("compose-lint/a", "risk", 1), message("compose-lint/a", "failure", 1)), [1, 1]);
  });

  it("leaves messages of rules that say nothing of levels, of unknown rules and of ESLint itself", () => {
    const messages = ["compose-lint/b", "compose-lint/c", "compose-lint/d", "other/x", null].map((id) => message(id, "risk", 2));
    assert.deepEqual(levels(...messages, message("compose-lint/a", undefined, 2)), [2, 2, 2, 2, 2, 2]);
  });

  it("does not change the messages given", () => {
    const given = message("compose-lint/a", "risk", 2);
    assert.notEqual(withMessageLevels([given], (ruleId) => rules[ruleId])[0], given);
    assert.equal(given.severity, 2);
  });
});
