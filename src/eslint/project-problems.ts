import { projectFindings, type ProblemTopic, type ProjectFinding } from "../facts/project-findings.js";
import { composeFacts } from "./compose-facts.js";
import type { ComposeSourceCode } from "./compose-language.js";
import type { LintSettings } from "./settings.js";

/** The problems of one topic that are to be told in a Compose file; files of the run that are linted tell their own. */
export function projectProblems(source: ComposeSourceCode, settings: LintSettings, topic: ProblemTopic): ProjectFinding[] {
  const { project } = composeFacts(source, settings);
  return projectFindings(source.path, project, topic, source.host.scope?.linted ?? new Set<string>());
}
