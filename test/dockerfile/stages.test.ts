import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseDockerfile } from "../../src/dockerfile/parse.js";
import { resolveStages, stageVariables, type StageOptions, type StageResolution } from "../../src/dockerfile/stages.js";

function resolve(text: string, options: StageOptions = {}): StageResolution {
  return resolveStages(parseDockerfile(text).ast, options);
}

function bases(text: string, options?: StageOptions): string[] {
  return resolve(text, options).stages.map(({ base }) => {
    if (base.kind === "image") return base.reference;
    return base.kind === "stage" ? `stage ${base.stage}` : base.kind;
  });
}

function codes(text: string, options?: StageOptions): string[] {
  return resolve(text, options).problems.map(({ code }) => code);
}

describe("bases", () => {
  it("are images, stages by name, or nothing", () => {
    assert.deepEqual(bases("FROM node:20 AS Build\nFROM build AS b\nFROM scratch\nFROM B\nFROM b\n"), [
      "node:20",
      "stage 0",
      "scratch",
      "unresolved",
      "stage 1",
    ]);
  });

  it("use the ARGs before the first FROM, given or by default, and no others", () => {
    const text = "ARG V=20\nARG W=${V}-slim\nFROM node:$W\nARG V=18\nFROM node:${V}\nFROM node:${X:-22}\n";
    assert.deepEqual(bases(text), ["node:20-slim", "node:20", "node:22"]);
    assert.deepEqual(bases(text, { args: { V: "16", X: "1" } }), ["node:16-slim", "node:16", "node:22"]);
  });

  it("say where each value comes from", () => {
    const text = "ARG V=20\nARG W\nFROM node:$V-$W-$TARGETARCH\n";
    const { stages } = resolve(text, { args: { W: "slim" } });
    const [stage] = stages;
    assert.ok(stage);
    assert.equal(stage.base.kind === "image" && stage.base.reference, "node:20-slim-amd64");
    const described = stage.base.variables.map(({ name, value, origin }) => [name, value, origin.kind]);
    assert.deepEqual(described, [
      ["V", "20", "default"],
      ["W", "slim", "supplied"],
      ["TARGETARCH", "amd64", "predefined"],
    ]);
    const [first] = stage.base.variables;
    assert.equal(first?.origin.kind === "default" && first.origin.declaration.value?.text, "20");
  });

  it("are unresolved with the reason where BuildKit refuses them", () => {
    const [empty, image] = resolve("ARG A\nFROM $A\nFROM node:$A\n").stages;
    assert.match(empty?.base.kind === "unresolved" ? empty.base.reason : "", /A is not set/);
    assert.match(
      image?.base.kind === "unresolved" ? image.base.reason : "",
      /"node:" is not the name of an image \(A is not set/,
    );
    assert.deepEqual(codes("ARG A\nFROM $A\nFROM node:$A\n"), ["unresolved-base", "invalid-image-name"]);
  });

  it("lead to the root image through any chain", () => {
    const { stages } = resolve("FROM alpine:3 AS a\nFROM a AS b\nFROM b\nFROM scratch AS s\nFROM s\n");
    assert.deepEqual(
      stages.map(({ rootImage }) => (rootImage.kind === "image" ? rootImage.reference : rootImage.kind)),
      ["alpine:3", "alpine:3", "alpine:3", "scratch", "scratch"],
    );
  });

  it("take the platform given", () => {
    const { stages } = resolve(
      "FROM --platform=$BUILDPLATFORM a AS x\nFROM --platform=linux/$TARGETARCH a:$TARGETVARIANT-$TARGETOS\n",
      {
        platformArgs: { TARGETPLATFORM: "linux/arm/v7" },
      },
    );
    assert.deepEqual(
      stages.map(({ platform }) => platform?.value),
      ["linux/amd64", "linux/arm"],
    );
    assert.equal(stages[1]?.base.kind === "image" && stages[1].base.reference, "a:v7-linux");
    assert.deepEqual(codes("FROM --platform=$NOPE a\n"), ["invalid-platform"]);
  });
});

describe("ARGs of a stage", () => {
  it("take the build argument, the own default, or the global value", () => {
    const text =
      "ARG A=1\nARG B=2\nARG C=3\nFROM x AS s\nARG A\nARG B=20\nARG C\nARG D\nARG E=$A$B\nENV A=e\nARG F=$A\n";
    const { stages } = resolve(text, { args: { C: "30", F: "60" } });
    const described = stages[0]?.args.map(({ name, value, origin, inherited }) => [
      name,
      value,
      origin.kind,
      inherited,
    ]);
    assert.deepEqual(described, [
      ["A", "1", "default", true],
      ["B", "20", "default", false],
      ["C", "30", "supplied", false],
      ["D", null, "unset", false],
      ["E", "120", "default", false],
      ["F", "60", "supplied", false],
    ]);
  });

  it("reach the stages that start from it, and no others", () => {
    const { stages } = resolve(
      "FROM x AS a\nARG A=1\nENV B=$A\nFROM a AS b\nARG C=$A$B\nFROM x\nARG D=$A\nFROM a\nARG E=$A$C\n",
    );
    assert.deepEqual(
      stages.map(({ args }) => args.map(({ value }) => value)),
      [["1"], ["11"], [""], ["1"]],
    );
    const second = stages[1];
    assert.ok(second);
    assert.deepEqual(
      [...stageVariables(stages, second)].map(([name, { value }]) => [name, value]),
      [
        ["A", "1"],
        ["B", "1"],
        ["C", "11"],
      ],
    );
  });
});

describe("the target", () => {
  const text = [
    "FROM a AS base",
    "FROM base AS build",
    "FROM b AS tools",
    "FROM c AS unused",
    "FROM base AS final",
    "COPY --from=build /x /y",
    "RUN --mount=type=bind,from=Tools,target=/t z",
    "COPY --from=busybox:1 /p /q",
    "",
  ].join("\n");

  it("is the last stage, and needs what it is built from and copies from", () => {
    const resolution = resolve(text);
    assert.ok(resolution.target);
    assert.equal(resolution.target.name, "final");
    assert.equal(resolution.finalStage, resolution.target);
    assert.deepEqual([...resolution.needed].sort(), [0, 1, 2, 4]);
    const described = resolution.target.dependencies.map((each) => [
      each.flag.name,
      each.kind === "stage" ? each.stage : each.reference,
    ]);
    assert.deepEqual(described, [
      ["from", 1],
      ["mount", 2],
      ["from", "busybox:1"],
    ]);
    assert.equal(resolution.target.runs.length, 1);
  });

  it("can be named", () => {
    assert.deepEqual([...resolve(text, { target: "Build" }).needed].sort(), [0, 1]);
    const unknown = resolve(text, { target: "nope" });
    assert.deepEqual(
      [unknown.target, unknown.needed.size, unknown.problems.map(({ code }) => code)],
      [null, 0, ["unknown-target"]],
    );
  });

  it("gets what ONBUILD left in the stage that it starts from", () => {
    const { stages, needed } = resolve(
      "FROM a AS base\nONBUILD COPY --from=tools x y\nFROM b AS tools\nFROM base\nRUN z\n",
    );
    assert.deepEqual(
      stages[2]?.triggers.map(({ type }) => type),
      ["Copy"],
    );
    assert.deepEqual([...needed].sort(), [0, 1, 2]);
  });
});

describe("what BuildKit refuses when it prepares the stages", () => {
  const cases: readonly [text: string, codes: string[]][] = [
    ["ARG A=1\n", ["no-stage"]],
    ["FROM a\nCOPY --from=3 x y\n", ["invalid-stage-number"]],
    ["FROM a\nCOPY --from=$A x y\n", ["variable-in-from"]],
    ["FROM a AS x\nCOPY --from=y p q\nFROM b AS y\nCOPY --from=x p q\nFROM c\n", ["circular-stages"]],
    ["FROM a AS x\nCOPY --from=y p q\nFROM b AS y\nFROM x\n", ["stage-not-built-yet"]],
    ["FROM a AS x\nCOPY --from=y p q\nFROM b AS y\n", []],
    ["FROM a\nARG A=${B\n", ["unresolved-default"]],
    ["FROM scratch\nUSER ${U:?name one}\n", ["invalid-expansion"]],
    ["FROM a\nUSER ${U:?the image may set it}\n", []],
    ["FROM a\nUSER ${U\n", ["invalid-expansion"]],
    ["FROM a\nSTOPSIGNAL SIGNOPE\n", ["invalid-signal"]],
    ["FROM a\nEXPOSE 80 99999\n", ["invalid-port"]],
    ["FROM a\nRUN --mount=type=catch,target=/x y\n", ["invalid-mount"]],
    ["FROM a\nCOPY --chmod=9 x y\n", ["invalid-flag-value"]],
    ["FROM a AS x\nUSER ${U\nFROM b\n", []],
    ["# check=skip=all;error=true\nFROM a\n", []],
    ["# check=skip\nFROM a\n", ["invalid-check-option"]],
    ["# check=error=maybe\nFROM a\n", ["invalid-check-option"]],
    ["# check=a=b\nFROM a\n", ["invalid-check-option"]],
  ];
  it("values that double are told where they are too long", () => {
    const doubled = (word: string): string =>
      Array.from({ length: 40 }, (_, index) => `${word} A${index + 1}=$A${index}$A${index}\n`).join("");
    const places = (text: string): unknown => resolve(text).problems.map(({ code, loc }) => [code, loc.start.line]);
    assert.deepEqual(places(`ARG A0=aaaaaaaaaa\n${doubled("ARG")}FROM $A40\n`), [["unresolved-default", 18], ["unresolved-base", 42]]);
    assert.deepEqual(places(`FROM scratch\nENV A0=aaaaaaaaaa\n${doubled("ENV")}USER $A40\n`), [["invalid-expansion", 19]]);
    assert.deepEqual(places(`ARG A0=aaaaaaaaaa\n${doubled("ARG").split("\n", 16).join("\n")}\nFROM $A16$A16\n`), [["unresolved-base", 18]]);
  });
  for (const [text, expected] of cases) {
    it(`${JSON.stringify(text)} has ${expected.join(", ") || "no problem"}`, () => {
      assert.deepEqual(codes(text), expected);
    });
  }
});
