import type { Finding } from "../../lint/lint-result.js";
import type { TextEdit } from "../../text/text-edit.js";
import type { Judgement } from "./file-judge.js";

interface AskedFinding {
  kind: string;
  message: string;
  /** Where it stands in the text as it is now. */
  offset: number;
}

/** The findings that were asked about, so that none is asked twice while the files change under them. */
export class AskedFindings {
  readonly #files: ReadonlyMap<string, readonly AskedFinding[]>;

  constructor(files: ReadonlyMap<string, readonly AskedFinding[]> = new Map()) {
    this.#files = files;
  }

  with(judged: Judgement, finding: Finding): AskedFindings {
    const asked = { kind: kindOf(finding), message: finding.message, offset: judged.offsetOf(finding) };
    return new AskedFindings(new Map(this.#files).set(judged.path, [...this.#of(judged.path), asked]));
  }

  /** The same after a change of the file. */
  moved(path: string, edits: readonly TextEdit[]): AskedFindings {
    const moved = this.#of(path).map((asked) => ({ ...asked, offset: movedOffset(asked.offset, edits) }));
    return new AskedFindings(new Map(this.#files).set(path, moved));
  }

  has(judged: Judgement, finding: Finding): boolean {
    const isHere = (kind: string, offset: number): boolean => kind === kindOf(finding) && offset === judged.offsetOf(finding);
    const asked = this.#of(judged.path).filter(({ kind, offset }) => isHere(kind, offset));
    const alike = judged.findings.filter((other) => isHere(kindOf(other), judged.offsetOf(other)));
    // A message may tell of other services after a change; of several at one place it tells which one it is.
    return alike.length > 1 ? asked.some(({ message }) => message === finding.message) : asked.length > 0;
  }

  #of(path: string): readonly AskedFinding[] {
    return this.#files.get(path) ?? [];
  }
}

function kindOf({ ruleId, messageId, message }: Finding): string {
  return `${ruleId ?? ""} ${messageId ?? message}`;
}

/** Where an offset is after edits that do not overlap; what was replaced is where its replacement starts. */
function movedOffset(offset: number, edits: readonly TextEdit[]): number {
  let moved = offset;
  for (const { range, text } of edits) {
    if (range[1] <= offset) moved += text.length - (range[1] - range[0]);
    else if (range[0] < offset) moved -= offset - range[0];
  }
  return moved;
}
