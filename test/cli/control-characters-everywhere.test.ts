import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { formatNames } from "../../src/cli/formats/format-names.js";
import { runCli } from "./run-cli.js";
import { oldEngine } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

// C0 but tab and line feed, DEL, C1, separators of lines, changes of the writing direction, the byte order mark, what
// nobody sees, and halves of surrogate pairs: what a terminal would obey or hide.
// eslint-disable-next-line no-control-regex -- control characters are what it is for
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\p{Default_Ignorable_Code_Point}]|\p{Surrogate}/u;

/** As YAML writes them in double quotes, and as they are. */
const escaped = String.raw`x\e[31m\x9b1m\u202e\ufeff\ud800\u2028\x7f\a\r\u061c\u200b\xad\U000e0041`;
const raw = "x\u001b[31m\u009b1m\u202e\ufeff\u2028\u007f\u0007\u061c\u200b\u00ad\u{e0041}";
const name = "a\u001b[31mb\u009b1mc\u202e\ufeff\u200b";
const compose = `# x\u202e\ufeff\u061c
name: "${escaped}"
services:
  "web${escaped}":
    image: node:20-bookworm
    mem_limit: "1${escaped}"
    security_opt: ["seccomp=${escaped}"]
    environment: { A: "\${${escaped}}" }
  "plain${escaped}":
    image: node:18-bookworm
  "db${escaped}":
    image: "redis:${escaped}"
    pids_limit: 1
  "built${escaped}":
    build: "gone${escaped}"
  "far${escaped}":
    extends: { file: "gone${escaped}.yaml", service: "${escaped}" }
  "list${escaped}": []
`;
const dockerfile = `FROM node:20-bookworm AS ${raw}\nRUN --mount=type=${raw} node ${raw}\nNONSENSE ${raw}\n`;
const script = `docker run -d --name '${raw}' --memory '1${raw}' -e 'A=${raw}' --security-opt 'seccomp=${raw}' node:20-bookworm '${raw}'\ndocker run --nonsense${raw} node\n`;
const log = `web${raw}-1  | RuntimeError: can't start new thread ${raw}\n${raw}: pthread_create failed: Operation not permitted ${raw}\nexited with code 137 ${raw}\n`;
const files = {
  [`${name}/compose.yaml`]: compose,
  [`${name}/Dockerfile`]: dockerfile,
  [`${name}/run.sh`]: script,
  [`${name}/crash.log`]: log,
  [`${name}/config.yaml`]: `settings: { images: { "${escaped}*": debian:12 } }\nignores: ["${escaped}"]\n`,
  [`${name}/wrong.yaml`]: `"${escaped}": 1\nrules: { "${escaped}": off }\n`,
  [`${name}/broken.yaml`]: `"${escaped}: [\n`,
  [`${name}/broken.mjs`]: `throw new Error(${JSON.stringify(raw)});\n`,
};
const file = (base: string): string => `${name}/${base}`;

const runs: [what: string, words: string[], stdin?: string][] = [
  ...formatNames.map((format): [string, string[]] => [`lint as ${format}`, [".", ...oldEngine, "--format", format, "--code-frame"]]),
  ["lint without an engine", ["."]],
  ["lint of standard input", ["--stdin", "--stdin-filename", file("compose.yaml"), ...oldEngine], compose],
  ["the changes as a diff", [".", ...oldEngine, "--fix-dry-run", "--rule", "thread-creation: [error, {fix: unconfined}]"]],
  ["what --fix tells", [".", ...oldEngine, "--fix", "--rule", "memory-limit: [error, {fix: raise}]"]],
  ["a baseline", [".", ...oldEngine, "--baseline", file("b.json"), "--update-baseline"]],
  ["a report file that cannot be written", [".", ...oldEngine, "-o", file("compose.yaml/x")]],
  ["what is configured", ["--print-config", file("compose.yaml"), "--config", file("config.yaml")]],
  ["a configuration with wrong keys", ["--config", file("wrong.yaml")]],
  ["a broken configuration", ["--config", file("broken.yaml")]],
  ["a configuration that throws", ["--config", file("broken.mjs")]],
  ["a configuration that is gone", ["--config", file("gone.yaml")]],
  ["an image pattern that fits nothing", ["--image", `${raw}=debian:12`, "."]],
  ["a plugin that is gone", ["--plugin", `./${raw}.mjs`]],
  ["a format that is none", ["--format", raw]],
  ["a service profile", [".", "--profile", raw, ...oldEngine]],
  ["a project that is gone", ["-f", file("gone.yaml")]],
  ["inspect", ["inspect", ".", ...oldEngine]],
  ["inspect in JSON", ["inspect", ".", ...oldEngine, "--format", "json"]],
  ["the resolved project", ["inspect", "--resolved", "--format", "json", "-f", file("compose.yaml")]],
  ["diagnose", ["diagnose", file("crash.log"), "--compose", file("compose.yaml"), ...oldEngine]],
  ["diagnose of standard input", ["diagnose", ...oldEngine], log],
  ["diagnose in JSON", ["diagnose", file("crash.log"), ...oldEngine, "--format", "json"]],
  ["a log that is gone", ["diagnose", file("gone.log")]],
  ["a service that is none", ["diagnose", file("crash.log"), "--service", raw, "--compose", file("compose.yaml")]],
  ["docker-run", ["docker-run", "--file", file("run.sh"), ...oldEngine]],
  ["docker-run in JSON", ["docker-run", "--file", file("run.sh"), ...oldEngine, "--format", "json"]],
  ["docker-run as Compose", ["docker-run", "--file", file("run.sh"), "--to-compose"]],
  ["docker-run that fixes a file", ["docker-run", "--file", file("run.sh"), ...oldEngine, "--fix"]],
  ["docker-run without a command", ["docker-run", raw]],
  ["a page that is none", ["explain", raw]],
  ["rules with a name", ["rules", raw]],
  ["hosts with a name", ["hosts", raw]],
  ["a host that is none", ["--host", raw]],
  ["a shell that is none", ["completion", raw]],
  ["a profile file that is somebody's", ["profile", ...oldEngine, "-o", file("compose.yaml")]],
  ["a profile file that is written", ["profile", ...oldEngine, "-o", file("p.json"), "--explain"]],
  ["a strategy that is none", ["profile", ...oldEngine, "--strategy", raw]],
];

/** In a terminal only: in a pipe these have the bytes of the file, since they are to be applied or run. */
const inTerminal: typeof runs = [
  ["the changes of command lines", ["docker-run", "--file", file("run.sh"), ...oldEngine, "--fix-dry-run"]],
  ["a mended command", ["docker-run", ...oldEngine, "--fix", `docker run --name '${raw}' node:20-bookworm`]],
];

describe("control characters of files and arguments are printed by no command", () => {
  const terminal = { columns: 100, variables: { TERM: "dumb" } };
  for (const [what, words, stdin = ""] of [...runs, ...inTerminal]) {
    it(what, async (test) => {
      const isDiff = words.includes("--fix-dry-run");
      const surroundings = isDiff || inTerminal.some(([other]) => other === what) ? [terminal] : [{}, terminal];
      for (const where of surroundings) {
        const { stdout, stderr } = await runCli(temporaryFolder(test, files), words, { ...where, stdin });
        assert.notEqual(stdout + stderr, "");
        for (const text of [stdout, stderr]) assert.equal(control.exec(text), null, JSON.stringify(text.slice(Math.max(0, text.search(control) - 60), text.search(control) + 20)));
      }
    });
  }
});
