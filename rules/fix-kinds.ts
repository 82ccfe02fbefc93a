import { imageKeys, limitKeys } from "../src/facts/meant-keys.js";

/** A kind of change that fixes and suggestions make, as `--fix-type` names it. */
export interface FixKindFacts {
  /** What such a change does, as the rest of the sentence "It ...". */
  does: string;
  /** What may work worse or not at all after it, in one sentence or two. */
  mayBreak: string;
  /** The keys of a service below which it changes values; null where it can make a file readable that was not. */
  changes: readonly string[] | null;
}

/**
 * All kinds of change. One table for the rules, which say of each message what its fix is, for `--fix`, which tells what
 * was applied, and for the pages.
 */
export const fixKinds = {
  profile: {
    does: "names a seccomp profile in `security_opt`, and writes that profile",
    mayBreak:
      "The profile belongs to the engine that was named: on another one it may refuse what that engine's own default permits. It has to be deployed with what names it: without it the container does not start. Where it takes the place of a profile of your own, what only that one refused is permitted.",
    changes: ["security_opt"],
  },
  unconfined: {
    does: "switches the seccomp sandbox off",
    mayBreak:
      "No program stops working, but every syscall of the kernel is open to whoever breaks into the service.",
    changes: ["security_opt"],
  },
  confine: {
    does: "gives a service the seccomp sandbox back that was switched off",
    mayBreak:
      "A program that needs a syscall outside the sandbox, such as a debugger or a browser with a sandbox of its own, fails from then on. Let the service do its work once before you deploy it.",
    changes: ["security_opt"],
  },
  "drop-profile": {
    does: "takes out the entry for a profile that the engine does not need",
    mayBreak: "The service gets the default profile of its engine: on an engine older than the one that was named, its threads fail again.",
    changes: ["security_opt"],
  },
  limit: {
    does: "raises a limit on memory or processes to the least that the program needs",
    mayBreak: "The service may take more of its host, where less is left for the other services.",
    changes: limitKeys,
  },
  image: {
    does: "names the distribution release in a tag that moved",
    mayBreak:
      "A host that keeps an older pull of the tag gets the newer release at its next start: native modules and data files of the old one may not work with it.",
    changes: imageKeys,
  },
  "other-image": {
    does: "names another image, or another release of the same one",
    mayBreak:
      "Programs that were installed or built for the present image may not run on the other one, and it may have other versions of them.",
    changes: imageKeys,
  },
  entry: {
    does: "rewrites an entry of `security_opt` in its current form, or takes out one that stands twice",
    mayBreak: "No entry gets another meaning; one that Docker refused before counts from then on.",
    changes: ["security_opt"],
  },
  comment: {
    does: "makes a YAML comment of one in the form of JavaScript",
    mayBreak: "Nothing that worked: with the old comment the file could not be read.",
    changes: null,
  },
  directive: {
    does: "removes a comment that switches a rule off where it finds nothing",
    mayBreak: "What the comment hides under other settings, such as another engine, is reported there from then on.",
    changes: [],
  },
} as const satisfies Readonly<Record<string, FixKindFacts>>;

export type FixKind = keyof typeof fixKinds;

/** The kinds, as a table that any of them can be looked up in. */
export const factsOfKind: Readonly<Record<FixKind, FixKindFacts>> = fixKinds;
