import type { Target } from "../engine/target.js";
import { memoryNeeds, type MemoryNeeds } from "../program/memory-needs.js";
import type { ProgramId } from "../program/program.js";
import { threadNeeds, type ThreadNeeds } from "../program/thread-needs.js";
import { withInit } from "./thread-limits.js";
import type { Evidence } from "../program/weigh-evidence.js";
import { judgeThreads } from "./judge-threads.js";
import type { ServiceFacts } from "./service-facts.js";
import { programSettings } from "./program-settings.js";
import { memoryLimits, processLimits, type ServiceLimit } from "./service-limit.js";

/** What Compose file and engine say of the service that wrote a log. */
export interface LoggedService {
  readonly facts: ServiceFacts;
  readonly evidence: Evidence;
  /** Lowest first. */
  readonly processLimits: readonly ServiceLimit[];
  readonly memoryLimits: readonly ServiceLimit[];
  readonly threads: ThreadNeeds | null;
  readonly memory: MemoryNeeds | null;
}

/** Gathers what supports or weakens each cause. `seen` is the program that the log tells of. */
export function loggedService(
  facts: ServiceFacts,
  target: Target | null,
  seen: ProgramId | null,
): LoggedService {
  const program = seen ?? facts.program?.id ?? null;
  const settings = programSettings(facts);
  const limits = { processLimits: processLimits(facts), memoryLimits: memoryLimits(facts) };
  const threads = program === null ? null : withInit(threadNeeds(program, settings), facts);
  const memory = program === null ? null : memoryNeeds(program, settings);
  return {
    facts,
    ...limits,
    threads,
    memory,
    evidence: {
      ...(target === null ? {} : { threadCreation: judgeThreads(facts.image.libc, target, facts.security).verdict }),
      processLimit: limits.processLimits[0]?.value ?? null,
      threads,
      memoryLimit: limits.memoryLimits[0]?.value ?? null,
      memory,
    },
  };
}
