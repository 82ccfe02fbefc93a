import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { parse, parseAllDocuments } from "yaml";
import { packUnavailable } from "./packed-package.js";
import { repository } from "./places.js";
import { describeOutcome, runProgram, type Outcome } from "./run-program.js";

interface Action {
  inputs: Record<string, { default: string }>;
  runs: { steps: { run: string; env: Record<string, string>; shell: string }[] };
}

const { version } = JSON.parse(readFileSync(path.join(repository, "package.json"), "utf8")) as { version: string };
const page = readFileSync(path.join(repository, "docs", "integrations.md"), "utf8");

const failing = "services:\n  web:\n    image: node:20-bookworm\n";

/** The scripts of the pipelines, run by the shells that would run them, with an npx that takes the build that is here. */
describe("pipelines", { skip: packUnavailable() ?? (process.platform === "win32" ? "needs a POSIX shell" : false) }, () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "compose-lint-e2e-"));
    mkdirSync(path.join(folder, "bin"));
    const npx = path.join(folder, "bin", "npx");
    const program = path.join(repository, "dist", "bin.cjs");
    writeFileSync(npx, `#!/bin/sh\n[ "$1" = --yes ] || exit 9\necho "$2" > "${folder}/asked"\ncase $2 in *@9.9.9) echo E404 >&2; exit 1;; esac\nshift 2\nexec "${process.execPath}" "${program}" "$@"\n`);
    chmodSync(npx, 0o755);
    writeFileSync(path.join(folder, "compose.yaml"), failing);
    mkdirSync(path.join(folder, "a b"));
    writeFileSync(path.join(folder, "a b", "compose.yaml"), failing);
    mkdirSync(path.join(folder, "quiet"));
    writeFileSync(path.join(folder, "quiet", "compose.yaml"), "services:\n  web:\n    image: traefik:1.7\n");
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  function shell(name: string, args: readonly string[], script: string, variables: Record<string, string>): Promise<Outcome> {
    const env = { ...process.env, ...variables, NO_COLOR: "1", PATH: `${path.join(folder, "bin")}${path.delimiter}${process.env.PATH ?? ""}` };
    return runProgram(name, [...args, script], { cwd: folder, env });
  }

  describe("the GitHub Action", () => {
    const action = parse(readFileSync(path.join(repository, "action.yml"), "utf8")) as Action;
    const [step] = action.runs.steps;
    assert.ok(step !== undefined);

    /** Runs the step as GitHub does: inputs in the environment, bash with its usual options. */
    function run(given: Record<string, string>): Promise<Outcome> {
      const inputOf = (text: string): string => text.replace(/^\$\{\{ inputs\.([\w-]+) \}\}$/u, (_, name: string) => given[name] ?? action.inputs[name]?.default ?? "");
      const variables = Object.fromEntries(Object.entries(step?.env ?? {}).map(([name, text]) => [name, inputOf(text)]));
      return shell("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c"], step?.run ?? "", { ...variables, GITHUB_ACTION_PATH: repository });
    }

    it("annotates what is found, and fails", async () => {
      const outcome = await run({ engine: "20.10.9" });
      assert.equal(outcome.code, 1, describeOutcome(outcome));
      assert.match(outcome.stdout, /^::error file=a b\/compose\.yaml,line=3,[^\n]*\n::error file=compose\.yaml,line=3,/);
      assert.equal(readFileSync(path.join(folder, "asked"), "utf8"), `compose-lint@${version}\n`);
    });

    it("ends with 2, and says so, where the package cannot be had", async () => {
      const outcome = await run({ version: "9.9.9" });
      assert.equal(outcome.code, 2, describeOutcome(outcome));
      assert.equal(outcome.stdout, "::error title=compose-lint::compose-lint@9.9.9 could not be installed. npm says why in the log of this step.\n");
      assert.match(outcome.stderr, /E404/);
    });

    it("ends with the exit status of the program for wrong usage", async () => {
      assert.equal((await run({ args: "--no-such-flag" })).code, 2);
      assert.equal((await run({ files: "no such file" })).code, 2);
    });

    it("writes SARIF beside the annotations as the page says", async () => {
      const block = /^## GitHub Actions\n[^]*?^```yaml\n[^]*?^```$[^]*?^```yaml\n(?<steps>[^]*?)^```$/mu.exec(page)?.groups?.steps ?? "";
      const [lint, upload] = parse(block) as { uses: string; if?: string; with: Record<string, string> }[];
      assert.equal(upload?.if, "always()");
      const outcome = await run({ ...lint?.with, engine: "20.10.9" });
      assert.equal(outcome.code, 1, describeOutcome(outcome));
      assert.match(outcome.stdout, /^::error file=/);
      const log = JSON.parse(readFileSync(path.join(folder, upload.with.sarif_file ?? ""), "utf8")) as { runs: { results: unknown[] }[] };
      assert.equal(log.runs[0]?.results.length, 2);
    });

    it("takes files and options, one a line, as they are", async () => {
      const outcome = await run({ engine: "20.10.9", files: "a b/compose.yaml\nquiet\n", args: "--rule\nthread-creation: warn\n", version: "0.1.0" });
      assert.equal(outcome.code, 0, describeOutcome(outcome));
      assert.match(outcome.stdout, /^::warning file=a b\/compose\.yaml,/);
      assert.equal(readFileSync(path.join(folder, "asked"), "utf8"), "compose-lint@0.1.0\n");
    });

    it("runs nothing that an input holds", async () => {
      const outcome = await run({ files: `$(touch ${folder}/pwned)\n\`touch ${folder}/pwned\``, engine: `1"; touch ${folder}/pwned; "` });
      assert.equal(outcome.code, 2, describeOutcome(outcome));
      assert.equal(existsSync(path.join(folder, "pwned")), false);
      assert.doesNotMatch(step.run, /\$\{\{/u);
    });

    it("has an input for each variable, and uses each", () => {
      for (const text of Object.values(step.env)) assert.ok(action.inputs[text.slice("${{ inputs.".length, -3)] !== undefined, text);
      for (const name of Object.keys(step.env)) assert.match(step.run, new RegExp(`\\$\\{?${name}\\b`, "u"));
    });
  });

  describe("the GitLab component", () => {
    const [header, jobs] = parseAllDocuments(readFileSync(path.join(repository, "templates", "compose-lint.yml"), "utf8"));
    const { inputs } = (header?.toJS() as { spec: { inputs: Record<string, { default: string }> } }).spec;
    const job = (jobs?.toJS() as Record<string, { variables: Record<string, string>; script: string[]; artifacts: { reports: { codequality: string } } }>)["compose-lint"];
    assert.ok(job !== undefined);

    function run(given: Record<string, string>): Promise<Outcome> {
      const inputOf = (text: string): string => text.replace(/^\$\[\[ inputs\.([\w-]+) \]\]$/u, (_, name: string) => given[name] ?? inputs[name]?.default ?? "");
      const variables = Object.fromEntries(Object.entries(job?.variables ?? {}).map(([name, text]) => [name, inputOf(text)]));
      return shell("sh", ["-ec"], job?.script.join("\n") ?? "", variables);
    }

    it("takes the version that it comes with, and the pages name it", () => {
      assert.equal(inputs.version?.default, version);
      for (const name of ["README.md", "README.zh-CN.md", "docs/integrations.md"]) {
        const named = [...readFileSync(path.join(repository, name), "utf8").matchAll(/(?:compose-lint@v?|rev: v)(\d[\w.-]*)/gu)].map(([, found]) => found);
        assert.ok(named.length >= 3, name);
        for (const found of named) assert.equal(found, version, name);
      }
    });

    it("has beside it on the page the job that `init` writes", async (test) => {
      const block = /^## GitLab CI\n[^]*?^```yaml\n# \.gitlab-ci\.yml\n(?<job>[^]*?)^```$/mu.exec(page)?.groups?.job;
      const project = mkdtempSync(path.join(folder, "gitlab-"));
      test.after(() => {
        rmSync(project, { recursive: true });
      });
      await runProgram(process.execPath, [path.join(repository, "dist", "bin.cjs"), "init", "--yes", "--ci", "gitlab", "--hook", "none"], { cwd: project });
      assert.equal(readFileSync(path.join(project, ".gitlab-ci.yml"), "utf8"), block);
    });

    it("prints what is found, writes the report, and fails", async () => {
      const outcome = await run({ engine: ">=20.10.9 <20.10.10", files: "compose.yaml quiet" });
      assert.equal(outcome.code, 1, describeOutcome(outcome));
      assert.match(outcome.stdout, /^\ncompose\.yaml\n {2}3:12 {2}error/);
      const report = JSON.parse(readFileSync(path.join(folder, job.artifacts.reports.codequality), "utf8")) as unknown[];
      assert.equal(report.length, 1);
    });

    it("writes an empty report where nothing is found", async () => {
      const outcome = await run({ files: "quiet" });
      assert.equal(outcome.code, 0, describeOutcome(outcome));
      assert.deepEqual(JSON.parse(readFileSync(path.join(folder, job.artifacts.reports.codequality), "utf8")), []);
    });
  });
});
