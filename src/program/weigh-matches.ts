import { causes, combineWeights, errnoWeights, type Cause, type CauseWeights, type Errno } from "./cause.js";
import type { CauseCandidate, ServiceDiagnosis } from "./diagnosis.js";
import type { ProgramId } from "./program.js";
import type { Signature } from "./signature.js";

/** A signature that was seen for a service, once for each errno that came with it. */
export interface Observation {
  readonly signature: Signature;
  readonly errno: Errno | null;
}

const certain = 0.9;

const ofErrno: Readonly<Record<Errno, Readonly<Record<Cause, string>>>> = {
  EPERM: {
    seccomp: "Only a seccomp filter or another security module answers a new thread or process with EPERM.",
    "process-limit": "A limit answers EAGAIN, not EPERM.",
    memory: "Missing memory is told by EAGAIN or ENOMEM, not EPERM.",
  },
  EAGAIN: {
    seccomp: "A filter of Docker answers EPERM or ENOSYS, not EAGAIN.",
    "process-limit": "EAGAIN comes from `pids_limit`, `deploy.resources.limits.pids` or `ulimits.nproc`.",
    memory: "EAGAIN comes also when there is no memory for a thread's stack.",
  },
  ENOMEM: {
    seccomp: "A filter of Docker answers EPERM or ENOSYS, not ENOMEM.",
    "process-limit": "A limit on processes answers EAGAIN, not ENOMEM.",
    memory: "ENOMEM: there is no memory left for it.",
  },
};

/** What the observations of one service say together; without any, no cause. */
export function weighObservations(service: string | null, observations: readonly Observation[]): ServiceDiagnosis {
  if (observations.length === 0) return { service, cause: null, decidedBy: null, program: null, killed: false, candidates: [] };
  const strong = observations.filter(({ signature }) => !signature.weak);
  const counted = strong.length > 0 ? strong : observations;
  const withErrno = counted.filter(({ errno }) => errno !== null);
  // An errno is the kernel's own answer: beside it, words that several causes share say nothing more.
  const decisive = withErrno.length > 0 ? withErrno : counted;
  const weights = combineWeights(decisive.map(weightsOf));
  const top = causes.reduce((best, cause) => (weights[cause] > weights[best] ? cause : best));
  const clear = weights[top] >= certain && allClear(decisive);
  const decidedBy = withErrno.length > 0 ? "errno" : clear ? "words" : "likelihood";
  const because = reasonsOf(decisive, top);
  const candidates = causes
    .map((cause): CauseCandidate => ({ cause, likelihood: rounded(weights[cause]), reason: because[cause] }))
    .sort((a, b) => b.likelihood - a.likelihood);
  return {
    service,
    cause: strong.length > 0 ? top : null,
    decidedBy: strong.length > 0 ? decidedBy : null,
    program: programOfObservations(counted),
    killed: decisive.every(({ signature, errno }) => errno === null && signature.reading?.isKill === true),
    candidates,
  };
}

function weightsOf({ signature, errno }: Observation): CauseWeights {
  return errno === null ? (signature.reading?.weights ?? combineWeights([])) : errnoWeights[errno];
}

// Many ambiguous signs together look certain and are not: they come from the same failure.
function allClear(observations: readonly Observation[]): boolean {
  return observations.some((observation) => Object.values(weightsOf(observation)).some((weight) => weight >= certain));
}

// The sentences of the observation that speaks most for the likeliest cause.
function reasonsOf(observations: readonly Observation[], top: Cause): Readonly<Record<Cause, string>> {
  const clearest = observations.reduce((best, next) => (weightsOf(next)[top] > weightsOf(best)[top] ? next : best));
  return clearest.errno === null ? (clearest.signature.reading?.because ?? ofErrno.EPERM) : ofErrno[clearest.errno];
}

function rounded(weight: number): number {
  return Math.round(weight * 1000) / 1000;
}

function programOfObservations(observations: readonly Observation[]): ProgramId | null {
  return observations.find(({ signature }) => signature.program !== null)?.signature.program ?? null;
}
