import { ComposeSourceCode } from "./compose-language.js";
import { DockerfileSourceCode } from "./dockerfile-language.js";

/** The part of a rule's context that tells which file it looks at. */
interface SourceContext {
  sourceCode: unknown;
}

/** The Compose file that a rule looks at; null if it is another kind of file. */
export function composeSource(context: SourceContext): ComposeSourceCode | null {
  return context.sourceCode instanceof ComposeSourceCode ? context.sourceCode : null;
}

/** The Dockerfile that a rule looks at; null if it is another kind of file. */
export function dockerfileSource(context: SourceContext): DockerfileSourceCode | null {
  return context.sourceCode instanceof DockerfileSourceCode ? context.sourceCode : null;
}
