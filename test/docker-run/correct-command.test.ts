import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { composeServiceOf } from "../../src/docker-run/compose-service.js";
import { correctCommand } from "../../src/docker-run/correct-command.js";
import { parseRun } from "../../src/docker-run/parse-run.js";
import { writeCompose } from "../../src/docker-run/write-compose.js";
import { applyEdits } from "../../src/text/text-edit.js";

/** The command line after its Compose file was changed, and the changes that no flag can say. */
function corrected(line: string, change: (compose: string) => string): { line: string; impossible: readonly string[] } {
  const command = parseRun(line);
  assert.ok(command !== null);
  const service = composeServiceOf(command);
  const written = writeCompose(service);
  const changed = change(written.text);
  assert.notEqual(changed, written.text, written.text);
  const { edits, impossible } = correctCommand(line, command, service, written, changed);
  return { line: applyEdits(line, edits), impossible };
}

const add = (keys: string) => (compose: string): string => compose.replace(/^( {4}image:.*\n)/mu, `$1${keys}`);
const swap = (from: string | RegExp, to: string) => (compose: string): string => compose.replace(from, to);

describe("the correction of a command line", () => {
  it("adds flags before the image", () => {
    const result = corrected("docker run -d node:20 node x.js", add("    security_opt:\n      - seccomp=./x.json\n    pids_limit: 20\n    init: true\n"));
    assert.deepEqual(result, { line: "docker run -d --security-opt seccomp=./x.json --pids-limit 20 --init node:20 node x.js", impossible: [] });
  });

  it("adds a line where each flag has one", () => {
    const line = "docker run \\\n  -d \\\n  --name 'my app' \\\n  node:20 \\\n  node x.js # now";
    assert.equal(
      corrected(line, add("    mem_limit: 64m\n")).line,
      "docker run \\\n  -d \\\n  --name 'my app' \\\n  --memory 64m \\\n  node:20 \\\n  node x.js # now",
    );
  });

  it("changes a value in place, in its form and with all of its flags", () => {
    assert.equal(corrected('docker run --memory="64m" -m=32m x', swap("mem_limit: 32m", "mem_limit: 128m")).line, 'docker run --memory="64m" -m=128m x');
    assert.equal(corrected("docker run --ulimit nproc=5 x", swap("nproc: 5", "nproc: 50")).line, "docker run --ulimit nproc=50 x");
    assert.equal(
      corrected("docker run --ulimit nproc=5:6 x", swap("soft: 5\n        hard: 6", "soft: 50\n        hard: 60")).line,
      "docker run --ulimit nproc=50:60 x",
    );
    assert.equal(corrected("docker run node:20 node", swap("image: node:20", "image: node:20-bullseye")).line, "docker run node:20-bullseye node");
    assert.equal(corrected("docker run -e 'A=b c' x", swap('"A=b c"', '"A=b\'d e"')).line, "docker run -e 'A=b'\\''d e' x");
  });

  it("takes a flag away with its line", () => {
    assert.equal(
      corrected("docker run \\\n  --privileged \\\n  -d \\\n  x", swap("    privileged: true\n", "")).line,
      "docker run \\\n  -d \\\n  x",
    );
    assert.equal(
      corrected("docker run --security-opt seccomp=unconfined --security-opt a=b x", swap("      - seccomp=unconfined\n", "")).line,
      "docker run --security-opt a=b x",
    );
  });

  it("says what no flag can say", () => {
    assert.deepEqual(corrected("docker run -dit x", swap("    tty: true\n", "")).impossible, ["tty"]);
    assert.deepEqual(corrected("docker run x", add("    profiles: [a]\n")).impossible, ["profiles.-1"]);
  });
});
