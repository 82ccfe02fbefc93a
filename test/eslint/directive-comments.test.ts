import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { configFor, fixed, messagesOf } from "./test-linter.js";

function yaml(...lines: string[]): string {
  return `${lines.join("\n")}\n`;
}

// Each in the form of ESLint and in ours.
const prefixes: [name: string, label: string, rule: (name: string) => string][] = [
  ["the long form", "eslint", (name) => `compose-lint/${name}`],
  ["the short form", "compose-lint", (name) => name],
];

for (const [form, label, rule] of prefixes) {
  describe(`directive comments in ${form}`, () => {
    it("switch a rule off for the next line", () => {
      const text = yaml(`# ${label}-disable-next-line ${rule("bad")} -- reason`, "a: bad", "b: bad");
      assert.deepEqual(messagesOf(text), ["3:4 compose-lint/bad"]);
    });

    it("switch a rule off for their own line", () => {
      assert.deepEqual(messagesOf(yaml(`a: bad # ${label}-disable-line ${rule("bad")}`, "b: bad")), ["2:4 compose-lint/bad"]);
    });

    it("switch a rule off from their line on, and on again", () => {
      const text = yaml("a: bad", `# ${label}-disable ${rule("bad")}`, "b: bad", "c: worse", `# ${label}-enable ${rule("bad")}`, "d: bad");
      assert.deepEqual(messagesOf(text), ["1:4 compose-lint/bad", "4:4 compose-lint/worse", "6:4 compose-lint/bad"]);
    });

    it("switch several rules off, with and without quotes", () => {
      for (const list of [`${rule("bad")}, ${rule("worse")}`, `${rule("bad")} ,  '${rule("worse")}'  --  reason, with a comma`]) {
        const text = yaml(`# ${label}-disable-next-line ${list}`, "a: bad worse", "b: bad worse");
        assert.deepEqual(messagesOf(text), ["3:4 compose-lint/bad", "3:4 compose-lint/worse"], list);
      }
    });

    it("switch all rules off where they name none", () => {
      const text = yaml(`# ${label}-disable-next-line`, "a: bad worse", "b: worse", `# ${label}-disable -- all`, "c: bad");
      assert.deepEqual(messagesOf(text), ["3:4 compose-lint/worse"]);
    });

    it("stand behind any indentation, without a space, with CRLF, and in a list", () => {
      assert.deepEqual(messagesOf(yaml("a:", `    #${label}-disable-next-line ${rule("bad")}`, "  - bad")), []);
      assert.deepEqual(messagesOf(yaml(`#   ${label}-disable-next-line ${rule("bad")}`, "a: bad").replaceAll("\n", "\r\n")), []);
      assert.deepEqual(messagesOf(yaml(`a: [bad, # ${label}-disable-line ${rule("bad")}`, "  bad]")), ["2:3 compose-lint/bad"]);
    });

    it("work in Dockerfiles", () => {
      const text = yaml("FROM x", `# ${label}-disable-next-line ${rule("bad")}`, "USER bad", "WORKDIR bad");
      assert.deepEqual(messagesOf(text, "dockerfile"), ["4:9 compose-lint/bad"]);
    });

    it("are reported where they are not needed", () => {
      const text = yaml(`# ${label}-disable-next-line ${rule("bad")}`, "a: good", `b: good # ${label}-disable-line`);
      assert.deepEqual(messagesOf(text), [
        "1:1 Unused eslint-disable directive (no problems were reported from 'compose-lint/bad').",
        "3:9 Unused eslint-disable directive (no problems were reported).",
      ]);
    });

    it("are removed by their fix where they are not needed", () => {
      assert.equal(fixed(yaml(`# ${label}-disable-next-line ${rule("bad")} -- why`, "a: good")), yaml(" ", "a: good"));
      assert.equal(fixed(yaml(`a: good # ${label}-disable-line ${rule("bad")}`)), yaml("a: good  "));
      assert.equal(fixed(yaml("a:", `  # ${label}-disable ${rule("bad")}, ${rule("worse")}`, "  b: good")), yaml("a:", "   ", "  b: good"));
    });

    it("lose only the rules that are not needed", () => {
      const all = ["bad", "worse", "x-bad"];
      const values: Record<string, string> = { bad: "bad", worse: "worse", "x-bad": "bad-x" };
      for (const used of [[0], [1], [2], [0, 1], [0, 2], [1, 2]]) {
        const names = used.map((index) => all[index] ?? "");
        const line = `a: '${names.map((name) => values[name]).join(" ")}'`;
        // `x-bad` looks for a text that `bad` finds too.
        const needed = all.filter((name) => names.includes(name) || (name === "bad" && names.includes("x-bad")));
        for (const reason of ["", " -- why, where"]) {
          const list = all.map(rule).join(", ");
          const result = fixed(yaml(`# ${label}-disable-next-line ${list}${reason}`, line));
          const comment = `# ${label}-disable-next-line ${needed.map(rule).join(", ")}${reason}`;
          assert.equal(result.replace(/ \n/u, "\n"), yaml(comment, line));
          assert.deepEqual(messagesOf(result), []);
        }
      }
    });

    it("never come to switch everything off while they are removed", () => {
      const lists = ["x-bad, worse", "worse , x-bad", "x-bad,worse", "'x-bad', \"worse\"", "x-bad, worse -- why"];
      for (const list of lists) {
        const named = list.replace("x-bad", rule("x-bad")).replace("worse", rule("worse"));
        const text = yaml(`# ${label}-disable-next-line ${named}`, "a: bad");
        assert.equal(fixed(text), yaml(" ", "a: bad"), list);
        assert.deepEqual(messagesOf(fixed(text)), ["2:4 compose-lint/bad"], list);
      }
    });

    it("say so where a rule does not exist", () => {
      const [message] = messagesOf(yaml(`# ${label}-disable-next-line ${rule("unknown")}`, "a: bad"));
      assert.match(message ?? "", /^1:1 compose-lint\/unknown$/u);
    });

    it("set the level and the options of a rule for the file", () => {
      assert.deepEqual(messagesOf(yaml(`# ${label} ${rule("bad")}: off`, "a: bad", "b: worse")), ["3:4 compose-lint/worse"]);
      assert.deepEqual(messagesOf(yaml("a: bad", `# ${label} ${rule("bad")}: 0, ${rule("worse")}: off -- why`, "b: worse")), []);
      assert.deepEqual(messagesOf(yaml(`# ${label} ${rule("bad")}: ["error", {"a": 1}]`, "a: bad")), ["2:4 compose-lint/bad"]);
      const off = configFor("compose", undefined, {});
      assert.deepEqual(messagesOf(yaml(`# ${label} ${rule("bad")}: error`, "a: bad"), "compose", off), ["2:4 compose-lint/bad"]);
      assert.deepEqual(messagesOf(yaml("FROM x", `# ${label} ${rule("bad")}: off`, "USER bad"), "dockerfile"), []);
    });

    it("tell where a setting cannot be read or does not exist", () => {
      const [message, ...others] = messagesOf(yaml("a: b", `# ${label} ${rule("bad")}: [`));
      assert.match(message ?? "", /^2:1 .*(?:parse|JSON)/iu);
      assert.deepEqual(others, []);
      assert.match(messagesOf(yaml(`# ${label} ${rule("bad")}: "loud"`))[0] ?? "", /^1:1 compose-lint\/bad$/u);
    });
  });
}

