// docs/cli.md is the contract of the command line: each of its lines has a test of the same name here, and no test is
// without a line.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { allCommands, type Command } from "../../src/cli/command.js";
import { flags, type Flag } from "../../src/cli/flags.js";
import { assertCode, cli, type Contract } from "./contract/contract.js";
import { exits } from "./contract/exits.js";
import { files } from "./contract/files.js";
import { flagEffects } from "./contract/flag-effects.js";
import { formats } from "./contract/formats.js";
import { signalLines } from "./contract/signal-lines.js";
import { streams } from "./contract/streams.js";
import { variables } from "./contract/variables.js";
import { versions } from "./contract/versions.js";

const page = readFileSync("docs/cli.md", "utf8");
const parts: readonly Contract[] = [exits, streams, files, variables, signalLines, formats, versions, flagEffects];
const all = flags as readonly Flag[];

/** The lines of the page that promise something: list items that begin with their name. */
const lines = new Map([...page.matchAll(/^- `(?<id>[a-z]+-[\w-]+)` (?<text>[^\n]+(?:\n {2}[^\n]+)*)/gmu)].map(({ groups = {} }) => [groups.id ?? "", (groups.text ?? "").replaceAll(/\s+/gu, " ")]));

/** The columns of a flag's row: the flag, whether it may be repeated, its commands, what holds without it, what it excludes. */
interface Row {
  head: string;
  repeats: string;
  commands: string;
  without: string;
  conflicts: string[];
  /** Of which one must be there too. */
  needs: string[];
}

const rows = [...page.matchAll(/^\| (?<head>(?:`-\w`, )?`--[^|]+`) \| (?<repeats>[^|]*) \| (?<commands>[^|]*) \| (?<without>[^|]*) \| (?<conflicts>[^|]*) \| (?<needs>[^|]*) \|$/gmu)].map(
  ({ groups = {} }): Row => ({
    head: groups.head ?? "",
    repeats: (groups.repeats ?? "").trim(),
    commands: (groups.commands ?? "").trim(),
    without: (groups.without ?? "").trim(),
    conflicts: (groups.conflicts ?? "").match(/--[\w-]+/gu) ?? [],
    needs: (groups.needs ?? "").match(/--[\w-]+/gu) ?? [],
  }),
);

/** What the row of a flag must begin with. */
function rowOf({ name, short, value, multiple, commands }: Flag): string {
  const head = `${short === undefined ? "" : `\`-${short}\`, `}\`--${name}${value === undefined ? "" : ` ${value}`}\``;
  return `${head} | ${multiple === true ? "yes" : ""} | ${commands.length === allCommands.length ? "all" : commands.join(", ")}`;
}

/** A further flag of the same name, which means another thing to another command, has that command in its name. */
const nameOf = (flag: Flag): string => (all.find(({ name }) => name === flag.name) === flag ? `flag-${flag.name}` : `flag-${flag.name}-${flag.commands[0] ?? ""}`);

describe("docs/cli.md", () => {
  it("has a row for each flag, and for nothing else", () => {
    const expected = all.map(rowOf);
    const found = rows.map(({ head, repeats, commands }) => `${head} | ${repeats} | ${commands}`);
    for (const row of expected) assert.ok(found.includes(row), `The table of flags in docs/cli.md lacks:\n| ${row} | (what holds without it) | (flags that it excludes) | (flags of which it needs one) |`);
    for (const row of found) assert.ok(expected.includes(row), `docs/cli.md has a flag that src/cli/flags.ts has not, or says something else of it:\n${row}`);
    assert.equal(found.length, expected.length, "a flag has two rows");
  });

  it("has a test for each line and each flag, and a line for each test", () => {
    const tested = parts.flatMap((part) => Object.keys(part));
    assert.deepEqual(tested, [...new Set(tested)], "a name has two tests");
    const named = [...lines.keys(), ...all.map(nameOf)];
    for (const id of named) assert.ok(tested.includes(id), `${id} of docs/cli.md has no test: add one to test/cli/contract/${id.startsWith("flag-") ? "flag-effects.ts" : "..."}.`);
    for (const id of tested) assert.ok(named.includes(id), `${id} is tested, and docs/cli.md has no such line.`);
    assert.equal([...page.matchAll(/^- `[a-z]+-[\w-]+` /gmu)].length, lines.size, "a name stands on two lines");
  });

  it("names each command", () => {
    for (const command of allCommands) assert.match(page, new RegExp(`^\\| \`compose-lint${command === "lint" ? "" : ` ${command}`}\\b`, "mu"), command);
  });

  it("names the variables of the environment that the program reads", () => {
    const named = new Set(page.match(/(?<=`)[A-Z][A-Z_]+(?=[`=])/gu));
    for (const name of variableNames()) assert.ok(named.has(name), `docs/cli.md does not say what ${name} does.`);
  });
});

