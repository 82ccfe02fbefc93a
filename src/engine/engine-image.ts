import { engineReleases } from "./engine-releases.js";
import { hosts } from "./host.js";
import { resolveTarget, type Target } from "./target.js";
import { parseEngineRange } from "./version.js";
import { parseEngineVersion } from "./engine-version.js";

/** A Docker Engine that runs in a container. */
export interface EngineImage {
  /** Such as `20.10.9`. */
  version: string;
  target: Target;
}

/** `20.10.9-dind`, `20.10-dind-rootless`, `17.12.1-ce-dind`, `20-dind-alpine3.13`, `dind`; not `stable-dind`, which says no version. */
const TAG = /^(?:(?<version>\d{1,3}(?:\.\d{1,3}){0,2})(?:-ce)?-)?dind(?:-rootless|-alpine\d[\d.]*)*$/u;

/**
 * The engine in a tag of the official image `docker`, with the runc and libseccomp that its static build carries
 * (the presets `dind-...`). A tag that names a line stands for its newest known release. Null for other tags.
 */
export function engineOfTag(tag: string): EngineImage | null {
  const match = TAG.exec(tag);
  if (match === null) return null;
  const version = newestOf(match.groups?.version ?? "*");
  if (version === null) return null;
  const host = presetOf(version);
  const resolved = resolveTarget(host === null ? { engine: version } : { host, engine: version });
  return resolved.ok ? { version, target: resolved.target } : null;
}

function newestOf(line: string): string | null {
  const parsed = parseEngineRange(line);
  if (!parsed.ok) return null;
  const { exact, includes } = parsed.range;
  return exact?.release ?? engineReleases().findLast(({ version }) => includes(version))?.version.release ?? null;
}

function presetOf(version: string): string | null {
  const parsed = parseEngineVersion(version);
  const preset = hosts().find(({ id, engines }) => {
    const range = id.startsWith("dind-") && engines !== null ? parseEngineRange(engines) : null;
    return parsed !== null && range?.ok === true && range.range.includes(parsed);
  });
  return preset?.id ?? null;
}
