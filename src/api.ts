/** The library: what compose-lint knows, without ESLint. */
export { parseComposeFile, type ParsedComposeFile } from "./compose/parse.js";
export type * as compose from "./compose/ast.js";
export { NodeFileSystem } from "./compose/node-file-system.js";
export type { FileSystem } from "./compose/file-system.js";
export { parseDockerfile } from "./dockerfile/parse.js";
export { resolveStages } from "./dockerfile/stages.js";
export type * as dockerfile from "./dockerfile/ast.js";
export { parseImageReference, type ImageReference } from "./image/reference.js";
export { resolveImage, type ResolveOptions } from "./image/resolve.js";
export { checkCustomImages, type CustomImages } from "./image/custom-image.js";
export type { ImageFacts } from "./image/image-facts.js";
export type { Libc } from "./image/libc.js";
export { resolveTarget, type Target, type TargetOptions } from "./engine/target.js";
export { threadCreation, threadCreationInBuild, type ThreadVerdict } from "./seccomp/thread-creation.js";
export { generateProfile } from "./seccomp/generate-profile.js";
export { lintTexts, type LintInput, type LintOptions, type LintRun } from "./lint/lint-files.js";
export type { FileResult, Finding } from "./lint/lint-result.js";
export type { SourceLocation, SourceRange, SyntaxProblem } from "./text/source-range.js";
