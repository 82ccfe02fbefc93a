import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { parseRun } from "../../src/docker-run/parse-run.js";
import type { RunCommand } from "../../src/docker-run/run-command.js";

function parsed(text: string): RunCommand {
  const command = parseRun(text);
  assert.ok(command !== null, text);
  return command;
}

function flagsOf(text: string): [string, string][] {
  const command = parsed(text);
  assert.deepEqual(command.problems, []);
  return command.flags.map(({ name, value }) => [name, value]);
}

function problemOf(text: string): [string, string] {
  const { problems } = parsed(text);
  const [problem] = problems;
  assert.equal(problems.length, 1, JSON.stringify(problems));
  return [text.slice(...(problem?.range ?? [0, 0])), problem?.message ?? ""];
}

describe("a docker run command", () => {
  it("ends its flags at the image", () => {
    const command = parsed("docker run --rm node:20 node --rm -e 1");
    assert.deepEqual(command.flags.map(({ name }) => name), ["rm"]);
    assert.equal(command.image?.text, "node:20");
    assert.deepEqual(command.args.map(({ text }) => text), ["node", "--rm", "-e", "1"]);
  });

  it("takes values behind a blank, behind `=`, and joined to a letter", () => {
    assert.deepEqual(flagsOf("docker run --name a --name=b -p 1:1 -p=2:2 -p3:3 x"), [
      ["name", "a"],
      ["name", "b"],
      ["publish", "1:1"],
      ["publish", "2:2"],
      ["publish", "3:3"],
    ]);
  });

  it("takes letters together, the last one with a value", () => {
    assert.deepEqual(flagsOf("docker run -ditp 80:80 -itv/a:/b x"), [
      ["detach", "true"],
      ["interactive", "true"],
      ["tty", "true"],
      ["publish", "80:80"],
      ["interactive", "true"],
      ["tty", "true"],
      ["volume", "/a:/b"],
    ]);
  });

  it("gives switches values as Go reads booleans", () => {
    assert.deepEqual(flagsOf("docker run --rm=false --init=T -i=0 x"), [
      ["rm", "false"],
      ["init", "true"],
      ["interactive", "false"],
    ]);
  });

  it("knows hidden flags, those of podman and nerdctl, and what stands before the verb", () => {
    assert.deepEqual(flagsOf("docker -H tcp://x --debug container run --net host --dns-opt a --net-alias b x"), [
      ["net", "host"],
      ["dns-opt", "a"],
      ["net-alias", "b"],
    ]);
    assert.deepEqual(flagsOf("podman --log-level debug run --pod p --replace --health-startup-cmd c x"), [
      ["pod", "p"],
      ["replace", "true"],
      ["health-startup-cmd", "c"],
    ]);
    assert.deepEqual(flagsOf("nerdctl -n k8s.io run --umask 022 --rdt-class c x"), [
      ["umask", "022"],
      ["rdt-class", "c"],
    ]);
    assert.equal(parsed("/usr/bin/docker create x").verb, "create");
    assert.equal(parsed("docker.exe run x").client, "docker");
  });

  it("is none where another command is called", () => {
    for (const text of ["docker ps", "docker compose run web", "docker", "dockerd run x", "echo docker run x", ""]) {
      assert.equal(parseRun(text), null, text);
    }
  });

  it("reads quotes, backslashes, continued lines, redirections and comments as a shell does", () => {
    const command = parsed("docker run -e 'A=b c' -e \"D=\\\"e\\\"\" \\\r\n  -e F=g\\ h 2>&1 x 'sh' -c \"a; b\" > out # and so on\necho no");
    assert.deepEqual(command.flags.map(({ value }) => value), ["A=b c", 'D="e"', "F=g h"]);
    assert.equal(command.image?.text, "x");
    assert.deepEqual(command.args.map(({ text }) => text), ["sh", "-c", "a; b"]);
    assert.equal(parsed("docker run `\n  -d `\n  x").image?.text, "x");
    assert.equal(parsed("docker run ^\r\n  -d ^\r\n  x").image?.text, "x");
  });

  it("keeps variables in the form of Compose, and dollars that are none", () => {
    const command = parsed("docker run -e A=$B -e C=${D:-e} -e 'F=$G' -e H=\\$I -v $(pwd):/x -e J=$(date) node:${TAG}");
    assert.deepEqual(
      command.flags.map(({ value }) => value),
      ["A=${B}", "C=${D:-e}", "F=$$G", "H=$$I", "${PWD}:/x", "J=${OUTPUT_OF_A_COMMAND}"],
    );
    assert.equal(command.image?.text, "node:${TAG}");
  });

  it("takes a variable among the flags for options, and one in the last place for the image", () => {
    const command = parsed("docker run --rm $DOCKER_OPTS $IMAGE npm test");
    assert.deepEqual(command.opaque.map(({ splits }) => splits), ["DOCKER_OPTS"]);
    assert.equal(command.image?.text, "${IMAGE}");
    assert.equal(parsed("docker run $OPTS").image?.text, "${OPTS}");
  });

  it("reads a Makefile's variables and doubled dollars", () => {
    const text = "docker run -v $(PWD):/x -e A=$$B $(IMG) sh -c 'echo $$C'";
    const command = parseRun(text, 0, text.length, "make");
    assert.ok(command !== null);
    assert.deepEqual(command.flags.map(({ value }) => value), ["${PWD}:/x", "A=${B}"]);
    assert.equal(command.image?.text, "${IMG}");
    assert.equal(command.args[2]?.text, "echo $$C");
  });

  it("tells what the client would refuse, and where", () => {
    assert.deepEqual(problemOf("docker run --secuirty-opt x node"), [
      "--secuirty-opt",
      "--secuirty-opt is not an option of `docker run`. Did you mean --security-opt?",
    ]);
    assert.deepEqual(problemOf("docker run --pod p x"), ["--pod", "--pod is not an option of `docker run`. podman has it."]);
    assert.deepEqual(problemOf("docker run -dz x"), ["z", "-z is not an option of `docker run`."]);
    assert.deepEqual(problemOf("docker run --rm=maybe x"), ["maybe", "--rm takes true or false, not `maybe`."]);
  });

  it("tells of a value or an image that is missing", () => {
    assert.deepEqual(problemOf("docker run -d --name"), ["--name", "--name needs a value, and nothing follows it."]);
    assert.deepEqual(problemOf("docker run -d"), ["docker run", "`docker run` needs an image behind its options."]);
  });

  it("tells where a quote or a substitution was opened", () => {
    assert.deepEqual(problemOf("docker run -d 'node"), ["'", "This single quote is never closed."]);
    assert.deepEqual(problemOf('docker run -e "A=b x'), ['"', "This double quote is never closed."]);
    assert.deepEqual(problemOf("docker run $(date x"), ["$", "This substitution is never closed with `)`."]);
  });

  it("stays in its text whatever follows", () => {
    const word = fc.oneof(
      fc.constantFrom("-d", "--name", "--rm=x", "--", "-", "'", '"', "\\", "$", "${", "$(", "`", "\n", ";", "<", ">>", "#", "--unknown", "-itz", "=", "x:1"),
      fc.string({ maxLength: 6, unit: "binary" }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.constantFrom("shell" as const, "make" as const), (words, dialect) => {
        const text = `docker run ${words.join(" ")}`;
        const command = parseRun(text, 0, text.length, dialect);
        if (command === null) return;
        const ranges = [command.range, ...command.flags.flatMap(({ range, valueRange }) => [range, valueRange]), ...command.problems.map(({ range }) => range)];
        for (const [start, end] of ranges) assert.ok(start >= 0 && start <= end && end <= text.length, JSON.stringify(text));
        assert.ok(command.problems.length > 0 || command.image !== null);
      }),
      { numRuns: 1000 },
    );
  });
});

