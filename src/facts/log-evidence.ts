import type { ProjectService } from "../compose/service.js";
import type { Target } from "../engine/target.js";
import { memoryNeeds, type MemoryNeeds } from "../program/memory-needs.js";
import type { ProgramId } from "../program/program.js";
import type { ServiceSettings } from "../program/settings.js";
import { threadNeeds, type ThreadNeeds } from "../program/thread-needs.js";
import type { Evidence } from "../program/weigh-evidence.js";
import { judgeThreads } from "./judge-threads.js";
import type { ServiceFacts } from "./service-facts.js";
import { memoryLimits, processLimits, type ServiceLimit } from "./service-limits.js";

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
  service: ProjectService,
  target: Target | null,
  seen: ProgramId | null,
): LoggedService {
  const program = seen ?? facts.program?.id ?? null;
  const settings = settingsOfService(service);
  const limits = { processLimits: processLimits(service), memoryLimits: memoryLimits(service) };
  const threads = program === null ? null : threadNeeds(program, settings);
  const memory = program === null ? null : memoryNeeds(program, settings);
  return {
    facts,
    ...limits,
    threads,
    memory,
    evidence: {
      ...(target === null ? {} : { threadCreation: judgeThreads(facts.image.libc, target, facts.security).verdict }),
      processLimit: limits.processLimits[0]?.amount ?? null,
      threads,
      memoryLimit: limits.memoryLimits[0]?.amount ?? null,
      memory,
    },
  };
}

function settingsOfService({ command, entrypoint, environment }: ProjectService): ServiceSettings {
  return {
    command: command?.value ?? null,
    entrypoint: entrypoint?.value ?? null,
    environment: Object.fromEntries([...environment].map(([name, { value }]) => [name, value])),
  };
}
