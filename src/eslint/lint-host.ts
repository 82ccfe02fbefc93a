import type { FixKind } from "../../rules/fix-kinds.js";
import type { FileSystem } from "../compose/file-system.js";
import type { ProjectFileCache } from "../compose/project-file.js";
import type { PlannedFile } from "../facts/profile-plan.js";
import type { ProjectScope } from "../facts/project-scope.js";
import type { SourceLocation } from "../text/source-range.js";

/** A second place that a finding is about, in the same file or in another. */
export interface RelatedLocation {
  path: string;
  loc: SourceLocation;
  message: string;
}

/** What a finding has to say that a message of ESLint cannot carry. */
export interface FindingNote {
  path: string;
  /** The rule, under the name that ESLint knows it by. */
  ruleId: string;
  /** Where the finding starts, to find its message again. */
  loc: SourceLocation;
  /**
   * Files that must exist before the fix makes sense, such as the seccomp profile that an entry names, in the folder of each
   * project that has the entry. Where the host writes no files, the finding comes without that fix.
   */
  requiredFiles?: readonly PlannedFile[];
  /** Files that the fix names, by their absolute paths; they may be such as the fix of another file requires. */
  namedFiles?: readonly string[];
  related?: readonly RelatedLocation[];
  /** What kind of change the fix is, where the rule declares several for the message. */
  fixKind?: FixKind;
}

/** What our languages get from the program that they run in. */
export interface LintHost {
  fileSystem: FileSystem;
  /** The Compose files that were read, so that each is parsed once as long as it stays the same. */
  projectFiles: ProjectFileCache;
  /** The environment in which Compose would run, for the variables in its files. */
  variables: Readonly<Record<string, string | undefined>>;
  /** What the run knows of its projects; missing where each file is judged in the project of its folder. */
  scope?: ProjectScope;
  /** Whether no rules run but ours, which look at few of the nodes; the others are then not visited. Unknown to ESLint. */
  runsOwnRulesOnly?: boolean;
  /** Whether each text under lint is that of the file system; else the memory of the scope is asked whether it holds. */
  areOnDisk?: boolean;
  /** Whether the host writes the files that a fix requires. The command line does; an editor cannot. */
  writesFiles: boolean;
  /** Whether the fixes of the file at hand were refused: no message may then say that `--fix` makes them. */
  areFixesRefused?: boolean;
  /** Takes a note of a finding; a host that has no use for notes leaves it out. */
  takeNote?: (note: FindingNote) => void;
}
