import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { runCli } from "./run-cli.js";
import { temporaryFolder } from "./temporary-folder.js";

const LINE = "docker run -d --name web node:20 node server.js";
const MENDED = "docker run -d --name web --security-opt seccomp=./seccomp-compose-lint.json node:20 node server.js";
const ENGINE = ["--engine", "20.10.9"];

describe("compose-lint docker-run", () => {
  it("reports at the place in the command line, in its words, and prints it mended", async (test) => {
    const { code, stdout } = await runCli(temporaryFolder(test), ["docker-run", ...ENGINE, LINE]);
    assert.equal(code, 1);
    assert.match(stdout, / 1:26 {2}error {4}On Docker Engine 20\.10\.9, the container `web` will crash: node:20/);
    assert.ok(stdout.endsWith(`\nMended:\n\n${MENDED}\n`), stdout);
  });

  it("takes the words behind `--`, and quotes them again", async (test) => {
    const words = ["docker", "run", "node:20", "node", "-e", "console.log('$x')"];
    const { stdout } = await runCli(temporaryFolder(test), ["docker-run", ...ENGINE, "--", ...words]);
    assert.match(stdout, /seccomp-compose-lint\.json node:20 node -e 'console\.log\('\\''\$x'\\''\)'\n$/);
  });

  it("reads standard input", async (test) => {
    const { code, stdout } = await runCli(temporaryFolder(test), ["docker-run", ...ENGINE, "-"], { stdin: `set -e\n${LINE}\n` });
    assert.equal(code, 1);
    assert.match(stdout, /^ {2}2:26 {2}error/m);
  });

  it("with --fix writes the profile and prints what a shell can run, once and for all", async (test) => {
    const folder = temporaryFolder(test);
    const fixed = await runCli(folder, ["docker-run", ...ENGINE, "--fix", LINE]);
    assert.deepEqual([fixed.code, fixed.stdout], [0, `${MENDED}\n`]);
    assert.match(fixed.stderr, /^Wrote seccomp-compose-lint\.json\nWhat these changes may break:\n {2}profile /);
    assert.ok(existsSync(path.join(folder, "seccomp-compose-lint.json")));
    const again = await runCli(folder, ["docker-run", ...ENGINE, "--fix", MENDED]);
    assert.deepEqual(again, { code: 0, stdout: `${MENDED}\n`, stderr: "" });
  });

  it("prints the mended line with all that stands before and behind the command", async (test) => {
    const line = `cd /srv && sudo -E A=1 ${LINE} 2>&1 | tee log; echo done # end`;
    const one = await runCli(temporaryFolder(test), ["docker-run", ...ENGINE, line]);
    assert.ok(one.stdout.endsWith(`\nMended:\n\n${line.replace(LINE, MENDED)}\n`), one.stdout);
    const files = {
      "run.sh": `#!/bin/sh\n  A=1 ${LINE} \\\n    --x | cat\n`,
      "two.sh": `${LINE} && ${LINE}\n`,
      "ci.yml": `script:\n  - "sudo ${LINE} && echo \\"x\\""\n`,
      "README.md": `Run \`sudo ${LINE}\` now.\n`,
    };
    const folder = temporaryFolder(test, files);
    const expected: Record<keyof typeof files, string> = {
      "run.sh": `Mended, line 2:\n\nA=1 ${MENDED} \\\n    --x | cat\n`,
      "two.sh": `Mended, line 1:\n\n${MENDED} && ${MENDED}\n`,
      "ci.yml": `Mended, line 2:\n\nsudo ${MENDED} && echo \\"x\\"\n`,
      "README.md": `Mended, line 1:\n\nsudo ${MENDED}\n`,
    };
    for (const [file, mended] of Object.entries(expected)) {
      const { stdout } = await runCli(folder, ["docker-run", ...ENGINE, "--file", file]);
      assert.ok(stdout.endsWith(`\n${mended}`), stdout);
    }
  });

  it("obeys comments that switch rules off, and tells of those that need not", async (test) => {
    const folder = temporaryFolder(test, {
      "run.sh": `# compose-lint-disable-next-line thread-creation -- old host\n${LINE}\n${LINE} # compose-lint-disable-line\n${LINE}\n`,
      "block.sh": `# compose-lint-disable thread-creation\n${LINE}\n# compose-lint-enable\n${LINE}\n`,
      Makefile: `x:\n\t# compose-lint-disable-next-line thread-creation, thread-limit\n\t@${LINE}\n`,
      "README.md": `<!-- compose-lint-disable-next-line -->\nRun \`${LINE}\`.\n`,
      "ci.yml": `script:\n  # eslint-disable-next-line compose-lint/thread-creation\n  - ${LINE}\n`,
      Jenkinsfile: `node {\n  // compose-lint-disable-next-line thread-creation\n  sh '${LINE}'\n}\n`,
      "limit.sh": `# compose-lint-disable-next-line thread-limit\ndocker run --pids-limit 4 \\\n  --name web node:20-alpine node x.js\n`,
    });
    const lint = async (file: string): Promise<string[]> => {
      const { stdout, stderr } = await runCli(folder, ["docker-run", ...ENGINE, "--format", "json", "--file", file]);
      assert.equal(stderr, "");
      const { commands } = JSON.parse(stdout) as { commands: { line: number; corrected: string | null; messages: { ruleId: string }[] }[] };
      return commands.map(({ line, corrected, messages }) => `${line} ${messages.map(({ ruleId }) => ruleId.replace("compose-lint/", "")).join()} ${corrected === null ? "left" : "mended"}`);
    };
    assert.deepEqual(await lint("run.sh"), ["2  left", "3  left", "4 thread-creation mended"]);
    assert.deepEqual(await lint("block.sh"), ["2  left", "4 thread-creation mended"]);
    for (const file of ["Makefile", "README.md", "ci.yml", "Jenkinsfile", "limit.sh"]) assert.match((await lint(file)).join(), /^\d {2}left$/u, file);
    const { code, stdout } = await runCli(folder, ["docker-run", ...ENGINE, "--file", "Makefile"]);
    assert.equal(code, 0);
    assert.match(stdout, /2:52 {2}warning {2}Unused compose-lint-disable-next-line directive \(no problems were reported from\s+'compose-lint\/thread-limit'\)/u);
    const fixed = await runCli(folder, ["docker-run", ...ENGINE, "--fix", "--file", "run.sh"]);
    assert.equal(fixed.code, 0, fixed.stdout);
    assert.equal(readFileSync(path.join(folder, "run.sh"), "utf8").match(/security-opt/gu)?.length, 1);
  });

  it("speaks of options, not of keys", async (test) => {
    const said = async (line: string): Promise<string> => (await runCli(temporaryFolder(test), ["docker-run", "--engine", "25.0.9", line])).stdout.replaceAll(/\s+/gu, " ");
    assert.match(await said("docker run --memory 64 --memory-swap -1 node:20"), /`--memory 64` of the container `node` is 64 B/);
    assert.match(await said("docker run --user 1000 --ulimit nproc=4 node:20"), /`--ulimit nproc=4` is too low for the container `node`/);
    assert.match(await said("docker run alpine:3.20 chromium"), /or `--cap-add SYS_ADMIN`, which permits more/);
    assert.match(await said("docker run --memory 64m --memory-swap 32m node:20"), /`--memory-swap 32m` .* below `--memory 64m`/);
    assert.equal(await said("docker run --memory 64m --memory-swap -1 node:20"), "");
  });

  it("mends the commands of a file in place, CRLF and all else kept", async (test) => {
    const page = `# Run\r\n\r\n\`\`\`sh\r\n$ docker run --rm \\\r\n    -it \\\r\n    node:20\r\n\`\`\`\r\n\r\nor \`${LINE}\`.\r\n`;
    const folder = temporaryFolder(test, { "README.md": page });
    const dry = await runCli(folder, ["docker-run", ...ENGINE, "--file", "README.md", "--fix-dry-run"]);
    assert.match(dry.stdout, /^\+ {4}--security-opt seccomp=\.\/seccomp-compose-lint\.json \\/m);
    assert.equal(dry.code, 0, dry.stdout + dry.stderr);
    assert.equal(readFileSync(path.join(folder, "README.md"), "utf8"), page);
    const fixed = await runCli(folder, ["docker-run", ...ENGINE, "--file", "README.md", "--fix"]);
    assert.equal(fixed.code, 0, fixed.stdout + fixed.stderr);
    const expected = page
      .replace("-it \\\r\n", "-it \\\r\n    --security-opt seccomp=./seccomp-compose-lint.json \\\r\n")
      .replace(LINE, MENDED);
    assert.equal(readFileSync(path.join(folder, "README.md"), "utf8"), expected);
  });

  it("mends a command of a page whose lines go on behind prompts, with prompts", async (test) => {
    const text = "```console\n$ docker run -d \\\n>   --name web \\\n>   node:20 node server.js\nok\n```\n";
    const folder = temporaryFolder(test, { "README.md": text });
    const { code, stderr } = await runCli(folder, ["docker-run", ...ENGINE, "--fix", "--file", "README.md"]);
    assert.equal(code, 0, stderr);
    const entry = ">   --security-opt seccomp=./seccomp-compose-lint.json \\\n";
    assert.equal(readFileSync(path.join(folder, "README.md"), "utf8"), text.replace(">   node", `${entry}>   node`));
    const again = await runCli(folder, ["docker-run", ...ENGINE, "--fix", "--file", "README.md"]);
    assert.deepEqual([again.code, again.stderr], [0, ""]);
  });

  it("mends the quoted values of CI files", async (test) => {
    const folder = temporaryFolder(test, { ".gitlab-ci.yml": 'variables:\n  TAG: "20"\njob:\n  script:\n    - "docker run \\"--rm\\" node:$TAG npm test"\n' });
    const fixed = await runCli(folder, ["docker-run", ...ENGINE, "--file", ".gitlab-ci.yml", "--fix"]);
    assert.equal(fixed.code, 0, fixed.stdout + fixed.stderr);
    assert.match(
      readFileSync(path.join(folder, ".gitlab-ci.yml"), "utf8"),
      /- "docker run \\"--rm\\" --security-opt seccomp=\.\/seccomp-compose-lint\.json node:\$TAG npm test"\n/,
    );
  });

  it("does not read the Compose project or the .env file of the folder", async (test) => {
    const folder = temporaryFolder(test, { ".env": "TAG=20\n", "compose.yaml": "services: {web: {image: x, security_opt: [seccomp=unconfined]}}\n" });
    const { stdout } = await runCli(folder, ["docker-run", ...ENGINE, "docker run --name web node:$TAG"], { variables: { COMPOSE_FILE: "compose.yaml" } });
    assert.equal(stdout, "");
    const known = await runCli(folder, ["docker-run", ...ENGINE, "docker run node:$TAG"], { variables: { TAG: "20" } });
    assert.equal(known.code, 1);
  });

  it("prints JSON", async (test) => {
    const { stdout } = await runCli(temporaryFolder(test), ["docker-run", ...ENGINE, "--format", "json", LINE]);
    const { commands } = JSON.parse(stdout) as { commands: { corrected: string; line: number; column: number; messages: { ruleId: string; column: number; fixable: boolean }[] }[] };
    assert.equal(commands[0]?.corrected, MENDED);
    assert.deepEqual(
      commands[0].messages.map(({ ruleId, column, fixable }) => ({ ruleId, column, fixable })),
      [{ ruleId: "compose-lint/thread-creation", column: 26, fixable: true }],
    );
  });

  it("prints the Compose file, and what it leaves out", async (test) => {
    const { code, stdout } = await runCli(temporaryFolder(test), ["docker-run", "--to-compose", "docker run -d --name web -p 80:80 -v data:/d --cidfile x -e 'A=$B' nginx:1 nginx -g 'daemon off;'"]);
    assert.equal(code, 0);
    assert.equal(
      stdout,
      `# \`--cidfile\`: Compose writes no file with the container's id; \`docker compose ps -q\` prints it.
services:
  web:
    image: nginx:1
    container_name: web
    ports:
      - "80:80"
    volumes:
      - data:/d
    environment:
      - A=$$B
    command:
      - nginx
      - "-g"
      - "daemon off;"
volumes:
  data:
`,
    );
  });

  it("tells of a missing file of variables at its place, and judges the rest", async (test) => {
    const folder = temporaryFolder(test, { "there.env": "A B=1\n", "run.sh": `docker run --env-file gone.env alpine:3.23\n`, "run.md": "    docker run --env-file gone.env alpine:3.23\n" });
    const words = ["docker-run", ...ENGINE, "--format", "json"];
    const told = async (...command: string[]): Promise<string[]> => {
      const { code, stdout } = await runCli(folder, [...words, ...command], { variables: { HERE: folder } });
      const { commands } = JSON.parse(stdout) as { commands: { messages: { ruleId: string; column: number; message: string }[] }[] };
      const messages = commands.flatMap((each) => each.messages);
      assert.equal(code, messages.length > 0 ? 1 : 0);
      return messages.map(({ ruleId, column, message }) => `${column} ${ruleId.replace("compose-lint/", "")} ${message}`);
    };
    const [missing, crashes, ...more] = await told("docker run --env-file gone.env -d node:20");
    assert.equal(missing, "23 project-files The file gone.env does not exist, so `docker run` creates no container (exit status 125). Name it as it lies from the folder in which the command runs, or write it before.");
    assert.match(crashes ?? "", /^35 thread-creation /u);
    assert.deepEqual(more, []);
    assert.match((await told("podman create --env-file=$HERE/gone.env alpine:3.23")).join(), /^26 project-files The file gone\.env does not exist, so `podman create` creates no container \(exit status 125\)\./u);
    assert.match((await told("docker run --env-file . alpine:3.23")).join(), /^23 project-files The file \S+ is not a file, so/u);
    assert.equal((await told("--file", "run.sh")).length, 1);
    for (const known of ["there.env", "$NOT_SET/x", '"$(pwd)/$(date)"', "/dev/stdin", "~/x"]) assert.deepEqual(await told(`docker run --env-file ${known} alpine:3.23`), [], known);
    assert.deepEqual(await told("--rule", "project-files: off", "docker run --env-file gone.env alpine:3.23"), []);
    assert.deepEqual(await told("--file", "run.md"), []);
  });

  it("prints what nobody sees in escapes that YAML reads", async (test) => {
    const value = "x\u200b\u00ad\u{e0041}";
    const { stdout } = await runCli(temporaryFolder(test), ["docker-run", "--to-compose", `docker run -e 'A=${value}' nginx:1`]);
    assert.ok(stdout.includes(String.raw`- "A=x\u200b\u00ad\U000e0041"`), stdout);
    assert.deepEqual((parse(stdout) as { services: { nginx: { environment: string[] } } }).services.nginx.environment, [`A=${value}`]);
  });

  it("tells of a command that the client would refuse with its place, and of the others all the same", async (test) => {
    const folder = temporaryFolder(test, { "run.sh": `docker run --nmae x y\n${LINE}\ndocker run 'z\n`, "no.sh": "ls\n", "binary.sh": Buffer.of(0x80, 0xff) });
    const { code, stdout, stderr } = await runCli(folder, ["docker-run", ...ENGINE, "--file", "run.sh"]);
    assert.equal(code, 2);
    assert.match(stdout, /thread-creation/);
    assert.equal(
      stderr,
      "compose-lint: run.sh:1:12: --nmae is not an option of `docker run`. Did you mean --name?\n" +
        "compose-lint: run.sh:3:12: This single quote is never closed.\n",
    );
    for (const [words, message] of [
      [["docker ps"], /What was given has no `docker run`/],
      [["run.sh"], /run\.sh is a file: give it with --file\./],
      [["--file", "no.sh"], /no\.sh has no `docker run`/],
      [["--file", "nowhere"], /^compose-lint: --file names nowhere, and there is nothing of that name\. Name a script or page that has the commands, or give the command itself, without --file\.\n$/u],
      [["--file", "."], /^compose-lint: --file names .*, which is no file but a folder, a pipe or a device\. Name a script/u],
      [["--file", "binary.sh"], /^compose-lint: --file names binary\.sh, which is not text in UTF-8\. Name a script/u],
      [["--file", "run.sh", LINE], /not both/],
      [["-d", LINE], /Put the command line in quotes/],
      [["--format", "xml", LINE], /There is no format xml/],
    ] as const) {
      const run = await runCli(folder, ["docker-run", ...words]);
      assert.equal(run.code, 2, words.join(" "));
      assert.match(run.stderr, message);
    }
  });

  it("says that podman's own profile is another one", async (test) => {
    const { stderr } = await runCli(temporaryFolder(test), ["docker-run", ...ENGINE, "podman run node:20"]);
    assert.match(stderr, /`podman run` is judged as Docker Engine would run it/);
  });
});

