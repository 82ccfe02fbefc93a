import { mkdirSync } from "node:fs";
import path from "node:path";
import { startEngine, type Engine } from "../e2e/engine.js";
import { describeOutcome, runOrThrow, type Outcome } from "../e2e/run-program.js";
import type { BuildkitAnswer } from "./buildkit-answer.js";
import { fileDigest, runDigest } from "./step-digest.js";

/** The release whose BuildKit (v0.29.0) is asked. */
export const askedEngine = "29.4.2";

/** Every image that a Dockerfile names is this one: it has no environment of its own. */
const IMAGE = "compose-lint-base:1";

/** The engine ended while it was asked: there are Dockerfiles that make BuildKit recurse without end. */
export class EngineCrash extends Error {}

/** The real BuildKit of a real engine, which sees no network. */
export class Buildkit {
  readonly #engine: Engine;
  readonly #context: string;

  private constructor(engine: Engine, context: string) {
    this.#engine = engine;
    this.#context = context;
  }

  static async start(): Promise<Buildkit> {
    // Wherever this runs, no image may come from a registry: the discard port answers nothing.
    for (const name of ["HTTP_PROXY", "HTTPS_PROXY"]) process.env[name] = "http://127.0.0.1:9";
    const engine = await startEngine(askedEngine);
    await engine.addBuildx();
    const context = path.join(engine.folder, "empty-context");
    mkdirSync(context);
    await importImage(engine);
    return new Buildkit(engine, context);
  }

  stop(): Promise<void> {
    return this.#engine.stop();
  }

  /** Asks for targets, outline and build steps; an image that is missing is made first. Throws `EngineCrash`. */
  async ask(text: string): Promise<BuildkitAnswer> {
    const input = hideSyntaxDirective(text);
    const targets = await this.#call("targets", input);
    const outline = await this.#callWithImages("outline", input);
    const steps = outline.code === 0 ? await this.#call("convertllb", input) : null;
    return {
      targets: targets.code === 0 ? readTargets(targets.stdout) : refusal(targets),
      outline: outline.code === 0 ? readOutline(outline.stdout) : refusal(outline),
      images: readImages(outline.stderr),
      steps: steps === null ? [] : steps.code === 0 ? readSteps(steps.stdout) : refusal(steps),
    };
  }

  async #call(kind: string, input: string): Promise<Outcome> {
    const options = ["--progress", "plain", `--call=${kind},format=json`, "-f", "-"];
    const outcome = await this.#engine.docker(["buildx", "build", ...options, this.#context], { input });
    const isCrash =
      outcome.code !== 0 && /Cannot connect to the Docker daemon|error reading from server/.test(outcome.stderr);
    if (isCrash) throw new EngineCrash(describeOutcome(outcome));
    return outcome;
  }

  async #callWithImages(kind: string, input: string): Promise<Outcome> {
    const made = new Set<string>();
    for (;;) {
      const outcome = await this.#call(kind, input);
      const missing = /failed to resolve source metadata for (\S+): /.exec(outcome.stderr)?.[1];
      if (missing === undefined || made.has(missing)) return outcome;
      made.add(missing);
      const tagged = await this.#engine.docker(["tag", IMAGE, missing]);
      if (tagged.code !== 0) return outcome;
    }
  }
}

async function importImage(engine: Engine): Promise<void> {
  // A folder in it, for an image without any content counts as scratch.
  const archive = path.join(engine.folder, "base.tar");
  await runOrThrow("tar", ["-C", engine.folder, "-cf", archive, "empty-context"]);
  await mustSucceed(engine.docker(["import", archive, IMAGE]));
}

async function mustSucceed(running: Promise<Outcome>): Promise<void> {
  const outcome = await running;
  if (outcome.code !== 0) throw new Error(describeOutcome(outcome));
}

/**
 * BuildKit would fetch the frontend that `# syntax=` names. Its search for that line wants the number sign at the start
 * of a line, while the Dockerfile parser also takes a directive after a blank: one blank hides it and changes nothing
 * else.
 */
export function hideSyntaxDirective(text: string): string {
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  const lines = text.slice(mark.length).split("\n");
  for (const [index, line] of lines.entries()) {
    const match = /^#[\s\u0085]*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*\S/.exec(line);
    if (match === null && !(index === 0 && line.startsWith("#!"))) break;
    if (match?.[1]?.toLowerCase() === "syntax") lines[index] = ` ${line}`;
  }
  return mark + lines.join("\n");
}

function refusal({ stderr }: Outcome): string {
  const message = /^ERROR: (?:failed to build: )?(?:failed to solve: )?([^]*)$/m.exec(stderr)?.[1] ?? stderr;
  return message.trim().slice(0, 300);
}

interface Located {
  location?: { ranges?: { start?: { line?: number } }[] };
}

function lineOf({ location }: Located): number {
  return location?.ranges?.[0]?.start?.line ?? 0;
}

function readTargets(json: string): BuildkitAnswer["targets"] {
  type Target = Located & { name?: string; base?: string; platform?: string };
  const { targets } = JSON.parse(json) as { targets: Target[] | null };
  return (targets ?? []).map((each) => [each.name ?? "", each.base ?? "", each.platform ?? "", lineOf(each)]);
}

function readOutline(json: string): BuildkitAnswer["outline"] {
  const { args } = JSON.parse(json) as { args?: (Located & { name: string; value?: string })[] };
  return (args ?? []).map((each): [string, string, number] => [each.name, each.value ?? "", lineOf(each)]).sort();
}

function readImages(progress: string): string[] {
  const found = [...progress.matchAll(/\[internal\] load metadata for (.+)$/gm)].map((match) => match[1] ?? "");
  return [...new Set(found.filter((name) => !name.endsWith(":") || name.endsWith("::")))].sort();
}

interface Operation {
  exec?: { meta?: { args?: string[]; env?: string[] } };
  file?: { actions?: { mkfile?: { path: string; data?: string } }[] };
}

function readSteps(json: string): string[] {
  const { def } = JSON.parse(json) as { def: Record<string, Operation> };
  const digests = Object.values(def).flatMap(({ exec, file }) => [
    ...(exec === undefined ? [] : [runDigest(exec.meta?.args ?? [], exec.meta?.env ?? [])]),
    ...(file?.actions ?? []).flatMap(({ mkfile }) => {
      return mkfile === undefined ? [] : [fileDigest(mkfile.path, Buffer.from(mkfile.data ?? "", "base64").toString())];
    }),
  ]);
  return [...new Set(digests)].sort();
}
