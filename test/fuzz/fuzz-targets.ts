import type { FuzzTarget } from "./fuzz-target.js";

/** Everything that reads what others wrote; each is loaded when it is run. */
export const fuzzTargets: Readonly<Record<string, () => Promise<FuzzTarget>>> = {
  compose: async () => (await import("./targets/compose.js")).compose,
  "simple-yaml": async () => (await import("./targets/simple-yaml.js")).simpleYaml,
  "half-typed": async () => (await import("./targets/half-typed-text.js")).halfTypedText,
  project: async () => (await import("./targets/project.js")).project,
  lint: async () => (await import("./targets/lint.js")).lintProject,
  dockerfile: async () => (await import("./targets/dockerfile.js")).dockerfile,
  profile: async () => (await import("./targets/profile.js")).profile,
  dotenv: async () => (await import("./targets/dotenv.js")).dotenv,
  interpolation: async () => (await import("./targets/interpolation.js")).interpolation,
  log: async () => (await import("./targets/log.js")).log,
  "docker-run": async () => (await import("./targets/docker-run.js")).dockerRun,
  "image-reference": async () => (await import("./targets/image-reference.js")).imageReference,
  configuration: async () => (await import("./targets/configuration.js")).configuration,
  "ignore-file": async () => (await import("./targets/ignore-file.js")).ignoreFile,
  directive: async () => (await import("./targets/directive.js")).directive,
  baseline: async () => (await import("./targets/baseline.js")).baseline,
  "command-line": async () => (await import("./targets/command-line.js")).commandLine,
};

/** Targets with which the fuzzer itself is tested. */
const selfTests: typeof fuzzTargets = {
  "self-test-fails": async () => (await import("./targets/self-test.js")).fails,
  "self-test-hangs": async () => (await import("./targets/self-test.js")).hangs,
  "self-test-exits": async () => (await import("./targets/self-test.js")).exits,
};

export async function loadTarget(name: string): Promise<FuzzTarget> {
  const load = fuzzTargets[name] ?? selfTests[name];
  if (load === undefined) throw new Error(`there is no target ${name}`);
  return load();
}
