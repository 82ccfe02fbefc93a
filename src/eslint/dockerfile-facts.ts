import { OverlayFileSystem } from "../compose/overlay-file-system.js";
import type { Target } from "../engine/target.js";
import { resolveStages } from "../dockerfile/stages.js";
import { servicesBuilding } from "../facts/building-services.js";
import { judgeThreads } from "../facts/judge-threads.js";
import type { DockerfileFacts } from "../facts/stage-findings.js";
import type { DockerfileSourceCode } from "./dockerfile-language.js";
import type { LintSettings } from "./settings.js";

/**
 * The facts of a Dockerfile: its stages with the arguments and the target of the first service that builds it, found in
 * the Compose files of its folder and the folders above; without one, with its own defaults.
 */
export function dockerfileFacts(source: DockerfileSourceCode, settings: LintSettings): DockerfileFacts {
  const { host } = source;
  const { date } = settings;
  const fileSystem = new OverlayFileSystem(host.fileSystem);
  fileSystem.set(source.path, source.text);
  const context = { fileSystem, variables: host.variables, cache: host.projectFiles, scope: host.scope ?? null };
  const services = servicesBuilding(source.path, context, date);
  const build = services[0]?.service.build;
  return {
    resolution: resolveStages(source.ast, {
      args: build?.args ?? {},
      ...(build?.target == null ? {} : { target: build.target }),
    }),
    date,
    containersWork: (target: Target) =>
      services.length > 0 &&
      services.every(({ image, security }) => judgeThreads(image.libc, target, security).verdict === "works"),
  };
}
