import { inlineDockerfiles, type InlineDockerfile } from "../facts/inline-dockerfile.js";
import { composeFacts } from "./compose-facts.js";
import type { ComposeSourceCode } from "./compose-language.js";
import type { LintSettings } from "./settings.js";

/** The inline Dockerfiles of the Compose file under lint. */
export function inlineDockerfilesOf(source: ComposeSourceCode, settings: LintSettings): InlineDockerfile[] {
  // Most files have none; a rule that needs no other facts loads no project to learn that.
  if (!source.text.includes("dockerfile_inline")) return [];
  const { project, services } = composeFacts(source, settings);
  return inlineDockerfiles(source.path, project, services.map(({ service }) => service));
}
