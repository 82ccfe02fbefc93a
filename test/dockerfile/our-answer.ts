import path from "node:path";
import type { Copy, Add, Dockerfile, Flag, Heredoc, Instruction, Run } from "../../src/dockerfile/ast.js";
import { expandWord } from "../../src/dockerfile/expand.js";
import { readHeredocOpener } from "../../src/dockerfile/heredoc-opener.js";
import { mountFields } from "../../src/dockerfile/mount-fields.js";
import { parseDockerfile } from "../../src/dockerfile/parse.js";
import type { Variables } from "../../src/dockerfile/stage-args.js";
import type { Stage } from "../../src/dockerfile/stage.js";
import { resolveStages, type StageResolution } from "../../src/dockerfile/stages.js";
import type { BuildkitAnswer } from "./buildkit-answer.js";
import { outlineCandidates, type OutlineCandidates } from "./outline.js";
import { fileDigest, runDigest } from "./step-digest.js";

/** What our parser and resolver say, in the form of BuildKit's answer; of each refusal the codes of the problems. */
export interface OurAnswer extends Omit<BuildkitAnswer, "outline" | "steps"> {
  outline: OutlineCandidates | string;
  steps: string[];
}

export function ourAnswer(text: string): OurAnswer {
  const { ast, problems } = parseDockerfile(text);
  const collector = new StepCollector();
  const resolution = resolveStages(ast, {
    baseImage: () => ({ environment: {}, workingDirectory: "/" }),
    onInstruction: (stage, instruction, variables) => {
      collector.add(stage, instruction, variables);
    },
  });
  const all = [...problems, ...resolution.problems].map(({ code }) => code);
  const lineOf = (instruction: Instruction): number => startLine(text, ast, instruction);
  return {
    targets: problems.length > 0 ? all.join(" ") : targetsOf(resolution, lineOf),
    outline: all.length > 0 ? all.join(" ") : outlineCandidates(resolution, lineOf),
    images: imagesOf(resolution),
    steps: collector.digests(),
  };
}

/**
 * BuildKit counts line feeds, and an instruction starts where its first line does, be that only a continuation
 * character with comments and empty lines after it.
 */
function startLine(text: string, ast: Dockerfile, instruction: Instruction): number {
  const lines = text
    .slice(0, instruction.range[0])
    .replace(/^\ufeff/, "")
    .split("\n")
    .map((line) => line.trim());
  let start = lines.length;
  for (let line = lines.length - 1; line > 0; line -= 1) {
    const content = lines[line - 1] ?? "";
    if (content === ast.escape) start = line;
    else if (content !== "" && !content.startsWith("#")) break;
  }
  return start;
}

function targetsOf(
  { stages }: StageResolution,
  lineOf: (instruction: Instruction) => number,
): BuildkitAnswer["targets"] {
  return stages.map(({ name, from }) => [name ?? "", from.image?.text ?? "", from.platform?.value ?? "", lineOf(from)]);
}

function imagesOf({ stages, needed }: StageResolution): string[] {
  const references = stages
    .filter(({ index }) => needed.has(index))
    .flatMap(({ base, dependencies }) => [
      ...(base.kind === "image" ? [base.reference] : []),
      ...dependencies.flatMap((each) =>
        each.kind === "image" && each.reference !== "scratch" ? [each.reference] : [],
      ),
    ]);
  return [...new Set(references.map(normalizeReference))].sort();
}

/** `alpine` is `docker.io/library/alpine:latest`. */
function normalizeReference(reference: string): string {
  const slash = reference.indexOf("/");
  const first = reference.slice(0, Math.max(slash, 0));
  const hasHost = slash !== -1 && (first === "localhost" || /[.:]/.test(first) || first !== first.toLowerCase());
  const host = hasHost && first !== "index.docker.io" ? first : "docker.io";
  let rest = hasHost ? reference.slice(slash + 1) : reference;
  if (host === "docker.io" && !rest.includes("/")) rest = `library/${rest}`;
  return `${host}/${rest}${/[:@]/.test(rest) ? "" : ":latest"}`;
}

const DEFAULT_SHELL = ["/bin/sh", "-c"];

/** Makes the build steps of the needed stages. */
class StepCollector {
  readonly #digests = new Set<string>();
  readonly #shells = new Map<number, readonly string[]>();

  digests(): string[] {
    return [...this.#digests].sort();
  }

  add(stage: Stage, instruction: Instruction, variables: Variables): void {
    const environment = [...variables].map(([name, { value }]) => `${name}=${value}`);
    if (instruction.type === "Run" && instruction.flags.some((flag) => isSshMount(flag, variables))) {
      // BuildKit tells the program where the agent is.
      environment.push("SSH_AUTH_SOCK=/run/buildkit/ssh_agent.0");
    }
    if (instruction.type === "Shell" && instruction.command?.type === "JsonStrings") {
      this.#shells.set(
        stage.index,
        instruction.command.elements.map(({ value }) => value),
      );
    } else if (instruction.type === "Run") {
      this.#digests.add(runDigest(this.#command(stage, instruction), environment));
    } else if (instruction.type === "Copy" || instruction.type === "Add") {
      this.#addFiles(instruction, variables);
    }
  }

  #shellOf(stage: Stage): readonly string[] {
    const own = this.#shells.get(stage.index);
    if (own !== undefined || stage.base.kind !== "stage") return own ?? DEFAULT_SHELL;
    return this.#shells.get(stage.base.stage) ?? DEFAULT_SHELL;
  }

  #command(stage: Stage, run: Run): string[] {
    if (run.command?.type === "JsonStrings") return run.command.elements.map(({ value }) => value);
    return [...this.#shellOf(stage), this.#script(run)];
  }

  /** A here-document that is all of the command is run itself; else the shell gets command and documents. */
  #script(run: Run): string {
    const text = run.command?.type === "ShellText" ? run.command.value : "";
    const [first] = run.heredocs;
    if (first === undefined) return text;
    if (readHeredocOpener(text) === null)
      return text + run.heredocs.map(({ content, name }) => `\n${content}${name}`).join("");
    const content = contentOf(first);
    if (!content.startsWith("#!")) return content;
    this.#digests.add(fileDigest(`/${first.name}`, content));
    return `/dev/pipes/${first.name}`;
  }

  #addFiles({ sources, heredocs }: Copy | Add, variables: Variables): void {
    for (const source of sources) {
      const opener = readHeredocOpener(source.text);
      if (opener === null) continue;
      const heredoc = heredocs.findLast(({ name }) => name === opener.name);
      const content = heredoc === undefined ? "" : contentOf(heredoc);
      const expanded = expandWord(content, (name) => variables.get(name)?.value, { escape: "\\", ignoreQuotes: true });
      this.#digests.add(
        fileDigest(path.posix.join("/", opener.name), opener.quoted || !expanded.ok ? content : expanded.value),
      );
    }
  }
}

function isSshMount(flag: Flag, variables: Variables): boolean {
  return (mountFields(flag) ?? []).some(({ key, value }) => {
    const expanded = expandWord(value ?? "", (name) => variables.get(name)?.value);
    return flag.name === "mount" && key === "type" && expanded.ok && expanded.value === "ssh";
  });
}

function contentOf({ content, stripTabs }: Heredoc): string {
  return stripTabs ? content.replace(/^\t+/gm, "") : content;
}
