import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { parseArguments } from "../../src/cli/arguments.js";
import { flags, type Flag } from "../../src/cli/flags.js";
import { UsageError } from "../../src/cli/usage-error.js";

function parsed(...words: string[]): object {
  const { command, paths, switches, values } = parseArguments(words);
  return { command, paths, switches: [...switches], values: Object.fromEntries(values) };
}

describe("parseArguments", () => {
  it("takes files, switches and values in any order", () => {
    assert.deepEqual(parsed("a.yaml", "--fix", "--engine", "20.10.9", "b", "--format=json", "--quiet"), {
      command: "lint",
      paths: ["a.yaml", "b"],
      switches: ["fix", "quiet"],
      values: { engine: ["20.10.9"], format: ["json"] },
    });
    assert.deepEqual(parsed(), { command: "lint", paths: [], switches: [], values: {} });
  });

  it("knows the short forms", () => {
    assert.deepEqual(parsed("-v", "--format", "json", "-h"), {
      command: "lint", paths: [], switches: ["version", "help"], values: { format: ["json"] },
    });
  });

  it("takes a command only as the first word", () => {
    assert.deepEqual(parsed("inspect", "compose.yaml"), { command: "inspect", paths: ["compose.yaml"], switches: [], values: {} });
    assert.deepEqual(parsed("compose.yaml", "inspect"), { command: "lint", paths: ["compose.yaml", "inspect"], switches: [], values: {} });
  });

  it("collects the values of a flag that may come several times, in their order", () => {
    assert.deepEqual(parsed("--rule", "a: off", "--rule=b: error"), {
      command: "lint", paths: [], switches: [], values: { rule: ["a: off", "b: error"] },
    });
  });

  it("takes everything behind `--` for files", () => {
    assert.deepEqual(parsed("--fix", "--", "--engine", "-v"), {
      command: "lint", paths: ["--engine", "-v"], switches: ["fix"], values: {},
    });
  });

  it("takes values with equals signs, spaces and dashes", () => {
    assert.deepEqual(parsed("--engine=>=19.03 <23", "--rule", "a: [error, {b: c=d}]", "--max-warnings", "-1"), {
      command: "lint", paths: [], switches: [], values: { engine: [">=19.03 <23"], rule: ["a: [error, {b: c=d}]"], "max-warnings": ["-1"] },
    });
  });

  it("refuses unknown flags, missing and doubled values, values of switches, and flags of another command", () => {
    const refused: string[][] = [
      ["--engin"], ["-x"], ["-vx"], ["--engine"], ["--engine="], ["--fix=yes"], ["--fix="], ["--engine", "1", "--engine", "2"],
      ["inspect", "--fix"], ["--Fix"], ["--no-fix"], ["---fix"], ["--__proto__"], ["--constructor", "x"],
    ];
    for (const words of refused) assert.throws(() => parseArguments(words), UsageError, words.join(" "));
  });

  it("takes each flag of the table for its own commands and no others", () => {
    for (const { name, value } of flags as readonly Flag[]) {
      // A name may belong to flags of several commands, which differ.
      const commands = (flags as readonly Flag[]).flatMap((flag) => (flag.name === name ? flag.commands : []));
      for (const command of ["lint", "inspect"] as const) {
        const words = [...(command === "lint" ? [] : [command]), `--${name}`, ...(value === undefined ? [] : ["x"])];
        if (commands.includes(command)) assert.doesNotThrow(() => parseArguments(words), `${command} ${name}`);
        else assert.throws(() => parseArguments(words), UsageError, `${command} ${name}`);
      }
    }
  });

  it("never fails but with a usage error", () => {
    const word = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom("--", "-", "--fix", "--engine", "-f", "inspect", "--engine=", "-fjson", "--rule"));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        try {
          parseArguments(words);
        } catch (error) {
          assert.ok(error instanceof UsageError, String(error));
        }
      }),
      { seed: 20261123, numRuns: 1000 },
    );
  });
});
