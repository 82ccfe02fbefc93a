import { homedir } from "node:os";
import { resolveTarget, type Target } from "../../engine/target.js";
import type { LintSettings } from "../../eslint/settings.js";
import { onOneLine, plainText } from "../../text/plain-text.js";
import type { Choice, Prompter } from "../prompt/prompter.js";
import { stoppedBySignals } from "../signals.js";

export type EngineSettings = Pick<LintSettings, "engine" | "host" | "runc" | "libseccomp" | "arch">;

/** The daemon of this machine, as settings that judge the same elsewhere. */
export interface DetectedEngine {
  settings: EngineSettings;
  label: string;
}

/** Asks the daemon of this machine; else why there is no answer that a configuration could hold. */
export async function detectEngine(variables: NodeJS.ProcessEnv): Promise<{ ok: true; engine: DetectedEngine } | { ok: false; why: string }> {
  const { askDaemon } = await import("../../engine/ask-daemon.js");
  const surroundings = { env: variables, homeFolder: homedir(), platform: process.platform };
  const asked = await stoppedBySignals((stop) => askDaemon({ ...surroundings, stop }));
  if (!asked.ok) return { ok: false, why: asked.problem.message };
  const settings = settingsOfTarget(asked.target);
  const [{ label }] = asked.target.members;
  if (settings === null) return { ok: false, why: `The daemon of this machine is ${label}, which a version alone does not describe.` };
  return { ok: true, engine: { settings, label } };
}

function settingsOfTarget({ members: [setup] }: Target): EngineSettings | null {
  const { engine, runc, libseccomp, architecture, assumed, seccomp } = setup;
  if (engine === null || seccomp !== "default") return null;
  const settings: EngineSettings = {
    engine,
    ...(assumed.includes("runc") ? {} : { runc }),
    ...(assumed.includes("libseccomp") ? {} : { libseccomp }),
    ...(architecture === "amd64" ? {} : { arch: architecture }),
  };
  return resolveTarget(settings).ok ? settings : null;
}

/** What is wrong with an engine or a host, or null. */
export function engineProblem(settings: EngineSettings): string | null {
  const resolved = resolveTarget(settings);
  return resolved.ok ? null : resolved.problem.message;
}

/** Asks which engine runs the services; empty where that is left open, null for Escape. */
export async function askEngine(prompter: Prompter, variables: NodeJS.ProcessEnv): Promise<EngineSettings | null> {
  const detected = await detectEngine(variables);
  const choices: Choice<"detected" | "version" | "host" | "open">[] = [
    ...(detected.ok ? [{ value: "detected" as const, label: oneLine(`That of this machine: ${detected.engine.label}`), key: "d" }] : []),
    { value: "version", label: "Another: type its version, or a range", key: "v" },
    { value: "host", label: "A platform that compose-lint knows, such as debian-11-docker-ce or unraid-6.10", key: "p" },
    { value: "open", label: "Not known yet", key: "n" },
  ];
  const picked = await prompter.select("Which Docker Engine runs these services?", choices);
  if (picked === null || picked === "open") return picked === null ? null : {};
  if (picked === "detected") return detected.ok ? detected.engine.settings : {};
  if (picked === "version") {
    const text = await prompter.text("Its version, such as 20.10.9 or >=19.03 <23", (version) => engineProblem({ engine: version.trim() }));
    return text === null ? null : { engine: text.trim() };
  }
  const text = await prompter.text("Its name (`compose-lint hosts` lists them)", (host) => engineProblem({ host: host.trim() }));
  return text === null ? null : { host: text.trim() };
}

function oneLine(text: string): string {
  return onOneLine(plainText(text));
}
