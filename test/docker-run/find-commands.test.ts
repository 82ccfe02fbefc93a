import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { rangeInFile } from "../../src/docker-run/code-region.js";
import { codeKind, type CodeKind } from "../../src/docker-run/code-regions.js";
import { findCommands } from "../../src/docker-run/find-commands.js";

/** The commands as they stand in the file. */
function found(text: string, kind: CodeKind): string[] {
  return findCommands(text, kind).map(({ command, region }) => text.slice(...rangeInFile(region, command.range)));
}

describe("the commands in a file", () => {
  it("are looked for as its name says", () => {
    assert.equal(codeKind("/a/Makefile"), "makefile");
    assert.equal(codeKind("build.mk"), "makefile");
    assert.equal(codeKind("README.md"), "page");
    assert.equal(codeKind(".gitlab-ci.yml"), "yaml");
    assert.equal(codeKind("package.json"), "yaml");
    assert.equal(codeKind("C:\\x\\run.sh"), "script");
    assert.equal(codeKind("Jenkinsfile"), "script");
  });

  it("stand in a script where a command may start", () => {
    const script = [
      "#!/bin/sh",
      "# docker run comment",
      "sudo -E docker run -d a",
      "if true; then docker run b; fi",
      'ID=$(docker run -d c) && echo "$ID"',
      "DOCKER_BUILDKIT=1 podman run d | cat",
      "echo docker run no",
      "my-docker run no",
      "exec nerdctl run e",
      "",
    ].join("\n");
    assert.deepEqual(found(script, "script"), ["docker run -d a", "docker run b", "docker run -d c", "podman run d", "nerdctl run e"]);
  });

  it("stand in quotes of another language", () => {
    assert.deepEqual(found("node { sh 'docker run -it x bash' }\n", "script"), ["docker run -it x bash"]);
  });

  it("stand in a page between fences, indented, and in a line of text", () => {
    const page = "Use docker run x.\n\nOr `docker run y`:\n\n```console\n$ docker run \\\n    -d z\nout\n```\n\n    # docker run w\n\ntext\n";
    assert.deepEqual(found(page, "page"), ["docker run y", "docker run \\\n    -d z", "docker run w"]);
  });

  it("are not what a page or a text in quotes only mentions", () => {
    assert.deepEqual(found("The option `docker run --memory`, or `docker run`:\n\n    docker run [OPTIONS] IMAGE\n    docker run\n", "page"), ["docker run [OPTIONS] IMAGE"]);
    assert.deepEqual(found('@test "docker run --rm" {\necho "docker run does"\ndocker run -d\n', "script"), ["docker run does", "docker run -d"]);
  });

  it("stand in a Makefile behind its marks", () => {
    assert.deepEqual(found("run:\n\t@docker run --rm $(IMG)\n\t-docker run x\n", "makefile"), ["docker run --rm $(IMG)", "docker run x"]);
  });

  it("stand in the values of a YAML file, whatever their style", () => {
    const text = [
      "job:",
      "  script:",
      "    - docker run --rm a",
      '    - "docker run -e \\"A=b c\\" b"',
      "    - |",
      "      docker run \\",
      "        -d c",
      "    - >-",
      "      docker run",
      "      -d d",
      "  docker run: no",
      "",
    ].join("\n");
    assert.deepEqual(found(text, "yaml"), [
      "docker run --rm a",
      'docker run -e \\"A=b c\\" b',
      "docker run \\\n        -d c",
      "docker run\n      -d d",
    ]);
    assert.deepEqual(found('{"scripts": {"start": "docker run -p 80:80 x"}}', "yaml"), ["docker run -p 80:80 x"]);
  });

  it("know the variables that the file sets before them", () => {
    const variables = (text: string, kind: CodeKind) => findCommands(text, kind).map((command) => command.variables);
    assert.deepEqual(variables("T=20\nIMAGE=\"node:$T\"\nD=$(date)\ndocker run $IMAGE\nT=21\n", "script"), [{ T: "20", IMAGE: "node:20" }]);
    assert.deepEqual(variables("IMG ?= node:20\nx:\n\tdocker run $(IMG)\n", "makefile"), [{ IMG: "node:20" }]);
    assert.deepEqual(variables("variables:\n  TAG: '20'\njob:\n  script: docker run node:$TAG\n", "yaml"), [{ TAG: "20" }]);
  });

  it("are found or not, and never outside the text", () => {
    const piece = fc.oneof(
      fc.constantFrom("docker run ", "podman run x", "```", "`", "\n", "    ", "'", '"', "|\n  ", "- ", "a: ", "$(", "&x *x", "\t@", "\\\n"),
      fc.string({ maxLength: 8, unit: "binary" }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 15 }), fc.constantFrom<CodeKind>("script", "makefile", "page", "yaml"), (pieces, kind) => {
        const text = pieces.join("");
        for (const { command, region } of findCommands(text, kind)) {
          const [start, end] = rangeInFile(region, command.range);
          assert.ok(start >= 0 && start <= end && end <= text.length, JSON.stringify({ text, kind, start, end }));
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("prompts in a page", () => {
  const page = (fence: string): string => `# T\n\n\`\`\`console\n${fence}\`\`\`\n`;
  const flagsOf = (text: string): string[][] => findCommands(text, "page").map(({ command }) => command.flags.map(({ name }) => name));

  it("of the lines with which a command goes on are no redirections", () => {
    assert.deepEqual(flagsOf(page("$ docker run -d \\\n>   --name web \\\n>   node:20 x\nout\n")), [["detach", "name"]]);
    assert.deepEqual(flagsOf(page("me@host:~$ docker run \\\r\n> --rm \\\r\n> node:20\r\n")), [["rm"]]);
    assert.deepEqual(flagsOf("    # docker run \\\n    >  --rm node:20\n"), [["rm"]]);
  });

  it("count where the command stands behind one, and goes on", () => {
    assert.deepEqual(flagsOf(page("docker run --rm node:20 x \\\n> log\n")), [["rm"]]);
    assert.equal(findCommands(page("docker run --rm node:20 x \\\n> log\n"), "page")[0]?.command.args.length, 1);
  });
});
