import type { PlannedFile } from "../../lint/lint-files.js";
import type { Finding } from "../../lint/lint-result.js";
import type { TextEdit } from "../../text/text-edit.js";
import { displayPath } from "../formats/display-path.js";
import { counted, ruleIdOf } from "../formats/finding-words.js";
import type { NamedPlaces } from "../named-places.js";
import type { Output } from "../output.js";
import { onOneLine } from "../../text/plain-text.js";
import { wrapText } from "../wrap-text.js";
import { AskedFindings } from "./asked-findings.js";
import { FileChanges } from "./file-changes.js";
import { contentOf, type FileJudge, type Judgement } from "./file-judge.js";
import { changesOf, type FindingChange } from "./finding-changes.js";
import { ignoreCandidates } from "./ignore-comment.js";
import { LostFiles } from "./lost-files.js";
import { meansTheSame } from "./same-meaning.js";
import { widthOf } from "./show-finding.js";

/** What is done about a finding. */
export type Decision =
  | { kind: "change"; id: string }
  | { kind: "ignore"; reason: string }
  | { kind: "skip" };

/** The answer to a question: a decision, for this finding or for all of its rule, or where to go instead. */
export type Answer = { kind: "decide"; decision: Decision; all: boolean } | { kind: "back" } | { kind: "quit" };

/** What can be said about a finding. */
export interface Question {
  judged: Judgement;
  finding: Finding;
  changes: readonly FindingChange[];
  canIgnore: boolean;
  canGoBack: boolean;
  /** How many more findings of the file are still to be asked about. */
  left: number;
}

export type Ask = (question: Question) => Promise<Answer>;

export interface WalkCounts {
  changed: number;
  ignored: number;
  skipped: number;
}

interface State {
  index: number;
  asked: AskedFindings;
  /** What was decided for all findings of a rule. */
  decided: ReadonlyMap<string, Decision>;
  counts: WalkCounts;
}

interface Step {
  before: State;
  /** How many writes there were before. */
  writes: number;
}

const DIRECTIVE = "compose-lint/directive";
const SYNTAX = "compose-lint/syntax";

/**
 * Goes from finding to finding, file by file. After each change the file is judged again, so that the next question is
 * about the file as it then is. Each change is written at once and whole; whoever stops keeps what was accepted before.
 */
export class Walk {
  readonly lost: LostFiles;
  readonly #files: readonly string[];
  readonly #judge: FileJudge;
  readonly #ask: Ask;
  readonly #cwd: string;
  readonly #output: Output;
  readonly #writes: FileChanges;
  readonly #steps: Step[] = [];
  #state: State = { index: 0, asked: new AskedFindings(), decided: new Map(), counts: { changed: 0, ignored: 0, skipped: 0 } };