/** Variables by the names that are theirs alone: ours to read, Compose's, Docker's, Node's, and those about terminals. */
function variableNames(): string[] {
  const sources = ["colour.ts", "code-cache.ts", "cache-folder.ts", "start.ts"].map((file) => readFileSync(`src/cli/${file}`, "utf8"));
  const more = ["src/engine/daemon-address.ts", "src/compose/discover.ts"].map((file) => readFileSync(file, "utf8"));
  const found = [...sources, ...more].flatMap((text) => text.match(/(?<=\b(?:environment|variables|env)\.|[{,] ?)(?:[A-Z][A-Z]+_[A-Z_]+|CI|TERM|HOME|TMUX|DOMTERM|LOCALAPPDATA)\b/gu) ?? []);
  return [...new Set(found)].filter((name) => !/^(?:MINIMUM|WIDTH|KEPT|HEADER|MAGIC|BUNDLE|LEARNING|LOOKED|MOST)_/u.test(name));
}

describe("each flag", () => {
  const example = (flag: Flag): string[] => (flag.value === undefined ? [`--${flag.name}`] : [`--${flag.name}`, "x"]);
  const commandWords = (command: Command): string[] => (command === "lint" ? [] : [command]);

  for (const flag of all) {
    it(`${nameOf(flag)} has a value or none, and is refused twice unless it may be repeated`, async (test) => {
      const words = commandWords(flag.commands[0] ?? "lint");
      if (flag.value === undefined) {
        const run = await cli(test, [...words, `--${flag.name}=x`]);
        assertCode(run, 2);
        assert.match(run.stderr, /takes no value/u);
        return;
      }
      const without = await cli(test, [...words, `--${flag.name}`]);
      assertCode(without, 2);
      assert.match(without.stderr, /needs a value/u);
      const twice = await cli(test, [...words, ...example(flag), ...example(flag)]);
      assert.equal(twice.stderr.includes("was given twice"), flag.multiple !== true, twice.stderr);
    });

    it(`${nameOf(flag)} is refused by the other commands`, async (test) => {
      const has = (command: Command): boolean => all.some(({ name, commands }) => name === flag.name && commands.includes(command));
      for (const command of allCommands.filter((other) => !has(other))) {
        const run = await cli(test, [...commandWords(command), ...example(flag)]);
        assertCode(run, 2);
        assert.match(run.stderr, /is not an option of/u);
      }
    });
  }

  const flagOf = (name: string | undefined): Flag => {
    const flag = all.find((candidate) => `--${candidate.name}` === name);
    assert.ok(flag !== undefined, name);
    return flag;
  };
  const values: Readonly<Record<string, string>> = { engine: "20.10.9", host: "debian-11-docker-ce" };
  const valued = (flag: Flag): string[] => (flag.value === undefined ? [`--${flag.name}`] : [`--${flag.name}`, values[flag.name] ?? "compose.yaml"]);
  const hasFlag = (command: Command, name: string): boolean => all.some((flag) => flag.name === name && flag.commands.includes(command));

  for (const { head, conflicts, needs, commands } of rows) {
    const own = /--[\w-]+/u.exec(head)?.[0];
    for (const conflict of conflicts) {
      it(`${head} and ${conflict} exclude each other`, async (test) => {
        const [flag, other] = [flagOf(own), flagOf(conflict)];
        const both = allCommands.filter((command) => commands.split(", ").includes(command) && hasFlag(command, other.name));
        assert.ok(both.length > 0);
        for (const command of both) {
          const run = await cli(test, [...commandWords(command), ...valued(flag), ...valued(other)]);
          assertCode(run, 2);
          assert.match(run.stderr, new RegExp(`--(?:${flag.name}|${other.name})\\b`, "u"));
        }
      });
    }
    if (needs.length === 0) continue;
    it(`${head} needs ${needs.join(" or ")}`, async (test) => {
      const run = await cli(test, valued(flagOf(own)));
      assertCode(run, 2);
      for (const need of needs) assert.ok(run.stderr.includes(need), run.stderr);
    });
  }
});

describe("the contract of the command line", () => {
  for (const part of parts) {
    for (const [id, prove] of Object.entries(part)) it(`${id} ${lines.get(id) ?? ""}`, async (test) => prove(test));
  }
});
