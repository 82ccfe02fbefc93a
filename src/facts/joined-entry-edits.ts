import type { ComposeFile, SecurityOpt, SecurityOptEntry } from "../compose/ast.js";
import type { LoadedProject } from "../compose/load-project.js";
import { removeSecurityOpt } from "../compose/remove-security-opt.js";
import { addToList } from "../memory/add-to-list.js";
import type { SourceRange } from "../text/source-range.js";
import type { TextEdit } from "../text/text-edit.js";
import type { ProjectFinding } from "./project-findings.js";

/** A file of a project, with its absolute path. */
interface FileAtHand {
  path: string;
  text: string;
  ast: ComposeFile;
}

/**
 * The edits that take out entries of `security_opt` which come a second time once lists are joined: the later one, where it
 * is written for its service alone. There is none where it is not, where another entry of the option says otherwise, so that
 * the last one counts, and where a variable makes them alike.
 */
export class JoinedEntryEdits {
  readonly #file: FileAtHand;
  readonly #project: LoadedProject;
  /** By the offsets where they start; services that share a list share its entries. */
  readonly #entries = new Map<number, SecurityOptEntry[]>();
  readonly #saidOf = new Map<SecurityOpt, ReadonlyMap<string, ReadonlySet<string>>>();
  readonly #changed = new Set<SecurityOpt>();

  constructor(file: FileAtHand, project: LoadedProject) {
    this.#file = file;
    this.#project = project;
    // A file that another includes, or that is extended, may stand for itself too.
    if (!project.composeFiles.includes(file.path)) return;
    for (const { securityOpt } of file.ast.project.services) {
      for (const entry of securityOpt?.entries ?? []) addToList(this.#entries, entry.scalar.range[0], entry);
    }
  }

  /**
   * The edit for a finding; of the findings in one list the first gets one, and the next once that is made: together they
   * could leave a key without entries.
   * @param start where the finding starts, as an offset
   */
  editFor({ related }: ProjectFinding, start: number): TextEdit | null {
    // Where the first one is written, behind the alias that brings it.
    const first = related.at(-1);
    const [entry, ...others] = this.#entries.get(start) ?? [];
    if (entry === undefined || others.length > 0 || first === undefined) return null;
    const { node, entries, parent: service } = entry.parent;
    if (this.#changed.has(entry.parent) || node.parent !== service.map || node.value?.type !== "YamlSeq" || node.value.anchor !== null) return null;
    const earlier = this.#project.files.get(first.place.file)?.text.slice(...first.place.range) ?? "$";
    if (earlier.includes("$") || entry.scalar.text.includes("$") || this.#isContradicted(entry)) return null;
    const edit = removeSecurityOpt(this.#file.text, entry);
    if (edit === null) return null;
    this.#changed.add(entry.parent);
    return entries.length === 1 ? edit : widened(edit, node.range, this.#file.text);
  }

  /** Of every option but labels the last entry counts. */
  #isContradicted({ option, parent }: SecurityOptEntry): boolean {
    if (option === "label") return false;
    const said = this.#saidOf.get(parent) ?? saidBy(this.#project.services.get(parent.parent.name)?.securityOpt ?? []);
    this.#saidOf.set(parent, said);
    return (said.get(option)?.size ?? 0) > 1;
  }
}

/** The entries of each option. */
function saidBy(entries: readonly { value: string }[]): ReadonlyMap<string, ReadonlySet<string>> {
  const said = new Map<string, Set<string>>();
  for (const { value } of entries) {
    const [option = ""] = value.split(/[=:]/u, 1);
    const known = said.get(option) ?? new Set();
    said.set(option, known.add(value));
  }
  return said;
}

/** The same edit over a whole list, so that no other there is made at the same time. */
function widened({ range: [start, end], text: added }: TextEdit, [from, to]: SourceRange, text: string): TextEdit {
  const [low, high] = [Math.min(from, start), Math.max(to, end)];
  return { range: [low, high], text: text.slice(low, start) + added + text.slice(end, high) };
}
