import path from "node:path";
import { parseDocument } from "yaml";
import { baselineWords, folderInRoot, shellWord, yamlScalar, type InitContext } from "./init-context.js";
import type { InitStep } from "./init-step.js";
import { namesIn, textOf, type CiSystem } from "./project-signs.js";
import { mapIn, withMapEntry } from "./yaml-insertion.js";

const REPORT = "gl-code-quality-report.json";

/** The job that lints the project, in the files of the CI system. */
export function ciStep(system: Exclude<CiSystem, "none">, context: InitContext): InitStep {
  return system === "github" ? githubStep(context) : gitlabStep(context);
}

function githubStep(context: InitContext): InitStep {
  const folder = path.join(context.signs.root, ".github", "workflows");
  const isYaml = (name: string): boolean => /\.ya?ml$/u.test(name);
  const known = namesIn(folder).filter(isYaml).find((name) => textOf(path.join(folder, name))?.includes("compose-lint") === true);
  if (known !== undefined) return { kind: "present", path: path.join(folder, known) };
  const file = path.join(folder, "compose-lint.yml");
  const before = textOf(file);
  if (before !== null) return { kind: "present", path: file };
  const within = folderInRoot(context);
  const inputs = [
    ...(within === "." ? [] : [`          working-directory: ${JSON.stringify(within)}`]),
    ...(context.baseline === null ? [] : ["          args: |", ...baselineWords(context, context.cwd).map((word) => `            ${word}`)]),
  ];
  const lines = [
    "name: compose-lint",
    "on:",
    "  push:",
    "  pull_request:",
    "permissions:",
    "  contents: read",
    "jobs:",
    "  compose-lint:",
    "    runs-on: ubuntu-latest",
    "    steps:",
    "      - uses: actions/checkout@v4",
    `      - uses: compose-lint/compose-lint@v${context.version}`,
    ...(inputs.length === 0 ? [] : ["        with:", ...inputs]),
    "",
  ];
  return { kind: "write", path: file, before, after: lines.join("\n") };
}

function gitlabStep(context: InitContext): InitStep {
  const file = path.join(context.signs.root, ".gitlab-ci.yml");
  const before = textOf(file);
  if (before?.includes("compose-lint") === true) return { kind: "present", path: file };
  const options = ["--format", "gitlab", "--output-file", REPORT, "--format", "stylish", ...baselineWords(context, context.signs.root)];
  const command = [`npx --yes compose-lint@${context.version}`, ...options, folderInRoot(context)].map((word, index) => (index === 0 ? word : shellWord(word))).join(" ");
  const stage = stageOf(before ?? "");
  const job = {
    ...(stage === null ? {} : { stage }),
    image: "node:22-alpine",
    script: [command],
    artifacts: { when: "always", reports: { codequality: REPORT } },
  };
  const lines = [
    ...(stage === null ? [] : [`stage: ${JSON.stringify(stage)}`]),
    "image: node:22-alpine",
    "script:",
    `  - ${yamlScalar(command)}`,
    "artifacts:",
    "  when: always",
    "  reports:",
    `    codequality: ${REPORT}`,
  ];
  const byHand = ["compose-lint:", ...lines.map((line) => `  ${line}`), ""].join("\n");
  const after = before === null ? byHand : withMapEntry(before, ["compose-lint"], lines, job);
  return after === null ? { kind: "manual", path: file, text: byHand } : { kind: "write", path: file, before, after };
}

/** A job without a stage is in `test`, which a list of stages may not have. */
function stageOf(text: string): string | null {
  const stages = mapIn(parseDocument(text))?.stages;
  if (!Array.isArray(stages) || stages.includes("test")) return null;
  const names = stages.filter((stage): stage is string => typeof stage === "string");
  return names.find((name) => name.includes("lint")) ?? names[0] ?? null;
}
