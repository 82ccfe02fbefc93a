import type { SyntaxProblem } from "../text/source-range.js";
import type {
  Add,
  Copy,
  DockerfileNode,
  EscapeCharacter,
  Expose,
  Flag,
  Instruction,
  KeyValue,
  Run,
  Word,
  Workdir,
} from "./ast.js";
import { checkInstruction } from "./check-instruction.js";
import { checkMount } from "./check-mount.js";
import { checkPort } from "./check-port.js";
import { folderDepth } from "./folder-depth.js";
import { isDigest } from "./digest-text.js";
import { expandWord, expandWords, type ExpandOptions, type VariableLookup } from "./expand.js";
import { readHeredocOpener } from "./heredoc-opener.js";
import { expansionAdvice } from "./expansion-advice.js";
import { firstVariable, nodeProblem } from "./node-problem.js";
import { gitQueryFault, remoteKind } from "./remote-source.js";
import { isSignal } from "./signal-name.js";
import { skipSpace } from "./whitespace.js";

export interface CheckScope {
  /** The variables at the instruction. */
  lookup: VariableLookup;
  /** Whether the environment of the base image is known; where it is not, a variable that seems unset may be set. */
  isEnvironmentKnown: boolean;
  /** How many folders deep the working folder is, null when the base image's is not known. */
  workdirDepth: number | null;
  escape: EscapeCharacter;
  /** Whether `# syntax=` names a frontend, which can know more than the builder's own. */
  hasOwnFrontend: boolean;
  /** Is added to. */
  problems: SyntaxProblem[];
}

type ProblemPlace = Pick<DockerfileNode, "range" | "loc">;

/** Checks the instructions of one stage, in order, with the values of their variables. */
export class InstructionChecker {
  readonly #scope: CheckScope;
  #workdirDepth: number | null;

  constructor(scope: CheckScope) {
    this.#scope = scope;
    this.#workdirDepth = scope.workdirDepth;
  }

  /** How deep the working folder is after the instructions so far. */
  get workdirDepth(): number | null {
    return this.#workdirDepth;
  }

  /** Checks one instruction of a stage that is built. */
  check(instruction: Instruction): void {
    if (instruction.parent.type === "Onbuild") this.#checkTrigger(instruction);
    switch (instruction.type) {
      case "Label":
        for (const pair of instruction.pairs) this.checkPair(pair);
        break;
      case "Copy":
      case "Add":
        this.#checkTransfer(instruction);
        break;
      case "Run":
        this.#checkRun(instruction);
        break;
      case "Workdir":
        this.#checkWorkdir(instruction);
        break;
      case "Expose":
        this.#checkExpose(instruction);
        break;
      default:
        this.#checkWords(instruction);
    }
  }

  /** Checks both sides of `key=value`. */
  checkPair({ key, value }: KeyValue): void {
    this.#expand(key);
    if (value !== null) this.#expand(value);
  }

  /** Takes over the working folder without checking anything. */
  enterWorkdir({ path }: Workdir): void {
    const expansion = path === null ? null : expandWord(path.text, this.#scope.lookup, { escape: this.#scope.escape });
    if (expansion?.ok === true && expansion.value !== "") this.#enter(expansion.value);
  }

  #enter(path: string): void {
    if (path.startsWith("/")) this.#workdirDepth = folderDepth(path, 0);
    else if (this.#workdirDepth !== null) this.#workdirDepth = folderDepth(path, this.#workdirDepth);
  }

  #report(code: string, message: string, place: ProblemPlace): void {
    this.#scope.problems.push(nodeProblem(code, message, place));
  }

