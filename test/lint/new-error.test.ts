import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Linter } from "eslint";
import { newError } from "../../src/lint/new-error.js";

/** An error about the first place of some words, or a warning. */
function about(words: string, text: string, message: string, severity: 1 | 2 = 2): Linter.LintMessage {
  const lines = text.slice(0, text.indexOf(words)).split("\n");
  const column = (lines.at(-1) ?? "").length + 1;
  const place = { line: lines.length, column, endLine: lines.length, endColumn: column + words.length };
  return { ruleId: "compose-lint/x", messageId: "bad", severity, message, ...place };
}

const text = "a: one\nb: two\n";
const one = about("one", text, "`a` is wrong, see line 1.");

function added(after: string, messages: Linter.LintMessage[], before: Linter.LintMessage[] = [one]): string | null {
  return newError({ text, messages: before }, { text: after, messages })?.message ?? null;
}

describe("newError", () => {
  it("finds an error that took the place of another of its rule", () => {
    assert.equal(added(text, [about("two", text, "`b` is wrong.")]), "`b` is wrong.");
    assert.equal(added("a: uno\n", [about("uno", "a: uno\n", "`a` is worse.")]), "`a` is worse.");
  });

  it("finds a warning of the rules that judge what fixes write", () => {
    const warning = about("two", text, "`b` is not needed.", 1);
    assert.equal(added(text, [warning]), null);
    for (const name of ["seccomp-profile", "security-opt"]) assert.equal(added(text, [{ ...warning, ruleId: `compose-lint/${name}` }]), warning.message);
  });

  it("finds one more that says the same of the same words", () => {
    assert.equal(added(text, [one, one]), one.message);
  });

  it("takes one that moved, or of which another thing can be said now, for the old one", () => {
    const moved = `x: 1\ny: 2\n${text}`;
    assert.equal(added(moved, [about("one", moved, "`a` is wrong, see line 3.")]), null);
    assert.equal(added(text, [about("one", text, "`a` is wrong, see line 1. To mend it: remove it.")]), null);
    assert.equal(added(text, [about("one", text, "`a` is wrong beside nothing.")]), null);
    assert.equal(added("a: uno\n", [about("uno", "a: uno\n", one.message)]), null);
  });

  it("takes a warning of a rule that judges fixes for an error of it about the same words, not the other way round", () => {
    const ruleId = "compose-lint/seccomp-profile";
    const error = { ...about("one", text, "`a` is missing."), ruleId };
    const warning = { ...about("one", text, "`a` is not needed.", 1), ruleId, messageId: "milder" };
    assert.equal(added(text, [warning], [error]), null);
    assert.equal(added(text, [warning, warning], [error]), warning.message);
    assert.equal(added(text, [error], [warning]), error.message);
    assert.equal(added(text, [{ ...about("two", text, warning.message, 1), ruleId }], [error]), warning.message);
  });

  it("gives each error the one that fits best", () => {
    const two = about("two", text, one.message);
    assert.equal(added(text, [two, one], [one, two]), null);
  });

  it("leaves warnings out, of both texts", () => {
    assert.equal(added(text, [about("two", text, "`b` is odd.", 1)]), null);
    assert.equal(added(text, [one], [{ ...one, severity: 1 }]), one.message);
  });
});
