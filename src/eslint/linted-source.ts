import { ComposeSourceCode } from "./compose-language.js";
import { DockerfileSourceCode } from "./dockerfile-language.js";

/** The part of a rule's context that tells which file it looks at. */
interface SourceContext {
  sourceCode: unknown;
}

/** Where ESLint 8, which has a source code class of its own, keeps ours. */
export const SERVICE_NAME = "composeLint";

/** The Compose file that a rule looks at; null if it is another kind of file. */
export function composeSource(context: SourceContext): ComposeSourceCode | null {
  const source = ownSource(context.sourceCode);
  return source instanceof ComposeSourceCode ? source : null;
}

/** The Dockerfile that a rule looks at; null if it is another kind of file. */
export function dockerfileSource(context: SourceContext): DockerfileSourceCode | null {
  const source = ownSource(context.sourceCode);
  return source instanceof DockerfileSourceCode ? source : null;
}

function ownSource(sourceCode: unknown): unknown {
  if (sourceCode === null || typeof sourceCode !== "object" || !("parserServices" in sourceCode)) return sourceCode;
  const services = sourceCode.parserServices;
  return services !== null && typeof services === "object" && SERVICE_NAME in services ? services[SERVICE_NAME] : sourceCode;
}
