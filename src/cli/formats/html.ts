import type { FileResult, Finding } from "../../lint/lint-result.js";
import { frameLines } from "./code-frame.js";
import { displayPath } from "./display-path.js";
import { counted, countsOf, countWords, judgedText, levelOf, pageOf, regionOf, ruleIdOf } from "./finding-words.js";
import type { FormatContext } from "./format.js";
import { htmlStyle } from "./html-style.js";
import { messageParts } from "./message-parts.js";
import { xmlText } from "./xml-text.js";

/** One page with all in it: it loads nothing and runs nothing. */
export function html(results: readonly FileResult[], { cwd }: FormatContext): string {
  const counts = countsOf(results);
  const found = results.filter(({ messages }) => messages.length > 0);
  const fixable = counts.fixable > 0 ? ` ${counted(counts.fixable, "problem")} can be mended with <code>compose-lint --fix</code>.` : "";
  const kind = counts.errors > 0 ? "error" : counts.warnings > 0 ? "warning" : "clean";
  const summary = kind === "clean" ? "Nothing was found." : `${countWords(counts)}.${fixable}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>compose-lint: ${countWords(counts)}</title>
<style>${htmlStyle}</style>
</head>
<body>
<header class="${kind}">
<h1>compose-lint</h1>
<p>${summary} ${counted(results.length, "file")} ${results.length === 1 ? "was" : "were"} linted.</p>
${contents(found, cwd)}</header>
<main>
${found.map((result, index) => fileSection(result, index, cwd)).join("\n")}
</main>
</body>
</html>
`;
}

function contents(found: readonly FileResult[], cwd: string): string {
  if (found.length < 2) return "";
  const entries = found.map(
    (result, index) => `<li><a href="#file-${index}">${xmlText(displayPath(result.filePath, cwd))}</a> ${countWords(countsOf([result]))}</li>`,
  );
  return `<nav aria-label="Files"><ul>\n${entries.join("\n")}\n</ul></nav>\n`;
}

function fileSection(result: FileResult, index: number, cwd: string): string {
  const findings = result.messages.map((finding) => article(finding, result, cwd));
  return `<section id="file-${index}">
<h2>${xmlText(displayPath(result.filePath, cwd))}</h2>
${findings.join("\n")}
</section>`;
}

function article(finding: Finding, result: FileResult, cwd: string): string {
  const { line, column } = regionOf(finding);
  const level = levelOf(finding);
  return `<article class="${level}">
<p class="place"><strong>${level}</strong> ${line}:${column}</p>
<p>${words(finding.message)}</p>
${frame(finding, result)}${related(finding, cwd)}<p class="rule">${ruleLink(finding)}</p>
</article>`;
}

function words(message: string): string {
  return messageParts(message)
    .map(({ text, isCode }) => (isCode ? `<code>${xmlText(text)}</code>` : xmlText(text)))
    .join("");
}

function frame(finding: Finding, result: FileResult): string {
  const lines = frameLines(judgedText(result), regionOf(finding)).map(
    ({ number, before, marked, after }) => `<span class="number">${number}</span> ${xmlText(before)}<mark>${xmlText(marked)}</mark>${xmlText(after)}`,
  );
  return `<pre>${lines.join("\n")}</pre>\n`;
}

function related({ relatedLocations = [] }: Finding, cwd: string): string {
  if (relatedLocations.length === 0) return "";
  const entries = relatedLocations.map(
    ({ filePath, line, column, message }) => `<li>${xmlText(displayPath(filePath, cwd))}:${line}:${column}: ${words(message)}</li>`,
  );
  return `<ul class="related">${entries.join("")}</ul>\n`;
}

function ruleLink(finding: Finding): string {
  const page = pageOf(finding);
  const name = xmlText(ruleIdOf(finding));
  return page === null ? name : `<a href="${xmlText(page)}" rel="noreferrer">${name}</a>`;
}
