import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { flags } from "../../src/cli/flags.js";
import { runCli } from "./run-cli.js";
import { failing } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

const rangeHint = 'Write a version such as 20.10.9, or a range such as 20.10.x, 19.03 or ">=19.03 <23".';
const engineHelp = "Docker Engine of the services: 20.10.9 or '>=19.03 <23'; `auto` asks the local daemon";

/** What is typed, and all that is told. */
const wrongUsage: [words: string[], told: string][] = [
  [["--engin", "1"], "--engin is not an option of compose-lint. Did you mean --engine?"],
  [["--fix-dryrun"], "--fix-dryrun is not an option of compose-lint. Did you mean --fix-dry-run?"],
  [["--fxi"], "--fxi is not an option of compose-lint. Did you mean --fix?"],
  [["--stdn"], "--stdn is not an option of compose-lint. Did you mean --stdin?"],
  [["--wibble"], "--wibble is not an option of compose-lint. `compose-lint --help` lists the options."],
  [["-x"], "-x is not an option of compose-lint. `compose-lint --help` lists the options."],
  [["--no-fix"], "--no-fix is not an option of compose-lint. `compose-lint --help` lists the options."],
  [["inspect", "--fix"], "--fix is not an option of `compose-lint inspect`."],
  [["inspect", "--quiet"], "--quiet is not an option of `compose-lint inspect`."],
  [["--fix=yes"], "--fix takes no value."],
  [["--no-color=1"], "--no-color takes no value."],
  [["--engine"], `--engine needs a value: --engine RANGE (${engineHelp}).`],
  [["--engine="], `--engine needs a value: --engine RANGE (${engineHelp}).`],
  [["--engine=20.10.9", "--engine", "23"], "--engine was given twice."],
  [["--engine", "latest"], `"latest" is not a Docker Engine version. ${rangeHint}`],
  [["--engine", ">=30 <1"], `No Docker Engine can be in the range ">=30 <1": its lower end is above its upper end. ${rangeHint}`],
  [["--engine", "1.0"], "Docker Engine 1.0 is older than 1.11.0, the oldest release whose seccomp profile is known."],
  [["--runc", "1.1.12"], "--runc, --libseccomp and --arch describe the host of an engine: give --engine or --host too."],
  [["--max-warnings", "-1"], "--max-warnings takes a whole number from 0, not -1."],
  [["--max-warnings", "few"], "--max-warnings takes a whole number from 0, not few."],
  [
    ["--format", "xml"],
    "There is no format xml. The formats are stylish, compact, json, sarif, github, gitlab, junit, checkstyle, markdown and html; or name a module, a file of yours with its path, such as ./format.js.",
  ],
  [["--format", "stilish"], "There is no format stilish. Did you mean stylish?"],
  [["--format", "json", "--format", "sarif"], "Only one format can be printed, and json and sarif both would be: give --output-file after one of them."],
  [["--format", "json", "-o", "a", "-o", "b"], "--output-file b has no --format of its own: give one before it."],
  [["--format", "json", "-o", "a", "--format", "html", "-o", "a"], "Two formats would be written to a: name different files."],
  [["--update-baseline"], "--update-baseline writes the file of --baseline: give --baseline FILE too."],
  [["--baseline", "known.json"], "The baseline known.json is not there: write it with --update-baseline."],
  [["rules", "syntax"], "rules takes no names, but syntax was given. `compose-lint explain RULE` shows one."],
  [["explain"], "explain takes the name of one rule. `compose-lint rules` lists them."],
  [["explain", "sintax"], "There is no rule sintax. Did you mean syntax?"],
  [["explain", "constructor"], "There is no rule constructor. `compose-lint rules` lists them."],
  [["completion", "zhs"], "completion takes the name of a shell: bash, zsh or fish. Did you mean zsh?"],
  [["inspect", "--format", "stylish"], "There is no format stylish for inspect. The formats are table and json."],
  [["--fix", "--fix-dry-run"], "--fix writes the files and --fix-dry-run does not: give one of them."],
  [["--stdin", "--fix"], "--fix cannot write to standard input. With --fix-dry-run you get the change as a diff."],
  [["--stdin", "compose.yaml"], "--stdin lints the text on standard input: give no files beside it, or leave it out."],
  [["--stdin", "--stdin-filename", "dev/"], "--stdin-filename names a file, whose name says what the text is, and dev/ is a folder. Add the file's name: dev/compose.yaml."],
  [["-", "--stdin-filename", ".."], "--stdin-filename names a file, whose name says what the text is, and .. is a folder. Add the file's name: ../compose.yaml."],
  [["inspect", "-", "--stdin-filename", "."], "--stdin-filename names a file, whose name says what the text is, and . is a folder. Add the file's name: compose.yaml."],
  [["--rule", "thred-creation: off"], "There is no rule thred-creation. Did you mean thread-creation?"],
  [["--rule", "wibble: off"], "There is no rule wibble."],
  [["--rule", "]"], "--rule ']' cannot be read. Write it as 'NAME: error' or 'NAME: [error, {OPTION: VALUE}]'."],
  [
    ["--rule", "thread-creation: [error, {fix: maybe}]"],
    '--rule sets thread-creation to what it cannot be. Value "maybe" should be equal to one of the allowed values. `compose-lint explain thread-creation` tells them.',
  ],
  [
    ["--rule", "syntax: 7"],
    '--rule sets syntax to what it cannot be. Expected severity of "off", 0, "warn", 1, "error", or 2.',
  ],
  [[""], "An argument is empty or blank, perhaps a variable of a script that has no value. Leave it out, or write what is meant; `.` is this folder."],
  [["compose.yaml", "--", ""], "An argument is empty or blank, perhaps a variable of a script that has no value. Leave it out, or write what is meant; `.` is this folder."],
  [[" "], "An argument is empty or blank, perhaps a variable of a script that has no value. Leave it out, or write what is meant; `.` is this folder."],
  [["--config", " \t"], "--config needs a value: --config FILE (use this configuration, and no other)."],
  [["profile", "--engine", "20.10.9", "-o", "\u00a0"], "-o needs a value: -o FILE (write the profile to this file; `-` is standard output)."],
  [["diagnose", ""], "An argument is empty or blank, perhaps a variable of a script that has no value. Leave it out, or write what is meant; `.` is this folder."],
  [["lint"], "There is no file or folder lint. Linting has no command: `compose-lint FILE`, or `compose-lint .` for this folder."],
  [["\u2014fix"], "There is no file or folder \u2014fix. An option begins with plain hyphens: --fix."],
  [["\u2013-engine=20"], "There is no file or folder \u2013-engine=20. An option begins with plain hyphens: --engine."],
  [["\u2013q"], "There is no file or folder \u2013q. An option begins with plain hyphens: -q."],
  [["fix"], "There is no file or folder fix. Fixing is an option: `compose-lint --fix`."],
  [["--output-file", "reports/"], "--output-file reports/ names a folder: name the file in it."],
  [["--plugin", "."], "--plugin . cannot be loaded: it is a folder. Name the file in it."],
  [["--format", "./"], "The format ./ cannot be loaded: it is a folder. Name the file in it."],
  [["missing.yaml"], "There is no file or folder missing.yaml."],
  [["missing/*.yaml"], "No Compose file or Dockerfile matches missing/*.yaml."],
  [["--", "--fix"], "There is no file or folder --fix."],
];

