import type { Command } from "./command.js";
import { flags, type Flag } from "./flags.js";
import { formatNames, formatsOf } from "./formats/format-names.js";
import { wrapText } from "./wrap-text.js";

const WIDTH_WITHOUT_TERMINAL = 100;
const MINIMUM_WIDTH = 30;

const usage: Record<Command, string> = {
  lint: `Usage: compose-lint [options] [file|folder|glob ...]
       compose-lint COMMAND [options]

Finds what will fail in Docker Compose files and Dockerfiles before it is deployed, on the engine that will run it.
Without a path: the Compose files of this folder and the Dockerfiles that they build.

Commands (\`compose-lint COMMAND --help\` has their options):
  init                         set up a project: a configuration, the commit hook, the job of a pipeline
  inspect [file|folder ...]    what is known of each service's image, as a table
  profile --engine RANGE       print the seccomp profile that an engine needs
  hosts                        list the platforms that --host knows
  diagnose [log|-]             tell from its log why a container died
  docker-run 'docker run ...'  judge and mend a command line
  rules                        list the rules
  explain RULE                 show the page of a rule
  completion bash|zsh|fish     print a script that completes all of this in a shell`,
  init: `Usage: compose-lint init [options]

Sets up the current folder: writes a configuration with the engine, the entry of a commit hook, and the job of a
pipeline. Asks what no option says. No file that is there is replaced; an entry is added to one only where you agree.`,
  inspect: `Usage: compose-lint inspect [options] [file|folder ...]

Prints for each service its image, distribution, C library, and whether its threads work on the engine.`,
  profile: `Usage: compose-lint profile --engine RANGE [options]

Prints the narrowest seccomp profile with which threads work on all of these engines: what their own default permits,
and the answer to clone3 that it lacks.`,
  hosts: `Usage: compose-lint hosts [options]

Lists the platforms that --host knows, with what each means for images with glibc 2.34 or newer.`,
  diagnose: `Usage: compose-lint diagnose [options] [log|-]

Reads the log of a container or CI job, from a file or standard input, and tells why threads, processes or memory were
refused: by the seccomp profile of the engine, a limit on processes, or a limit on memory. The Compose file and the
engine decide where the log alone does not.`,
  "docker-run": `Usage: compose-lint docker-run [options] 'docker run ...'
       compose-lint docker-run [options] -- docker run ...
       compose-lint docker-run [options] --file FILE

Judges a \`docker run\`, \`podman run\` or \`nerdctl run\` command with the rules for Compose files, and prints it mended,
with all else as it was. With --file: the commands in a script, Makefile, Markdown page or CI file.`,
  rules: `Usage: compose-lint rules [options]

Lists the rules: what each reports, in which sets it is, and whether it can fix.`,
  explain: `Usage: compose-lint explain RULE

Shows the page of a rule.`,
  completion: `Usage: compose-lint completion bash|zsh|fish

Prints a script that completes commands, options and their values in a shell:
  bash   source <(compose-lint completion bash)  in ~/.bashrc
  zsh    source <(compose-lint completion zsh)   in ~/.zshrc, after compinit
  fish   compose-lint completion fish | source   in ~/.config/fish/config.fish`,
};

const ending: Record<Command, string> = {
  lint: `Examples:
  compose-lint --engine 20.10.9              what fails on Docker Engine 20.10.9
  compose-lint --engine 20.10.9 --fix        mend it with a seccomp profile
  compose-lint inspect --engine 20.10.9      the same as a table

Exit status: 0 no errors, 1 errors (or more warnings than --max-warnings), 2 wrong usage, a file that could not be
read or written, a daemon that could not be asked, or a fault of compose-lint.`,
  init: `Examples:
  compose-lint init
  compose-lint init --yes --engine 20.10.9 --hook pre-commit --ci github

Exit status: 0 written, or nothing was to be done, 2 wrong usage, or a file could not be written, 130 ended with Ctrl-C.`,
  profile: "Exit status: 0 printed or written, 2 wrong usage, or no such profile exists.",
  hosts: "Exit status: 0 printed, 2 wrong usage.",
  diagnose: `Examples:
  docker compose logs web | compose-lint diagnose --engine 20.10.9
  compose-lint diagnose crash.log --compose compose.yaml --engine 20.10.9 --fix

Exit status: 0 a cause was found, 1 none was, 2 wrong usage, or the log could not be read.`,
  "docker-run": `Examples:
  compose-lint docker-run --engine 20.10.9 'docker run -d --name web node:20'
  compose-lint docker-run --file README.md --engine 20.10.9 --fix
  compose-lint docker-run --to-compose 'docker run -d -p 80:80 nginx'

Exit status: 0 no errors, 1 errors, 2 wrong usage, or a command line that the client would refuse.`,
  rules: "Exit status: 0 printed, 2 wrong usage.",
  explain: "Exit status: 0 printed, 2 wrong usage.",
  completion: "Exit status: 0 printed, 2 wrong usage.",
  inspect: "Exit status: 0 printed, 2 wrong usage, or not all could be read.",
};

/** What `--format` takes. */
function formatWords(command: Command): string {
  const ofCommand = formatsOf(command);
  const [usual, ...others] = formatNames;
  if (ofCommand !== undefined) return `${ofCommand[0] ?? ""} (default) or ${ofCommand.slice(1).join(" or ")}`;
  return `${usual} (default), ${others.join(", ")}, or ./module.js`;
}

/**
 * The text of `--help`.
 * @param columns Of the terminal; null where there is none.
 */
export function helpText(command: Command, columns: number | null): string {
  const width = columns ?? WIDTH_WITHOUT_TERMINAL;
  const rows = (flags as readonly Flag[])
    .filter((flag) => flag.commands.includes(command))
    .map((flag) => [flagWords(flag), flag.name === "format" && command !== "init" ? `${flag.description}: ${formatWords(command)}` : flag.description] as const);
  const wordsWidth = Math.max(...rows.map(([words]) => words.length));
  const options = rows.map(([words, description]) => `  ${words.padEnd(wordsWidth)}  ${description}`);
  const lines = [...paragraphsOf(usage[command]), "", "Options:", ...options, "", ...paragraphsOf(ending[command]), ""];
  return lines.flatMap((line) => fitted(line, width)).join("\n");
}

/** The lines of a text, those of a paragraph as one. */
function paragraphsOf(text: string): string[] {
  const paragraphs: string[] = [];
  let isOpen = false;
  for (const line of text.split("\n")) {
    const isOfParagraph = /^[^\s]/u.test(line) && !/^Usage: |:$/u.test(line);
    if (isOpen && isOfParagraph) paragraphs.push(`${paragraphs.pop() ?? ""} ${line}`);
    else paragraphs.push(line);
    isOpen = isOfParagraph;
  }
  return paragraphs;
}

/** A line as several that are not too long; those of a row of a table start below its description. */
function fitted(line: string, width: number): string[] {
  if (line.length <= width) return [line];
  // Two spaces end the first cell.
  const gap = /\S {2,}(?=\S)/u.exec(line);
  const start = gap === null || !line.startsWith(" ") ? 0 : gap.index + gap[0].length;
  const [words, description] = [line.slice(0, start), line.slice(start)];
  const indent = " ".repeat(words.length);
  return wrapText(description, Math.max(width - words.length, MINIMUM_WIDTH)).map((part, index) => (index === 0 ? words : indent) + part);
}

function flagWords(flag: Flag): string {
  const short = flag.short === undefined ? "" : `-${flag.short}, `;
  const value = flag.value === undefined ? "" : ` ${flag.value}`;
  return `${short}--${flag.name}${value}`;
}
