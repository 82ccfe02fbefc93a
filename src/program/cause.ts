/** Why threads, processes or memory are refused. */
export type Cause = "seccomp" | "process-limit" | "memory";

/** How well each cause explains what was seen; the three sum to 1. */
export type CauseWeights = Readonly<Record<Cause, number>>;

export const causes: readonly Cause[] = ["seccomp", "process-limit", "memory"];

/** The errors that tell the causes apart. */
export type Errno = "EPERM" | "EAGAIN" | "ENOMEM";

/**
 * What an errno says of a refused thread or process, measured with glibc 2.36: EPERM comes only from a filter or a
 * security module. EAGAIN comes from a process limit, and from memory that is missing for the thread's stack.
 */
export const errnoWeights: Readonly<Record<Errno, CauseWeights>> = {
  EPERM: { seccomp: 0.998, "process-limit": 0.001, memory: 0.001 },
  EAGAIN: { seccomp: 0.002, "process-limit": 0.85, memory: 0.148 },
  ENOMEM: { seccomp: 0.002, "process-limit": 0.008, memory: 0.99 },
};

/** Weights from parts that need not sum to 1. */
export function causeWeights(seccomp: number, processLimit: number, memory: number): CauseWeights {
  const sum = seccomp + processLimit + memory;
  return { seccomp: seccomp / sum, "process-limit": processLimit / sum, memory: memory / sum };
}

/** What several independent observations say together. */
export function combineWeights(all: readonly CauseWeights[]): CauseWeights {
  let seccomp = 1;
  let processLimit = 1;
  let memory = 1;
  for (const weights of all) {
    seccomp *= weights.seccomp;
    processLimit *= weights["process-limit"];
    memory *= weights.memory;
    // Kept near 1, since hundreds of small factors would end at zero.
    const largest = Math.max(seccomp, processLimit, memory);
    seccomp /= largest;
    processLimit /= largest;
    memory /= largest;
  }
  return causeWeights(seccomp, processLimit, memory);
}
