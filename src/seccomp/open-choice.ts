import type { EngineSetup } from "../engine/engine-setup.js";
import type { Target } from "../engine/target.js";
import { ordinaryContainer } from "./container-security.js";
import { threadOutcome } from "./thread-outcome.js";

/** What of a host was assumed, and would turn the verdict on glibc 2.34 and newer from "fails" to "works" if it were so. */
export interface OpenChoice {
  /** What the verdict was given for. */
  assumed: { runc: string; libseccomp: string };
  /** The least that would have to be so; a part that does not matter is null. */
  works: { runc: string | null; libseccomp: string | null };
}

/** The first runc that answers ENOSYS to what is newer than the profile. */
const ANSWERING_RUNC = "1.0.0-rc93";
/** The last libseccomp that has no name for a syscall above clone3, so that runc takes clone3 for a newer one. */
const OLD_LIBSECCOMP = "2.4.3";

/**
 * What a bare engine number leaves open: with which runc and libseccomp threads would work, where the assumed ones make
 * them fail. Null where nothing was assumed, or nothing of it decides.
 */
export function openChoice({ members }: Target): OpenChoice | null {
  const [setup, ...others] = members;
  if (others.length > 0 || outcomeOf(setup, {}) !== "fails") return null;
  const choices: OpenChoice["works"][] = [
    { runc: null, libseccomp: OLD_LIBSECCOMP },
    { runc: ANSWERING_RUNC, libseccomp: null },
    { runc: ANSWERING_RUNC, libseccomp: OLD_LIBSECCOMP },
  ];
  const { assumed, runc, libseccomp } = setup;
  const works = choices.find((choice) => {
    const isOpen = (choice.runc === null || assumed.includes("runc")) && (choice.libseccomp === null || assumed.includes("libseccomp"));
    return isOpen && outcomeOf(setup, choice) === "works";
  });
  return works === undefined ? null : { assumed: { runc, libseccomp }, works };
}

function outcomeOf(setup: EngineSetup, { runc = null, libseccomp = null }: Partial<OpenChoice["works"]>): string {
  const tried = { ...setup, runc: runc ?? setup.runc, libseccomp: libseccomp ?? setup.libseccomp };
  return threadOutcome("clone3", tried, ordinaryContainer()).result;
}
