import { OverlayFileSystem } from "../compose/overlay-file-system.js";
import type { FileSystem } from "../compose/file-system.js";
import type { LoadedProject } from "../compose/load-project.js";
import { ProjectFile } from "../compose/project-file.js";
import { resolveTarget, type Target } from "../engine/target.js";
import type { ProjectScope } from "../facts/project-scope.js";
import { projectOfFile, type ProjectContext } from "../facts/project-services.js";
import { ProjectMemory } from "../facts/project-memory.js";
import { serviceFacts, type ServiceFacts } from "../facts/service-facts.js";
import type { ComposeSourceCode } from "./compose-language.js";
import { keyOfImages } from "../facts/image-of-reference.js";
import { imageOptions } from "./image-options.js";
import type { LintSettings } from "./settings.js";
import { Attached } from "../memory/attached.js";

/** What the rules about engines and images know of a Compose file beyond its AST. */
export interface ComposeFacts {
  services: ServiceFacts[];
  /** The project that the file belongs to. */
  project: LoadedProject;
  /** Other projects in which it is judged too. */
  others: LoadedProject[];
  /** The file system with the text under lint in the place of the file on the disk. */
  fileSystem: FileSystem;
}

/** The engines that the settings declare. */
export type DeclaredTarget = { kind: "declared"; target: Target } | { kind: "none" } | { kind: "wrong"; message: string };

const factsOf = new Attached<ComposeSourceCode, { key: string; facts: ComposeFacts }>();
const targets = new Map<string, DeclaredTarget>();

/** The facts of a Compose file, made once for all rules that look at it. */
export function composeFacts(source: ComposeSourceCode, settings: LintSettings): ComposeFacts {
  const images = imageOptions(settings);
  const { swarm = false } = settings;
  const key = `${keyOfImages(images)} ${swarm}`;
  const known = factsOf.get(source);
  if (known?.key === key) return known.facts;
  const { host, path, text, parsed, hasMark } = source;
  const fileSystem = new OverlayFileSystem(host.fileSystem, { followsLinks: true });
  fileSystem.set(path, text);
  const file = new ProjectFile(path, text, { hasMark, parsed });
  const context: ProjectContext = { fileSystem, variables: host.variables, cache: host.projectFiles, scope: scopeOf(source, file) };
  const { project, others, services } = projectOfFile(file, context);
  const facts: ComposeFacts = {
    services: services.map((service) => serviceFacts(service, { fileSystem, images, swarm })),
    project,
    others,
    fileSystem,
  };
  factsOf.set(source, { key, facts });
  return facts;
}

/** The run's scope; its memory holds only for the files as they are, not for a text that fixes have changed. */
function scopeOf({ host: { scope, fileSystem, areOnDisk = false } }: ComposeSourceCode, { path, source }: ProjectFile): ProjectScope | null {
  if (scope === undefined) return null;
  if (areOnDisk) return scope;
  const current = fileSystem.read(path);
  return current.ok && current.text === source ? scope : { ...scope, memory: new ProjectMemory() };
}

/** The engines that the settings declare; the same settings are resolved once. */
export function declaredTarget(settings: LintSettings): DeclaredTarget {
  if (settings.problem !== undefined) return { kind: "wrong", message: settings.problem };
  const key = keyOf(settings);
  let target = targets.get(key);
  if (target === undefined) {
    target = resolveDeclared(settings);
    targets.set(key, target);
  }
  return target;
}

/** The same engines; null where the settings declare none, or wrong ones. */
export function targetOf(settings: LintSettings): Target | null {
  const declared = declaredTarget(settings);
  return declared.kind === "declared" ? declared.target : null;
}

/** Declares the engines of settings that no text tells, as when the local daemon was asked. */
export function declareTarget(settings: LintSettings, target: Target): void {
  targets.set(keyOf(settings), { kind: "declared", target });
}

function keyOf({ engine, host, runc, libseccomp, arch }: LintSettings): string {
  return JSON.stringify([engine, host, runc, libseccomp, arch]);
}

function resolveDeclared(settings: LintSettings): DeclaredTarget {
  if (settings.engine === undefined && settings.host === undefined) return { kind: "none" };
  // The command line has asked before, and declared what it was told.
  if (settings.engine === "auto") return { kind: "wrong", message: "`engine` is auto, and no daemon is asked here: name its version, such as 20.10.9 (`docker version` shows it)." };
  const resolved = resolveTarget(settings);
  return resolved.ok ? { kind: "declared", target: resolved.target } : { kind: "wrong", message: resolved.problem.message };
}
