import assert from "node:assert/strict";
import { parseComposeFile } from "../../../src/compose/parse.js";
import { composeServiceOf } from "../../../src/docker-run/compose-service.js";
import { findCommands } from "../../../src/docker-run/find-commands.js";
import { writeCompose } from "../../../src/docker-run/write-compose.js";
import { lintRunCommand } from "../../../src/lint/lint-run-command.js";
import { applyEdits } from "../../../src/text/text-edit.js";
import { MemoryFileSystem } from "../../memory-file-system.js";
import type { FuzzTarget } from "../fuzz-target.js";
import { assertPlace } from "../places.js";
import { problemsOf } from "../../compose/outline.js";

const kinds = ["script", "makefile", "page", "yaml"] as const;
const options = { cwd: "/project", fileSystem: new MemoryFileSystem({}), variables: {}, settings: { engine: "20.10.9", date: "2026-11-01" } } as const;

export const dockerRun: FuzzTarget = {
  seeds: () => [
    "docker run -d --name web -p 80:80 -e A=b -v $PWD:/x node:20 npm start\n",
    "IMG=python:3.11\nsudo docker run --rm -it \\\n  --security-opt seccomp=unconfined \\\n  --pids-limit 3 \"$IMG\" python -c 'x'\n",
    "x: y\ndocker create --memory=4m --ulimit nproc=3:4 --cap-add SYS_ADMIN redis:7 && podman run -ti node:20\n",
    "# Title\n\n```sh\ndocker run node:20\n```\n\n    nerdctl run redis:7\n\n`docker run node:20`\n",
    "steps:\n  - run: |\n      docker run --gpus 'device=0,1' --mount type=bind,src=/a,dst=/b node:20\n  - script: \"docker run node:20\"\n",
  ],
  pieces: ["docker run ", "node:20 ", "--security-opt ", "seccomp=unconfined ", "-e A=", "--env=", "-it ", "\\\n", "^\n", "'", '"', "$(", ")", "`", "$A ", "${B} ", "--mount type=bind,src=", "--gpus all ", "--ulimit nproc=1 ", "-p 80 ", "--name ", "&& ", "; ", "| ", "--", "<<E\n", "```\n"],
  async check(text) {
    await Promise.resolve();
    for (const kind of kinds) {
      const found = findCommands(text, kind);
      for (const { command, region } of found.slice(0, 8)) {
        assertPlace("the command", region.text, command.range);
        for (const flag of command.flags) assertPlace(flag.name, region.text, flag.range);
        const written = writeCompose(composeServiceOf(command)).text;
        assert.deepEqual(parseComposeFile(written).syntaxProblems, [], `${problemsOf(written).join()}\n${written}`);
      }
      const [first] = found.filter(({ command }) => command.problems.length === 0);
      if (first === undefined) continue;
      const linted = lintRunCommand(first, text, options);
      if (linted.edits === null) continue;
      const mended = applyEdits(text, linted.edits);
      const again = findCommands(mended, kind).find(({ command }) => command.problems.length === 0);
      assert.ok(again !== undefined, `the mended command is none:\n${mended}`);
      const files = Object.fromEntries(linted.requiredFiles.map((file) => [file.path, file.text]));
      const second = lintRunCommand(again, mended, { ...options, fileSystem: new MemoryFileSystem(files) });
      assert.deepEqual(second.edits, null, `a second fix changes something: ${mended}`);
    }
  },
};
