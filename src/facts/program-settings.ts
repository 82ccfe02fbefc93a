import type { ServiceSettings } from "../program/settings.js";
import type { ServiceFacts } from "./service-facts.js";

/** What a service hands to its program: its command and environment, and those of the Dockerfile that it builds. */
export function programSettings({ service, build }: ServiceFacts): ServiceSettings {
  const environment: Record<string, string | null> = { ...build?.environment };
  for (const [name, { value }] of service.merged.environment) environment[name] = value;
  // A command of the image is dropped where Compose sets an entrypoint.
  const inherited = service.entrypoint === null ? (build?.command ?? null) : null;
  return {
    command: service.command ?? inherited,
    entrypoint: service.entrypoint ?? build?.entrypoint ?? null,
    environment,
  };
}