  constructor(files: readonly string[], judge: FileJudge, ask: Ask, { cwd, output, places }: { cwd: string; output: Output; places: NamedPlaces }) {
    this.#files = files;
    this.#judge = judge;
    this.#ask = ask;
    this.#cwd = cwd;
    this.#output = output;
    this.#writes = new FileChanges(cwd, output, places);
    this.lost = new LostFiles(cwd, (line) => { this.#tell(line); });
  }

  get counts(): WalkCounts {
    return this.#state.counts;
  }

  /** A line for each file that could not be written, or not be read any more. */
  get failures(): readonly string[] {
    return [...this.#writes.failures, ...this.lost.failures];
  }

  /** @throws PromptClosed where the person wants no more questions. */
  async run(): Promise<void> {
    for (let judged = this.#current(); judged !== null; judged = this.#current()) {
      const { path, findings } = judged;
      const open = findings.filter((finding) => !this.#state.asked.has(judged, finding));
      const [finding] = open;
      if (finding === undefined) {
        this.#state = { ...this.#state, index: this.#state.index + 1 };
        continue;
      }
      const decided = this.#state.decided.get(ruleIdOf(finding));
      if (decided !== undefined && this.#fits(decided, judged, finding)) {
        this.#tell(`${this.#name(path)}:${finding.line}:${finding.column} ${ruleIdOf(finding)}: ${this.#labelOf(decided, judged, finding)}`);
        this.#decide(judged, finding, decided);
        continue;
      }
      const answer = await this.#ask({
        judged,
        finding,
        changes: changesOf(judged, finding, this.#cwd),
        canIgnore: finding.ruleId !== null,
        canGoBack: this.#steps.length > 0,
        left: open.length - 1,
      });
      if (answer.kind === "quit") return;
      if (answer.kind === "back") this.#goBack();
      else this.#take(judged, finding, answer);
    }
  }

  /** The file at hand; where it is gone the next. Null at the end. */
  #current(): Judgement | null {
    for (;;) {
      const path = this.#files[this.#state.index];
      if (path === undefined) return null;
      const judged = this.#judge.current(path);
      if (typeof judged !== "string") {
        this.lost.remove(path);
        return judged;
      }
      this.lost.add(path, judged);
      this.#state = { ...this.#state, index: this.#state.index + 1 };
    }
  }

  #take(judged: Judgement, finding: Finding, { decision, all }: Answer & { kind: "decide" }): void {
    const step = { before: this.#state, writes: this.#writes.count };
    if (all) this.#state = { ...this.#state, decided: new Map(this.#state.decided).set(ruleIdOf(finding), decision) };
    // Of a file that is gone there is no question to go back to.
    if (this.#decide(judged, finding, decision)) this.#steps.push(step);
  }

  #goBack(): void {
    const step = this.#steps.pop();
    if (step === undefined) return;
    if (!this.#writes.undoTo(step.writes)) {
      this.#tell("The file was changed or removed by something else since, so its change is not taken back.");
      return;
    }
    this.#state = step.before;
  }

  /** Whether what was decided for a rule can be done about this finding. */
  #fits(decision: Decision, judged: Judgement, finding: Finding): boolean {
    if (decision.kind === "ignore") return finding.ruleId !== null;
    return decision.kind === "skip" || changesOf(judged, finding, this.#cwd).some(({ id }) => id === decision.id);
  }

  #labelOf(decision: Decision, judged: Judgement, finding: Finding): string {
    if (decision.kind === "change") return changesOf(judged, finding, this.#cwd).find(({ id }) => id === decision.id)?.label ?? "";
    return decision.kind === "skip" ? "skipped" : `ignored: ${decision.reason}`;
  }

  /** False where the file is not the one that was judged, so that nothing was done. */
  #decide(judged: Judgement, finding: Finding, decision: Decision): boolean {
    const now = this.#judge.current(judged.path);
    if (typeof now === "string") {
      this.lost.add(judged.path, now);
      return false;
    }
    // A file that something else changed is judged again before anything is done to it.
    if (contentOf(now) !== contentOf(judged)) {
      this.#tell(`${this.#name(judged.path)} was changed by something else. It is judged again.`);
      return false;
    }
    this.#carryOut(judged, finding, decision);
    return true;
  }

  #carryOut(judged: Judgement, finding: Finding, decision: Decision): void {
    const asked = this.#state.asked.with(judged, finding);
    if (decision.kind === "skip") { this.#count({ asked }, "skipped"); return; }
    const change = decision.kind === "ignore" ? this.#ignoring(judged, finding, decision.reason) : this.#changing(judged, finding, decision.id);
    if (typeof change === "string") {
      this.#tell(change);
      this.#count({ asked }, "skipped"); return;
    }
    const { edits, after, planned } = change;
    const files = planned.map(({ path, text }) => ({ path, text: text() }));
    if (!this.#writes.write(judged.path, contentOf(judged), contentOf(after), files)) { this.#count({ asked }, "skipped"); return; }
    this.#tellSolved(judged, after, decision);
    this.#count({ asked: asked.moved(judged.path, edits) }, decision.kind === "ignore" ? "ignored" : "changed");
  }

  /** The change that was chosen, with what the file then is; a sentence if it cannot be made. */
  #changing(judged: Judgement, finding: Finding, id: string): PlannedChange | string {
    const change = changesOf(judged, finding, this.#cwd).find((other) => other.id === id);
    if (change === undefined) return "That change is not offered any more.";
    const { planned } = change;
    const after = this.#judge.changed(judged, change.edits, planned.map(({ path, text }) => ({ path, text: text() })));
    const broken = (findings: readonly Finding[]): number => findings.filter(({ ruleId }) => ruleId === SYNTAX).length;
    if (broken(after.findings) > broken(judged.findings)) return "That change would leave the file with a syntax error, so it was not made.";
    return { edits: change.edits, after, planned };
  }

  /** The comment that ignores a finding and nothing else; a sentence if there is no place for it. */
  #ignoring(judged: Judgement, finding: Finding, reason: string): PlannedChange | string {
    const { kind, text } = judged;
    const { ruleId, line, column } = finding;
    for (const edits of ignoreCandidates(kind, text, { ruleId: ruleId ?? DIRECTIVE, line, column, reason })) {
      const after = this.#judge.changed(judged, edits, []);
      if (isIgnored(judged, after, finding) && meansTheSame(kind, text, after.text)) return { edits, after, planned: [] };
    }
    return `No comment can stand there. A configuration can switch ${ruleId ?? "it"} off for the file (\`overrides\`).`;
  }

  #tellSolved(before: Judgement, after: Judgement, decision: Decision): void {
    const solved = before.findings.length - after.findings.length;
    const verb = decision.kind === "ignore" ? "Ignored" : "Changed";
    const name = this.#name(before.path);
    if (solved > 0) this.#tell(`${verb} ${name}: ${counted(solved, "problem")} less, ${after.findings.length} left.`);
    else this.#tell(`${verb} ${name}: ${counted(after.findings.length, "problem")} there now.`);
  }

  #count(change: Partial<State>, what: keyof WalkCounts): void {
    const { counts } = this.#state;
    this.#state = { ...this.#state, ...change, counts: { ...counts, [what]: counts[what] + 1 } };
  }

  #name(path: string): string {
    return onOneLine(displayPath(path, this.#cwd));
  }

  #tell(text: string): void {
    this.#output.tell(`${wrapText(text, widthOf(this.#output)).join("\n")}\n`);
  }
}

interface PlannedChange {
  edits: readonly TextEdit[];
  after: Judgement;
  planned: readonly PlannedFile[];
}

/** Whether there are fewer findings of this kind and no more of any other, such as a comment that does nothing. */
function isIgnored(before: Judgement, after: Judgement, finding: Finding): boolean {
  const counts = countKinds(after.findings);
  const known = countKinds(before.findings);
  const own = kindOf(finding);
  return (counts.get(own) ?? 0) < (known.get(own) ?? 0) && [...counts].every(([kind, count]) => count <= (known.get(kind) ?? 0));
}

function countKinds(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(kindOf(finding), (counts.get(kindOf(finding)) ?? 0) + 1);
  return counts;
}

function kindOf({ ruleId, messageId, message }: Finding): string {
  return `${ruleId ?? ""} ${messageId ?? message}`;
}
