import type { FileResult, Finding } from "../../lint/lint-result.js";
import { displayPath } from "./display-path.js";
import { countsOf, levelOf, messageLine, regionOf, ruleIdOf } from "./finding-words.js";
import type { FormatContext } from "./format.js";
import { xmlAttributes, xmlText } from "./xml-text.js";

/**
 * JUnit's XML: a suite for each file, a case for each finding, and one that passes for a file without any. A warning
 * fails no build, so it is a case that passes and says what was found.
 */
export function junit(results: readonly FileResult[], { cwd }: FormatContext): string {
  const { errors } = countsOf(results);
  const tests = results.reduce((sum, { messages }) => sum + Math.max(messages.length, 1), 0);
  const suites = results.map((result) => suite(result, cwd));
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites${xmlAttributes({ name: "compose-lint", tests, failures: errors, errors: 0 })}>`, ...suites, "</testsuites>", ""].join("\n");
}

function suite({ filePath, messages, errorCount }: FileResult, cwd: string): string {
  const name = displayPath(filePath, cwd);
  const head = xmlAttributes({ name, tests: Math.max(messages.length, 1), failures: errorCount, errors: 0, skipped: 0 });
  const cases = messages.length === 0 ? [`    <testcase${xmlAttributes({ name: "no findings", classname: name, file: name, time: 0 })}/>`] : messages.map((finding) => testCase(finding, name));
  return [`  <testsuite${head}>`, ...cases, "  </testsuite>"].join("\n");
}

function testCase(finding: Finding, file: string): string {
  const { line, column } = regionOf(finding);
  const message = messageLine(finding);
  const text = xmlText(`${file}:${line}:${column}: ${levelOf(finding)}: ${message} (${ruleIdOf(finding)})`);
  const head = xmlAttributes({ name: `${ruleIdOf(finding)} ${line}:${column}`, classname: file, file, line, time: 0 });
  const body =
    levelOf(finding) === "error"
      ? `<failure${xmlAttributes({ type: "error", message })}>${text}</failure>`
      : `<system-out>${text}</system-out>`;
  return `    <testcase${head}>${body}</testcase>`;
}
