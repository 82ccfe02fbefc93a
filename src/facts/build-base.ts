import { describeFileProblem } from "../compose/environment.js";
import type { FileSystem } from "../compose/file-system.js";
import type { Dockerfile } from "../dockerfile/ast.js";
import { parseDockerfile } from "../dockerfile/parse.js";
import { resolveStages, type StageResolution } from "../dockerfile/stages.js";
import type { BuiltStage } from "./copied-program.js";
import { stageCommand, type StageCommand } from "./dockerfile-command.js";
import { stageEnvironment, stageUser } from "./dockerfile-environment.js";
import { Remembered, RememberedOf } from "./remembered.js";
import type { BuildModel } from "./service-model.js";

/** What a built image stands on. */
export interface BuildBase {
  /** The Dockerfile's path; null where it stands in the Compose file or is not here. */
  path: string | null;
  /** The base image of the stage that is built, reached through stages and arguments; null where it is not known. */
  image: string | null;
  /** Why it is not known, as a sentence. */
  why: string | null;
  command: StageCommand | null;
  entrypoint: StageCommand | null;
  /** The stage that is built; null where there is none. */
  built: BuiltStage | null;
  /** The variables that its ENV instructions set. */
  environment: Record<string, string>;
  /** Its last USER; null where it has none. */
  user: string | null;
}

// A project builds few, again at each lint in an editor, and often one for several services.
const dockerfiles = new Remembered<Dockerfile>(256);
const resolutions = new RememberedOf<Dockerfile, StageResolution>();

/** Finds the image that a build starts from, with the arguments and the target that the Compose file gives. */
export function baseImageOfBuild(build: BuildModel, fileSystem: FileSystem): BuildBase {
  const { dockerfile } = build;
  if (dockerfile.kind === "remote") return unknownBase(null, `The build context ${dockerfile.context} is not on this machine.`);
  if (dockerfile.kind === "inline") return baseOf(dockerfile.text, null, build);
  const content = fileSystem.read(dockerfile.path);
  if (content.ok) return baseOf(content.text, dockerfile.path, build);
  return unknownBase(dockerfile.path, `The Dockerfile ${dockerfile.path} ${describeFileProblem(content.problem)}.`);
}

function baseOf(text: string, path: string | null, build: BuildModel): BuildBase {
  const resolution = resolveBuild(text, build);
  const stage = resolution.target;
  if (stage === null) return unknownBase(path, resolution.problems[0]?.message ?? "The Dockerfile has no stage to build.");
  const { stages } = resolution;
  const made = {
    ...stageCommand(stage, stages),
    built: { stage, stages },
    environment: stageEnvironment(stage, stages),
    user: stageUser(stage, stages),
  };
  const root = stage.rootImage;
  if (root.kind === "unresolved") return { ...unknownBase(path, root.reason), ...made };
  return { path, image: root.kind === "scratch" ? "scratch" : root.reference, why: null, ...made };
}

/** The stages of a Dockerfile as a build with these arguments and this target sees them. */
export function resolveBuild(text: string, build: Pick<BuildModel, "args" | "contexts" | "target">): StageResolution {
  const ast = dockerfiles.get(text, () => parseDockerfile(text).ast);
  const { args, contexts, target } = build;
  return resolutions.get(ast, JSON.stringify([args, contexts, target]), () =>
    resolveStages(ast, { args, contexts, ...(target === null ? {} : { target }) }),
  );
}

function unknownBase(path: string | null, why: string): BuildBase {
  return { path, image: null, why, command: null, entrypoint: null, built: null, environment: {}, user: null };
}