describe("the arguments", () => {
  for (const [words, told] of wrongUsage) {
    it(`are refused: ${words.join(" ")}`, async (test) => {
      const folder = temporaryFolder(test, { "compose.yaml": failing });
      const run = await runCli(folder, words);
      assert.deepEqual(run, { code: 2, stdout: "", stderr: `compose-lint: ${told}\n` });
    });
  }

  it("may be written in their short forms, with = and after the files", async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const spellings = [
      ["compose.yaml", "--format", "json", "--engine=20.10.9"],
      ["--format=json", "--engine", "20.10.9", "compose.yaml"],
      ["--format=json", "--engine=20.10.9", "--", "compose.yaml"],
    ];
    const runs = await Promise.all(spellings.map((words) => runCli(folder, words)));
    for (const run of runs) assert.deepEqual(run, runs[0]);
    assert.equal(runs[0]?.code, 1);
  });

  it("are explained by --help, each flag with its description", async () => {
    for (const command of ["lint", "init", "inspect", "profile", "hosts", "rules", "explain", "completion"] as const) {
      const { code, stdout, stderr } = await runCli("/", command === "lint" ? ["--help"] : [command, "-h"]);
      assert.equal(code, 0);
      assert.equal(stderr, "");
      const joined = stdout.replaceAll(/\s+/gu, " ");
      for (const flag of flags) {
        const listed = stdout.split("\n").some((line) => /^ +-/u.test(line) && line.includes(`--${flag.name} `)) && joined.includes(flag.description);
        assert.equal(listed, (flag.commands as readonly string[]).includes(command), `--${flag.name} of ${command}`);
      }
      for (const line of stdout.split("\n")) assert.ok(line.length <= 100, line);
    }
  });

  it("ask for the version", async () => {
    for (const words of [["--version"], ["-v"], ["inspect", "-v"]]) {
      const { code, stdout } = await runCli("/", words);
      assert.equal(code, 0);
      assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
    }
  });
});