describe("directive comments", () => {
  it("report a rule that is not needed at its name, in the short form", () => {
    assert.deepEqual(
      messagesOf(yaml("# compose-lint-disable-next-line worse , 'x-bad', bad -- why", "a: bad")).map((message) => message.split(" ")[0]),
      ["1:34", "1:42"],
    );
  });

  it("take a full name in the short form", () => {
    assert.deepEqual(messagesOf(yaml("# compose-lint-disable-next-line compose-lint/bad, worse", "a: bad worse")), []);
    assert.deepEqual(messagesOf(yaml("# compose-lint compose-lint/bad: off", "a: bad")), []);
  });

  const prose = [
    "eslint is a good thing",
    "compose-lint",
    "compose-lint is run in the pipeline",
    "compose-lint: see README.md",
    "compose-lint-disable-everything bad",
    "eslint-disabled bad",
    "compose-linted bad: off",
    "eslint.config.js bad: off",
    "see eslint-disable-next-line compose-lint/bad",
    "not compose-lint-disable bad",
    "eslint-env node",
    "globals a",
    "global a",
    "exported a",
    "https://eslint.org/docs: eslint bad: off",
  ];
  for (const comment of prose) {
    it(`are not found in the prose ${JSON.stringify(comment)}`, () => {
      assert.deepEqual(messagesOf(yaml(`# ${comment}`, "a: bad")), ["2:4 compose-lint/bad"]);
    });
  }

  it("are not found in values", () => {
    assert.deepEqual(messagesOf(yaml("a: '# eslint-disable'", "b: |", "  # compose-lint-disable", "c: bad")), ["4:4 compose-lint/bad"]);
  });
});