  /** What ONBUILD left is read now as if it stood here. */
  #checkTrigger(instruction: Instruction): void {
    checkInstruction(
      {
        report: (code, message) => {
          this.#report(code, message, instruction);
        },
      },
      instruction,
    );
  }

  #checkWords(instruction: Instruction): void {
    if (instruction.type === "User" && instruction.user !== null) this.#expand(instruction.user);
    if (instruction.type === "Volume") {
      for (const word of instruction.volumes) {
        const path = this.#expand(word);
        if (path !== null && skipSpace(path, 0, path.length) === path.length) {
          this.#report("blank-name", "The path of this volume is empty once its variables are expanded.", word);
        }
      }
    }
    if (instruction.type !== "Stopsignal" || instruction.signal === null) return;
    const signal = this.#expand(instruction.signal);
    if (signal === null || isSignal(signal)) return;
    this.#report(
      "invalid-signal",
      `"${signal}" is not a signal. Write a name such as SIGTERM or a number such as 15.`,
      instruction.signal,
    );
  }

  #checkTransfer(instruction: Copy | Add): void {
    for (const flag of instruction.flags) this.#checkTransferFlag(instruction, flag);
    for (const source of instruction.sources) {
      if (readHeredocOpener(source.text) === null) this.#checkSource(instruction, source);
    }
    if (instruction.type === "Add") this.#checkChecksum(instruction);
    if (instruction.destination !== null) this.#expand(instruction.destination);
    for (const heredoc of instruction.heredocs) {
      if (!heredoc.quoted) this.#expandText(heredoc.content, heredoc, { escape: "\\", ignoreQuotes: true });
    }
  }

  #checkTransferFlag(instruction: Copy | Add, flag: Flag): void {
    const isExpanded =
      flag.name === "chown" || flag.name === "chmod" || (flag.name === "checksum" && instruction.type === "Add");
    if (!isExpanded || flag.value === null) return;
    const value = this.#expandText(flag.value, flag);
    if (flag.name !== "chmod" || value === null || value === "" || isFileMode(value)) return;
    this.#report(
      "invalid-flag-value",
      `--chmod cannot be "${value}": write an octal number such as 755, or u=rwx,go=rx.`,
      flag,
    );
  }

  #checkSource(instruction: Copy | Add, word: Word): void {
    const source = this.#expand(word);
    const kind = source === null ? null : remoteKind(source);
    if (source === null || kind === null) return;
    if (instruction.type === "Copy") {
      this.#report("remote-source", "COPY takes files of the build context only. ADD can fetch this address.", word);
      return;
    }
    const fault = kind === "git" ? gitQueryFault(source) : null;
    if (fault !== null) this.#report("invalid-address", `ADD cannot fetch this repository: ${fault}.`, word);
  }

  /** A checksum is that of one remote file. */
  #checkChecksum(add: Add): void {
    const flag = add.flags.find(({ name }) => name === "checksum");
    const checksum = flag === undefined ? null : this.#expandText(flag.value ?? "", flag);
    if (flag === undefined || checksum === null || checksum === "") return;
    const [path, second] = add.sources.filter(({ text }) => readHeredocOpener(text) === null);
    const source = path === undefined ? "" : this.#expandText(path.text, path);
    if (source === null) return;
    const kind = second === undefined ? remoteKind(source) : null;
    if (kind === null) {
      this.#report("checksum-source", "--checksum is only for one file from an http, https or Git address.", flag);
    } else if (kind === "http" && !isDigest(checksum)) {
      this.#report(
        "invalid-flag-value",
        `--checksum must be sha256: and 64 hexadecimal digits, not "${checksum}".`,
        flag,
      );
    }
  }

  #checkRun(run: Run): void {
    const device = run.flags.find(({ name }) => name === "device");
    if (device !== undefined && !this.#scope.hasOwnFrontend) {
      this.#report(
        "labs-only",
        "--device needs a labs frontend: put # syntax=docker/dockerfile:1-labs on the first line.",
        device,
      );
    }
    for (const flag of run.flags) {
      if (flag.name !== "mount" || flag.value === null) continue;
      const expand = (text: string): string | null => this.#expandText(text, flag);
      const fault = checkMount(flag, expand, this.#workdirDepth);
      if (fault !== null) this.#report("invalid-mount", fault, flag);
    }
  }

  #checkWorkdir(instruction: Workdir): void {
    const { path } = instruction;
    const expanded = path === null ? null : this.#expand(path);
    if (expanded !== null) this.#enter(expanded);
  }

  #checkExpose({ ports }: Expose): void {
    for (const word of ports) {
      const expansion = expandWords(word.text, this.#scope.lookup, { escape: this.#scope.escape });
      if (!expansion.ok) {
        this.#reportExpansion(expansion, word);
        continue;
      }
      if (expansion.used.unset.length > 0 && !this.#scope.isEnvironmentKnown) continue;
      for (const { value } of expansion.words) {
        const fault = checkPort(value);
        if (fault !== null) this.#report("invalid-port", fault, word);
      }
    }
  }

  #expand(word: Word): string | null {
    return this.#expandText(word.text, word);
  }

  /** The expanded text, or null when it cannot be expanded or is not known. */
  #expandText(
    text: string,
    place: ProblemPlace,
    options: ExpandOptions = { escape: this.#scope.escape },
  ): string | null {
    const expansion = expandWord(text, this.#scope.lookup, options);
    if (!expansion.ok) {
      this.#reportExpansion(expansion, place);
      return null;
    }
    return expansion.used.unset.length > 0 && !this.#scope.isEnvironmentKnown ? null : expansion.value;
  }

  #reportExpansion(
    fault: { error: string; cause: "syntax" | "value"; used: { unset: readonly string[] } },
    place: ProblemPlace,
  ): void {
    const isCertain = fault.cause === "syntax" || fault.used.unset.length === 0 || this.#scope.isEnvironmentKnown;
    if (!isCertain) return;
    this.#report("invalid-expansion", `The variables here cannot be expanded: ${fault.error}.${expansionAdvice(fault)}`, firstVariable(place));
  }
}

/** An octal number up to 7777, or clauses such as `u=rwX,go-w`. */
function isFileMode(text: string): boolean {
  if (/^0*[0-7]{1,4}$/.test(text)) return true;
  const clause = "[augo]*(?:[-+=](?:[rstwXxugo]*))+";
  return new RegExp(`^${clause}(?:,${clause})*$`).test(text);
}
