import type { FixKind } from "../../../rules/fix-kinds.js";
import type { FileSystem } from "../../compose/file-system.js";
import { fileResult } from "../../lint/lint-result.js";
import { applyEdits } from "../../text/text-edit.js";
import { displayPath } from "../formats/display-path.js";
import { counted, ruleIdOf } from "../formats/finding-words.js";
import type { Output } from "../output.js";
import { plainText } from "../../text/plain-text.js";
import type { Choice, Prompter } from "../prompt/prompter.js";
import type { FindingChange } from "./finding-changes.js";
import { findingText, type Risk } from "./show-finding.js";
import type { Answer, Ask, Decision, Question } from "./walk.js";
import { addToList } from "../../memory/add-to-list.js";

type Picked = Decision["kind"] | "skip-all" | "all" | "diff" | "back" | "quit";

interface Desk {
  prompter: Prompter;
  fileSystem: FileSystem;
  cwd: string;
  output: Output;
}

/** Shows a finding and asks what to do about it, until there is an answer. */
export function askAbout(desk: Desk): Ask {
  const { cwd, output } = desk;
  const known = new Set<string>();
  const told = new Set<FixKind>();
  return async (question) => {
    const { judged, finding, left } = question;
    const risks = risksOf(question).filter(({ kind }) => !told.has(kind));
    output.print(findingText(judged, finding, { left, isKnown: known.has(ruleIdOf(finding)), risks, cwd, output }));
    for (const { kind } of risks) told.add(kind);
    known.add(ruleIdOf(finding));
    for (;;) {
      const answer = await askOnce(question, desk);
      if (answer !== null) return answer;
    }
  };
}

/** The kinds of change that are offered, with the keys that choose them. */
function risksOf(question: Question): Risk[] {
  const keys = new Map<FixKind, string[]>();
  for (const { value, key } of mendingChoices(question)) {
    if (value === "ignore" || value.kind === undefined) continue;
    addToList(keys, value.kind, key === "" ? "others" : key);
  }
  return [...keys].map(([kind, ofKind]) => ({ kind, keys: [...new Set(ofKind)] }));
}

/** Null where the question is to be asked once more. */
async function askOnce(question: Question, desk: Desk): Promise<Answer | null> {
  const picked = await desk.prompter.select("What to do?", choicesOf(question));
  if (picked === null) return null;
  if (picked === "quit" || picked === "back") return { kind: picked };
  if (picked === "skip" || picked === "skip-all") return { kind: "decide", decision: { kind: "skip" }, all: picked === "skip-all" };
  if (picked === "diff") {
    await showDiff(question, desk);
    return null;
  }
  const all = picked === "all";
  const wanted = all ? await desk.prompter.select(`What to do about all of ${ruleIdOf(question.finding)}?`, mendingChoices(question)) : picked;
  const decision = wanted === null ? null : await decisionOf(wanted, desk.prompter);
  return decision === null ? null : { kind: "decide", decision, all };
}

async function decisionOf(wanted: FindingChange | "ignore", prompter: Prompter): Promise<Decision | null> {
  if (wanted !== "ignore") return { kind: "change", id: wanted.id };
  const reason = await prompter.text("Why can it be ignored? The reason is written into the comment.", (text) =>
    cleaned(text) === "" ? "Whoever reads the file later wants to know: give a reason." : null,
  );
  return reason === null ? null : { kind: "ignore", reason: cleaned(reason) };
}

/** A reason in one line, without what cannot stand in a comment. */
function cleaned(reason: string): string {
  return reason.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim();
}

function mendingChoices({ changes, canIgnore }: Question): Choice<FindingChange | "ignore">[] {
  const suggestions = changes.filter(({ id }) => id !== "fix");
  return [
    ...changes.filter(({ id }) => id === "fix").map((change) => ({ value: change, label: change.label, key: "f" })),
    ...suggestions.map((change, index) => ({ value: change, label: change.label, key: index < 9 ? String(index + 1) : "" })),
    ...(canIgnore ? [{ value: "ignore" as const, label: "Ignore it, with a comment that gives a reason", key: "i" }] : []),
  ];
}

function choicesOf(question: Question): Choice<FindingChange | Exclude<Picked, "change">>[] {
  const mending = mendingChoices(question);
  const rule = ruleIdOf(question.finding).replace("compose-lint/", "");
  return [
    ...mending,
    { value: "skip", label: "Skip it", key: "s" },
    { value: "skip-all", label: `Skip all of ${rule}`, key: "S" },
    ...(mending.length > 0 ? [{ value: "all" as const, label: `Do the same about all of ${rule} ...`, key: "a" }] : []),
    ...(question.changes.length > 0 ? [{ value: "diff" as const, label: "Show the change as a diff", key: "d" }] : []),
    ...(question.canGoBack ? [{ value: "back" as const, label: "Back to the question before, taking its change back", key: "b" }] : []),
    { value: "quit", label: "Quit; what was changed so far stays", key: "q" },
  ];
}

async function showDiff({ changes, judged }: Question, { prompter, fileSystem, cwd, output }: Desk): Promise<void> {
  const [first] = changes;
  const choices = mendingChoices({ changes, canIgnore: false } as Question);
  const change = changes.length > 1 ? await prompter.select("Of which change?", choices) : (first ?? null);
  if (change === null || change === "ignore") return;
  const { path, text } = judged;
  const result = { ...fileResult(path, text, [], []), output: applyEdits(text, change.edits) };
  const { diffOfFixes } = await import("../diff/diff-of-fixes.js");
  const diff = diffOfFixes({ results: [result], requiredFiles: [], warningCount: 0, failures: [] }, fileSystem, cwd, output);
  const written = change.planned.map((planned) => {
    const lines = planned.text().split("\n").length - 1;
    return plainText(`${displayPath(planned.path, cwd)} is written, ${counted(lines, "line")} long.\n`);
  });
  output.print(`\n${diff}${written.join("")}\n`);
}
