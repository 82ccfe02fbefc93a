import { NO_ENGINE } from "../seccomp/needed-engines.js";
import type { ThreadVerdict } from "../seccomp/thread-creation.js";
import type { ImageUse } from "./image-uses.js";
import { haveOneName } from "./service-names.js";
import { ANY_ENGINE, neededEngine } from "./thread-advice.js";

/** What has to become true so that threads work with another image: the rest of a sentence after "unless". */
export function threadRemedies({ services, containers }: ImageUse, { needs }: ThreadVerdict, swarm: boolean): string {
  const engine = needs === NO_ENGINE || needs === ANY_ENGINE ? [] : [`that becomes ${neededEngine(needs)}`];
  // A build gets the engine's own profile, which is not the image's to choose.
  const profile = services.length === 0 && engine.length > 0 ? [] : [profileRemedy(services, containers, swarm)];
  return [...engine, ...profile].join(" or ");
}

function profileRemedy(services: ImageUse["services"], containers: ImageUse["containers"], swarm: boolean): string {
  if (swarm || services.length === 0) return "its default profile answers clone3 with ENOSYS";
  const get = haveOneName(services) ? "the service gets" : "the services get";
  const has = containers.some(({ security }) => security.seccomp.kind === "profile");
  return `${get} ${has ? "another" : "a"} seccomp profile (\`thread-creation\` says which)`;
}
