import type { Linter } from "eslint";
import { factsOfKind } from "../../rules/fix-kinds.js";
import { changedPaths } from "../compose/changed-paths.js";
import { parseComposeFile } from "../compose/parse.js";
import type { Value } from "../compose/value.js";
import { parseDockerfile } from "../dockerfile/parse.js";
import { isMeantPath } from "../facts/meant-keys.js";
import type { FileKind } from "../eslint/file-kind.js";
import type { AppliedFix } from "./lint-result.js";
import { levelWord, newError } from "./new-error.js";

/** A text, and what is found in it, levels included. */
export interface JudgedText {
  text: string;
  messages: readonly Linter.LintMessage[];
  /** What Compose makes of the project with this text; null for a Dockerfile, and where nothing can be made. */
  model: Value | null;
}

export interface FixedText {
  kind: FileKind;
  before: JudgedText;
  after: JudgedText;
  /** The findings whose fixes were chosen. */
  mended: readonly Linter.LintMessage[];
  fixes: readonly AppliedFix[];
  /** Finds at which paths two models differ, for who judges several files of a project. */
  changedPaths?: (before: Value | null, after: Value | null) => readonly (readonly string[])[];
}

/**
 * Judges a fixed text before it takes the place of the old one: it must be read as well as that, mean the same but for
 * what its kinds of change are meant to change, no longer have what was mended, and have no new error. Returns why it
 * must not be written, as a sentence; null where it may.
 */
export function faultOfFix(fixed: FixedText): string | null {
  return faultOfSyntax(fixed) ?? faultOfModel(fixed) ?? faultOfFindings(fixed);
}

function faultOfSyntax({ kind, before, after }: FixedText): string | null {
  const count = ({ text }: JudgedText): number =>
    kind === "compose" ? parseComposeFile(text).syntaxProblems.length : parseDockerfile(text).problems.length;
  if (count(after) <= count(before)) return null;
  return `With its fixes it would no longer be ${kind === "compose" ? "valid YAML" : "a valid Dockerfile"}.`;
}

function faultOfModel({ kind, before, after, fixes, changedPaths: differences = changedPaths }: FixedText): string | null {
  const meant = meantKeys(fixes);
  if (meant === null) return null;
  if (kind === "dockerfile") return sameInstructions(before.text, after.text, meant) ? null : "Its fixes would also change instructions that they are not meant to change.";
  const other = differences(before.model, after.model).find((path) => meant.size === 0 || !isMeantPath(path, meant));
  return other === undefined ? null : `Its fixes would also change \`${other.join(".")}\`, which they are not meant to change.`;
}

/** The keys below which fixes may change values; null where that is not known. */
export function meantKeys(fixes: readonly AppliedFix[]): ReadonlySet<string> | null {
  const keys = new Set<string>();
  for (const { kind } of fixes) {
    const changes = kind === null ? null : factsOfKind[kind].changes;
    if (changes === null) return null;
    for (const key of changes) keys.add(key);
  }
  return keys;
}

/** Whether two Dockerfiles have the same instructions, but for the images that they name where those may change. */
function sameInstructions(before: string, after: string, meant: ReadonlySet<string>): boolean {
  const [one, other] = [before, after].map((text) =>
    parseDockerfile(text).ast.instructions.map(({ type, range }) => {
      const namesImage = meant.has("image") && (type === "From" || type === "Copy" || type === "Run");
      return namesImage ? type : text.slice(...range);
    }),
  );
  return JSON.stringify(one) === JSON.stringify(other);
}

function faultOfFindings({ before, after, mended, fixes }: FixedText): string | null {
  const left = mended.find((finding) => {
    const count = alike(finding, after.messages);
    return count > 0 && count >= alike(finding, before.messages);
  });
  if (left !== undefined) return `After its fixes the finding of ${shortName(left)} would still be there.`;
  // What could not be read before may have anything in it.
  if (meantKeys(fixes) === null) return null;
  const added = newError(before, after);
  return added === null ? null : `Its fixes would bring a new ${levelWord(added)} of ${shortName(added)}: ${added.message}`;
}

/** How many messages tell the same; what can be done about it, and why there is no fix, may be other words by then. */
function alike({ ruleId, messageId, message }: Linter.LintMessage, messages: readonly Linter.LintMessage[]): number {
  const said = message.replace(/ To mend it: .*/su, "");
  return messages.filter((other) => other.ruleId === ruleId && other.messageId === messageId && other.message.startsWith(said)).length;
}

function shortName({ ruleId }: Linter.LintMessage): string {
  return (ruleId ?? "comments").replace("compose-lint/", "");
}
