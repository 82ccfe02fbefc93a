import type { FileResult } from "../../lint/lint-result.js";
import { levelOf, messageLine, regionOf, ruleIdOf } from "./finding-words.js";
import { xmlAttributes } from "./xml-text.js";

/** Checkstyle's XML, with absolute paths as it has them. */
export function checkstyle(results: readonly FileResult[]): string {
  const files = results.map(({ filePath, messages }) => {
    const errors = messages.map((finding) => {
      const { line, column } = regionOf(finding);
      return `    <error${xmlAttributes({ line, column, severity: levelOf(finding), message: messageLine(finding), source: ruleIdOf(finding) })}/>`;
    });
    return [`  <file${xmlAttributes({ name: filePath })}>`, ...errors, "  </file>"].join("\n");
  });
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<checkstyle version="4.3">', ...files, "</checkstyle>", ""].join("\n");
}
