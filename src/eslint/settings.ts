import { profilePathProblem } from "./profile-path.js";
import type { InspectedImages } from "../image/inspected-image.js";

/** What `settings["compose-lint"]` holds, in ESLint and in our own configuration. */
export interface LintSettings {
  /** Docker Engine that runs the services: a version or a semver range, such as `20.10.9` or `>=19.03 <23`. */
  engine?: string;
  /** A host preset, such as `debian-11-docker-ce`. */
  host?: string;
  /** runc of that host, where it is not the one that the engine came with. */
  runc?: string;
  /** libseccomp of that host. */
  libseccomp?: string;
  /** `amd64`, `arm64`, `arm` or `386`. */
  arch?: string;
  /** Where the fix writes the seccomp profile, relative to the folder of the Compose file. */
  profilePath?: string;
  /** Whether the files are deployed as stacks of Swarm, which ignores some of what they say. */
  swarm?: boolean;
  /** The day for which floating tags and ends of support are judged, `YYYY-MM-DD`; today by default. */
  date?: string;
  /**
   * What images are that compose-lint does not know: a pattern (`registry.example/base/*`) to a release (`debian:12`), or
   * to the image that it is a copy of. It counts before what compose-lint knows.
   */
  images?: Readonly<Record<string, string>>;
  /** What was read in images of the local daemon; the command line sets it. */
  inspected?: InspectedImages;
  /** What is wrong with the settings themselves, as a sentence; `lintSettings` says it. */
  problem?: string;
}

export const defaultProfilePath = "./seccomp-compose-lint.json";

const textSettings = ["engine", "host", "runc", "libseccomp", "arch", "profilePath", "date"] as const;

/** Our part of ESLint's settings, which nobody has checked before; empty where the user gave none. */
export function lintSettings(settings: Readonly<Record<string, unknown>>): LintSettings {
  const own = settings["compose-lint"];
  if (own === undefined) return {};
  if (own === null || typeof own !== "object" || Array.isArray(own)) {
    return { problem: `\`settings["compose-lint"]\` is not an object, such as { engine: "20.10.9" }.` };
  }
  const problem = problemOf(own as Record<string, unknown>);
  return problem === null ? own : { problem };
}

function problemOf(own: Readonly<Record<string, unknown>>): string | null {
  const wrong = textSettings.find((name) => own[name] !== undefined && typeof own[name] !== "string");
  if (wrong !== undefined) return `\`${wrong}\` is ${shown(own[wrong])}, not a text: write it in quotes, such as ${examples[wrong]}.`;
  if (own.swarm !== undefined && typeof own.swarm !== "boolean") return `\`swarm\` is ${shown(own.swarm)}: write true or false.`;
  const empty = textSettings.find((name) => typeof own[name] === "string" && own[name].trim() === "");
  if (empty !== undefined) return `\`${empty}\` is empty: leave it out, or write what it is, such as ${examples[empty]}.`;
  const problem = typeof own.profilePath === "string" ? profilePathProblem(own.profilePath) : null;
  if (problem !== null) return `\`profilePath\`: ${problem}`;
  const unknown = Object.keys(own).find((name) => !knownSettings.has(name));
  return unknown === undefined ? null : `\`${unknown}\` is no setting. The settings are ${[...knownSettings].slice(0, SHOWN_SETTINGS).join(", ")}.`;
}

const knownSettings = new Set<string>([...textSettings, "images", "swarm", "inspected"]);
/** All but what the command line alone sets. */
const SHOWN_SETTINGS = knownSettings.size - 1;

const examples: Readonly<Record<(typeof textSettings)[number], string>> = {
  engine: '"20.10.9"',
  host: '"debian-11-docker-ce"',
  runc: '"1.1.12"',
  libseccomp: '"2.5.4"',
  arch: '"amd64"',
  profilePath: '"./seccomp.json"',
  date: '"2026-08-21"',
};

/** A value as JavaScript writes it, cut where it is long. */
function shown(value: unknown): string {
  // A function has no JSON.
  const text = (JSON.stringify(value) as string | undefined) ?? typeof value;
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text;
}

const LONGEST_SHOWN = 40;