// Each of these was given to the docker client 28.2, which refused it before it asked an engine.
describe("a docker run command that the client refuses", () => {
  const cases: [command: string, at: string, message: string][] = [
    ["docker run --rm --restart always x", "--restart always", "--restart does not go with --rm: a container that is removed cannot be restarted."],
    ["docker create --restart=on-failure:3 --rm x", "--rm", "--rm does not go with --restart: a container that is removed cannot be restarted."],
    ["docker run -d -a stdout x", "-a stdout", "-a does not go with -d: a container in the background is attached to nothing."],
    ["docker run --no-healthcheck --health-cmd true x", "--health-cmd true", "--health-cmd does not go with --no-healthcheck: without a health check there is nothing to set."],
    ["docker run --health-retries -1 x", "-1", "--health-retries takes no number below 0."],
    ["docker run -e =b x", "=b", "-e takes NAME=VALUE, not `=b`."],
    ["docker run --label '' x", "''", "--label takes NAME=VALUE, not an empty value."],
    ["docker run --add-host db x", "db", "--add-host takes NAME:ADDRESS, not `db`."],
    ["docker run --pull foo x", "foo", "--pull takes always, missing or never, not `foo`."],
  ];
  for (const [command, at, message] of cases) {
    it(command, () => {
      assert.deepEqual(problemOf(command), [at, message]);
    });
  }

  it("names an image that is none", () => {
    for (const image of ["nginx:", "a@b", "acme/Web"]) {
      const [at, message] = problemOf(`docker run ${image} sh`);
      assert.equal(at, image);
      assert.match(message, /^`.*` is no name of an image: \S/u);
    }
  });

  it("and none that it takes, that a variable may mend, or that only stands for one", () => {
    const taken = [
      ...["--rm --restart no x", "--rm --restart '' x", "--rm=false --restart always x", "--rm --restart $R x", "-d=false -a stdout x"],
      ...["--no-healthcheck --health-cmd '' x", "--no-healthcheck --health-interval 0s x", "--pull '' x", "--add-host a:1.2.3.4 x"],
      ...["$IMAGE", "node:$TAG", "IMAGE", "[IMAGE]", "'{{ image }}'", `sha256:${"a".repeat(64)}`, "a".repeat(64), "localhost:5000/a/b@sha256:" + "a".repeat(64)],
    ];
    for (const rest of taken) assert.deepEqual(parsed(`docker run ${rest}`).problems, [], rest);
    assert.deepEqual(parsed("podman run --rm --restart always acme/Web").problems, []);
  });
});
