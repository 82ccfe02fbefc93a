import type { SyntaxProblem } from "../text/source-range.js";

/** What is wrong in a profile. */
export interface ProfileProblem extends SyntaxProblem {
  code:
    | "profile-too-large"
    | "profile-empty"
    | "profile-not-json"
    | "profile-not-an-object"
    | "wrong-type"
    | "bad-number"
    | "duplicate-key"
    | "unknown-key"
    | "no-filter"
    | "missing-action"
    | "unknown-action"
    | "unknown-operator"
    | "unknown-architecture"
    | "unknown-capability"
    | "unknown-syscall"
    | "bad-argument-index"
    | "bad-kernel"
    | "name-and-names"
    | "no-names"
    | "architectures-and-arch-map";
  /** The engine or the runtime refuses it: the container does not start. Else a part of it has no effect. */
  fatal: boolean;
}