describe("docker-run --fix leaves", () => {
  /** A rule of the user's own, for the service that a command stands for. */
  const plugin = (body: string): Record<string, string> => ({
    "own.mjs": `import { writeFileSync } from "node:fs";
export default { meta: { name: "own" }, rules: { rule: { meta: { type: "problem", fixable: "code" }, create: (context) => ({
  ComposeFile() {
    const { text } = context.sourceCode;
    ${body}
  },
}) } } };\n`,
    "compose-lint.config.yaml": "plugins: [./own.mjs]\nrules: { own/rule: error }\n",
  });
  const script = `set -e\n${LINE}\ndocker run redis:7 redis-server\n`;

  it("a command whose fixes are found wrong when they are judged again, and mends the others", async (test) => {
    const breaks = plugin('if (text.includes("node:20")) context.report({ loc: { line: 1, column: 0 }, message: "Wrong.", fix: (fixer) => fixer.replaceTextRange([0, 9], "a: [") });');
    const folder = temporaryFolder(test, { ...breaks, "run.sh": script });
    const run = await runCli(folder, ["docker-run", ...ENGINE, "--fix", "--file", "run.sh"]);
    assert.equal(run.code, 2);
    assert.match(run.stderr, /^compose-lint: run\.sh:2 is left as it is\. With its fixes it would no longer be valid YAML\. Mend it by hand\./mu);
    assert.equal(readFileSync(path.join(folder, "run.sh"), "utf8"), script.replace("run redis", "run --security-opt seccomp=./seccomp-compose-lint.json redis"));
    const alone = await runCli(folder, ["docker-run", ...ENGINE, "--fix", LINE]);
    assert.deepEqual([alone.code, alone.stdout], [2, `${LINE}\n`]);
    assert.match(alone.stderr, /^compose-lint: <command>:1 is left as it is\. /mu);
    const dry = await runCli(folder, ["docker-run", ...ENGINE, "--fix-dry-run", LINE]);
    assert.equal(dry.code, 2);
    assert.match(dry.stderr, /^compose-lint: <command>:1 is left as it is\. /mu);
  });

  it("a file that was changed meanwhile, and writes no profile for it", async (test) => {
    const changes = plugin('writeFileSync("FILE", "# mine\\n");');
    const folder = temporaryFolder(test, { ...changes, "run.sh": script });
    const file = path.join(folder, "run.sh");
    writeFileSync(path.join(folder, "own.mjs"), (changes["own.mjs"] ?? "").replace("FILE", file.replaceAll("\\", "/")));
    const run = await runCli(folder, ["docker-run", ...ENGINE, "--fix", "--file", "run.sh"]);
    assert.equal(run.code, 2);
    assert.equal(run.stderr, "compose-lint: run.sh was not written: it was changed by something else since it was read. Run this again.\n");
    assert.equal(readFileSync(file, "utf8"), "# mine\n");
    assert.ok(!existsSync(path.join(folder, "seccomp-compose-lint.json")));
  });

  it("a profile that somebody else made meanwhile", async (test) => {
    const folder = temporaryFolder(test, plugin(""));
    const profile = path.join(folder, "seccomp-compose-lint.json");
    // When the rule sees the profile's name, the fix is chosen.
    writeFileSync(path.join(folder, "own.mjs"), (plugin('if (text.includes("seccomp-compose-lint")) writeFileSync("FILE", "{}");')["own.mjs"] ?? "").replace("FILE", profile.replaceAll("\\", "/")));
    const run = await runCli(folder, ["docker-run", ...ENGINE, "--fix", LINE]);
    assert.deepEqual([run.code, run.stdout], [2, ""]);
    assert.equal(run.stderr, "compose-lint: seccomp-compose-lint.json was not written: somebody else made it meanwhile. Run this again.\n");
    assert.equal(readFileSync(profile, "utf8"), "{}");
  });

  it("a command in a text that cannot hold the change, and offers none", async (test) => {
    // A word that has to be quoted with the quotes around the command.
    const text = "steps:\n  - run: '" + LINE.replace("--name web", '--name "a b"') + "'\n";
    const folder = temporaryFolder(test, { "ci.yml": text, "compose-lint.config.yaml": "settings: { profilePath: \"it's mine.json\" }\n" });
    const run = await runCli(folder, ["docker-run", ...ENGINE, "--fix", "--file", "ci.yml"]);
    assert.equal(run.code, 1, run.stderr);
    assert.equal(readFileSync(path.join(folder, "ci.yml"), "utf8"), text);
    assert.doesNotMatch(run.stdout, /can be mended|Mended/u);
    assert.deepEqual(readdirSync(folder).sort(), ["ci.yml", "compose-lint.config.yaml"]);
  });
});
