import { combineWeights, type Cause, type CauseWeights } from "./cause.js";
import type { CauseCandidate, ServiceDiagnosis } from "./diagnosis.js";

/** What is known of a service beyond its log. A field that is left out is not known. */
export interface Evidence {
  /** What the engine's seccomp profile and the image's C library make of new threads. */
  readonly threadCreation?: "works" | "fails" | "depends" | "unknown";
  /** The lowest of the service's limits on processes; null where it has none. */
  readonly processLimit?: number | null;
  /** What its program needs (`ThreadNeeds`). */
  readonly threads?: { readonly floor: number; readonly working: number } | null;
  /** Bytes; null where it has no limit. */
  readonly memoryLimit?: number | null;
  /** What its program needs (`MemoryNeeds`). */
  readonly memory?: { readonly floor: number | null; readonly configured: number } | null;
}

const strongly = 20;
const somewhat = 4;
const mostBesideKill = 2;

interface Finding {
  readonly cause: Cause;
  /** How many times likelier the cause becomes; below 1 it becomes unlikelier. */
  readonly factor: number;
  readonly text: string;
}

/**
 * Weighs what Compose file and engine say against the log, and adds it to the candidates' reasons. An errno in the log
 * outweighs the evidence where it leaves no doubt (EPERM); EAGAIN leaves process limit and memory open. Words that only one
 * cause has stay decided, and an exit code of 137 alone stays a kill for memory.
 */
export function weighEvidence(diagnosis: ServiceDiagnosis, evidence: Evidence): ServiceDiagnosis {
  if (diagnosis.cause === null) return diagnosis;
  const found = [...seccompFindings(evidence), ...processFindings(evidence), ...memoryFindings(evidence)];
  const findings = found.map((finding) => tempered(finding, diagnosis));
  const fromLog = weightsOf(diagnosis.candidates);
  const weights = combineWeights([fromLog, factorsOf(findings)]);
  const candidates = diagnosis.candidates
    .map((candidate): CauseCandidate => {
      const texts = findings.filter(({ cause }) => cause === candidate.cause).map(({ text }) => text);
      const likelihood = Math.round(weights[candidate.cause] * 1000) / 1000;
      return { ...candidate, likelihood, reason: [candidate.reason, ...texts].join(" ") };
    })
    .sort((a, b) => b.likelihood - a.likelihood);
  return { ...diagnosis, cause: candidates[0]?.cause ?? diagnosis.cause, candidates };
}

function tempered(found: Finding, { cause, decidedBy, killed }: ServiceDiagnosis): Finding {
  if (killed) return besideKill(found);
  if (decidedBy !== "words") return found;
  const factor = found.cause === cause ? Math.max(found.factor, 1) : Math.min(found.factor, 1);
  return { ...found, factor };
}

/**
 * The kernel kills for memory alone. What else could have refused something refused it with words, or made the program
 * hang until somebody killed it: that stays possible and is never the likeliest. A container without a limit can be
 * killed too, where the host's memory ends.
 */
function besideKill(found: Finding): Finding {
  if (found.cause === "memory") return { ...found, factor: Math.max(found.factor, 1) };
  return { ...found, factor: Math.min(found.factor, mostBesideKill) };
}

function seccompFindings({ threadCreation }: Evidence): Finding[] {
  if (threadCreation === "fails") {
    return [finding("seccomp", strongly, "The engine refuses new threads of this image's C library.")];
  }
  if (threadCreation === "works") {
    return [finding("seccomp", 1 / strongly, "The engine lets this image create threads.")];
  }
  if (threadCreation !== "depends") return [];
  return [finding("seccomp", 1, "Some of the engines in question refuse new threads.")];
}

function processFindings({ processLimit, threads }: Evidence): Finding[] {
  if (processLimit === undefined) return [];
  if (processLimit === null) {
    return [finding("process-limit", 1 / somewhat, "The service sets no limit on processes.")];
  }
  if (threads === undefined || threads === null) {
    return [finding("process-limit", somewhat, `The service is limited to ${processLimit} processes and threads.`)];
  }
  const limited = `The service is limited to ${processLimit} processes and threads`;
  if (processLimit < threads.floor) {
    return [finding("process-limit", strongly, `${limited}, and its program needs ${threads.floor} at least.`)];
  }
  if (processLimit < threads.working) {
    return [finding("process-limit", somewhat, `${limited}, and its program takes up to ${threads.working}.`)];
  }
  return [finding("process-limit", 1 / somewhat, `${limited}, which is enough for its program alone.`)];
}

function memoryFindings({ memoryLimit, memory }: Evidence): Finding[] {
  if (memoryLimit === undefined) return [];
  if (memoryLimit === null) return [finding("memory", 1 / somewhat, "The service sets no limit on memory.")];
  const needed = Math.max(memory?.floor ?? 0, memory?.configured ?? 0);
  return memoryLimit < needed
    ? [finding("memory", strongly, "The service's limit on memory is below what its own settings promise the program.")]
    : [finding("memory", 1, "The service has a limit on memory.")];
}

function finding(cause: Cause, factor: number, text: string): Finding {
  return { cause, factor, text };
}

function factorsOf(findings: readonly Finding[]): CauseWeights {
  const factors: Record<Cause, number> = { seccomp: 1, "process-limit": 1, memory: 1 };
  for (const { cause, factor } of findings) factors[cause] *= factor;
  return factors;
}

function weightsOf(candidates: readonly CauseCandidate[]): CauseWeights {
  const weights: Record<Cause, number> = { seccomp: 0, "process-limit": 0, memory: 0 };
  for (const { cause, likelihood } of candidates) weights[cause] = likelihood;
  return weights;
}
