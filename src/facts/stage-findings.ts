import type { Run } from "../dockerfile/ast.js";
import type { Stage } from "../dockerfile/stage.js";
import type { StageResolution } from "../dockerfile/stages.js";
import type { Target } from "../engine/target.js";
import { unknownFacts, type ImageFacts } from "../image/image-facts.js";
import { parseImageReference, type ImageReference } from "../image/reference.js";
import { resolveImage, type ResolveOptions } from "../image/resolve.js";
import { executedPrograms } from "../program/executed-words.js";
import { knownProgram } from "../program/known-programs.js";
import type { Program } from "../program/program.js";
import type { ThreadVerdict } from "../seccomp/thread-creation.js";
import { containerProgram } from "./container-program.js";
import { runWords, stageCommand } from "./dockerfile-command.js";
import { judgeThreads } from "./judge-threads.js";
import { oldTarget } from "./old-target.js";
import { harmOf } from "./thread-verdict.js";

/** What a Dockerfile is judged by. */
export interface DockerfileFacts {
  resolution: StageResolution;
  /** How images are resolved: the day, and what the user says of them. */
  images: ResolveOptions;
  /**
   * Whether the containers of the image are judged where they are declared: a Compose file builds this Dockerfile and
   * makes the threads of its services work, with a profile for instance.
   */
  containersWork: (target: Target) => boolean;
}

/** A stage on whose base image threads fail, or may fail, on the target. */
export interface StageFinding {
  /** `container`: when a container of the built image runs; `run`: already while the stage is built. */
  kind: "container" | "run";
  verdict: ThreadVerdict;
  stage: Stage;
  reference: ImageReference;
  image: ImageFacts;
  /** The program that fails; null where it is not known which one the container runs. */
  program: Program | null;
  /** The first RUN that fails; null for a container. */
  run: Run | null;
}

/** What fails on the target: RUN steps of the stages that are built, and containers of the image. */
export function stageFindings(facts: DockerfileFacts, target: Target): StageFinding[] {
  const { resolution } = facts;
  const findings: StageFinding[] = [];
  for (const stage of resolution.stages) {
    if (!resolution.needed.has(stage.index)) continue;
    const based = imageOf(stage, facts.images);
    if (based === null) continue;
    const runs = failingRun(stage);
    if (runs !== null) pushIfFailing(findings, { kind: "run", stage, ...based, ...runs }, judgeThreads(based.image.libc, target));
    if (stage !== resolution.target || facts.containersWork(target)) continue;
    const { command, entrypoint } = stageCommand(stage, resolution.stages);
    const program = containerProgram(based.reference, command, entrypoint);
    const verdict = judgeThreads(based.image.libc, target);
    pushIfFailing(findings, { kind: "container", stage, ...based, program, run: null }, verdict);
  }
  return findings;
}

/** The containers that need a newer engine than some that are in use; for a project that declares no engine. */
export function stagesNeedingNewerEngine(facts: DockerfileFacts): StageFinding[] {
  return stageFindings(facts, oldTarget()).filter(
    ({ verdict, program }) => verdict.verdict === "fails" && harmOf(program) !== "none",
  );
}

function pushIfFailing(findings: StageFinding[], finding: Omit<StageFinding, "verdict">, verdict: ThreadVerdict): void {
  if (verdict.verdict === "fails" || verdict.verdict === "depends") findings.push({ ...finding, verdict });
}

function imageOf(stage: Stage, options: ResolveOptions): { reference: ImageReference; image: ImageFacts } | null {
  const root = stage.rootImage;
  if (root.kind !== "image") return null;
  const parsed = parseImageReference(root.reference);
  if (!parsed.ok) return null;
  const { reference } = parsed;
  const image = resolveImage(reference, options);
  return image.confidence === null ? { reference, image: unknownFacts("unknown-image", "") } : { reference, image };
}

/** The first RUN of a stage that starts a program which dies at its start when it gets no thread. */
function failingRun(stage: Stage): { run: Run; program: Program } | null {
  for (const run of stage.runs) {
    for (const id of runWords(run).flatMap((words) => executedPrograms(words))) {
      if (id === null) continue;
      const program = knownProgram(id);
      if (harmOf(program) === "dies at start") return { run, program };
    }
  }
  return null;
}
