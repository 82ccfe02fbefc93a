import { createHash } from "node:crypto";
import type { FileResult, Finding, RelatedPlace } from "../../lint/lint-result.js";
import { plainText } from "../../text/plain-text.js";
import { reportPath } from "./display-path.js";
import { levelOf, messageLine, regionOf, ruleIdOf } from "./finding-words.js";
import type { FormatContext } from "./format.js";

/** A report for GitLab's code quality, the part of Code Climate's format that GitLab reads, with the other places. */
export function gitlab(results: readonly FileResult[], { cwd }: FormatContext): string {
  const seen = new Map<string, number>();
  const issues = results.flatMap((result) => {
    const path = reportPath(result.filePath, cwd);
    return result.messages.map((finding) => {
      const { line, endLine } = regionOf(finding);
      const others = finding.relatedLocations ?? [];
      return {
        type: "issue",
        description: messageLine(finding),
        check_name: ruleIdOf(finding),
        fingerprint: fingerprint(finding, path, seen),
        severity: finding.fatal === true ? "critical" : levelOf(finding) === "error" ? "major" : "minor",
        categories: [finding.ruleId?.includes("seccomp") === true ? "Security" : "Bug Risk"],
        location: { path, lines: { begin: line, end: endLine } },
        ...(others.length === 0 ? {} : { other_locations: others.map((place) => location(place, cwd)) }),
      };
    });
  });
  return `${plainText(JSON.stringify(issues, null, 2))}\n`;
}

function location({ filePath, line, endLine }: RelatedPlace, cwd: string): object {
  return { path: reportPath(filePath, cwd), lines: { begin: line, end: endLine } };
}

/** The same for a finding that has only moved: from the file, the rule, the message, and which of its like it is. */
function fingerprint(finding: Finding, path: string, seen: Map<string, number>): string {
  const key = [path, ruleIdOf(finding), finding.message].join("\0");
  const count = seen.get(key) ?? 0;
  seen.set(key, count + 1);
  return createHash("sha256").update(`${key}\0${count}`).digest("hex");
}
