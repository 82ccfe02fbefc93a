import type { FixKind } from "../../../rules/fix-kinds.js";
import type { Finding } from "../../lint/lint-result.js";
import type { PlannedFile } from "../../lint/lint-files.js";
import type { TextEdit } from "../../text/text-edit.js";
import { displayPath } from "../formats/display-path.js";
import { onOneLine, plainText } from "../../text/plain-text.js";
import type { Judgement } from "./file-judge.js";

/** As ESLint has it. */
interface Edit {
  range: [number, number];
  text: string;
}

const LONGEST_SHOWN = 50;

/** A change of the file that would mend a finding. */
export interface FindingChange {
  /** `fix`, or which suggestion it is: what one finding and another of the same rule have in common. */
  id: string;
  /** In one line, safe for a terminal. */
  label: string;
  edits: readonly TextEdit[];
  /** Missing for rules of the user's own. */
  kind: FixKind | undefined;
  /** The files that it refers to and that are still to be written. */
  planned: readonly PlannedFile[];
}

/** What the rule offers for a finding: its fix, then its suggestions. One that is the same as the fix gives it its words. */
export function changesOf(judged: Judgement, finding: Finding, cwd: string): FindingChange[] {
  const { fix, suggestions = [] } = finding;
  const planned = judged.planned.get(finding) ?? [];
  const isFix = (edit: Edit): boolean => edit.range.join() === fix?.range.join() && edit.text === fix.text;
  const sameWords = suggestions.find((suggestion) => isFix(suggestion.fix))?.desc;
  const changes: FindingChange[] = [];
  if (fix !== undefined || planned.length > 0) {
    const edits = fix === undefined ? [] : [leastEdit(judged.text, fix)];
    changes.push({ id: "fix", label: oneLine(fixLabel(judged.text, { fix, planned, words: sameWords }, cwd)), edits, kind: finding.fixKind, planned });
  }
  const seen = new Map<string, number>();
  for (const { desc, messageId = desc, kind, fix: edit } of suggestions) {
    if (isFix(edit)) continue;
    const count = seen.get(messageId) ?? 0;
    seen.set(messageId, count + 1);
    changes.push({ id: `${messageId} ${count}`, label: oneLine(desc), edits: [leastEdit(judged.text, edit)], kind, planned: [] });
  }
  return changes;
}

interface Fix {
  fix: Edit | undefined;
  planned: readonly PlannedFile[];
  /** What the rule says of the same change elsewhere. */
  words: string | undefined;
}

function fixLabel(text: string, { fix, planned, words }: Fix, cwd: string): string {
  if (words !== undefined) return `Fix: ${words}`;
  if (planned.length > 0) {
    const files = planned.map(({ path }) => displayPath(path, cwd)).join(" and ");
    return fix === undefined ? `Fix: write ${files}` : `Fix: write ${files}, and refer to ${planned.length === 1 ? "it" : "them"}`;
  }
  if (fix === undefined) return "Fix it";
  const [old, now] = [text.slice(...fix.range).trim(), fix.text.trim()];
  if ([old, now].some((part) => part.length > LONGEST_SHOWN || /[\r\n]/u.test(part))) return "Fix it; the diff shows how";
  if (old === "") return `Fix: add \`${now}\``;
  return now === "" ? `Fix: take out \`${old}\`` : `Fix: \`${now}\` in place of \`${old}\``;
}

function oneLine(text: string): string {
  return onOneLine(plainText(text));
}

/** ESLint makes one edit of the several that a fix has, with what stands between them; here without what stays at its ends. */
function leastEdit(text: string, { range: [start, end], text: replacement }: Edit): TextEdit {
  const old = text.slice(start, end);
  const most = Math.min(old.length, replacement.length);
  let head = 0;
  while (head < most && old[head] === replacement[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === replacement[replacement.length - 1 - tail]) tail += 1;
  return { range: [start + head, end - tail], text: replacement.slice(head, replacement.length - tail) };
}
