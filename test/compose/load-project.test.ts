import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { FileSystem } from "../../src/compose/file-system.js";
import { loadProject, type LoadedProject, type LoadOptions } from "../../src/compose/load-project.js";
import { placeOf } from "../../src/compose/place-of.js";
import { ProjectFileCache } from "../../src/compose/project-file.js";
import type { Place } from "../../src/compose/project-problem.js";
import { resolvedModel } from "../../src/compose/resolved-model.js";
import type { Value } from "../../src/compose/value.js";
import { MemoryFileSystem } from "./memory-file-system.js";

type Files = Record<string, string>;

function fileSystem(files: Files): MemoryFileSystem {
  return new MemoryFileSystem(new Map(Object.entries(files).map(([path, text]) => [`/p/${path}`, text])));
}

function load(files: Files, named: string[] = [], options: Partial<LoadOptions> = {}): LoadedProject {
  return loadProject(named, { workingDirectory: "/p", environment: {}, ...options }, fileSystem(files));
}

function written(files: Files, place: Place): string {
  return (files[place.file.replace("/p/", "")] ?? "").slice(...place.range);
}

function service(project: LoadedProject, name: string): NonNullable<ReturnType<LoadedProject["services"]["get"]>> {
  const found = project.services.get(name);
  assert.ok(found, `there is a service ${name}`);
  return found;
}

function steps(value: Value | undefined): string[] {
  return (value?.via ?? []).map((step) => step.kind);
}

function codes(project: LoadedProject): string[] {
  return project.problems.map((problem) => problem.code);
}

const minimal = "services: {web: {image: a}}\n";

describe("loadProject: files", () => {
  for (const [name, files, expected] of [
    ["the first default name", ["docker-compose.yaml", "docker-compose.yml", "compose.yml", "compose.yaml"], ["compose.yaml"]],
    ["docker-compose.yml before .yaml", ["docker-compose.yaml", "docker-compose.yml"], ["docker-compose.yml"]],
    ["an override of any name", ["compose.yaml", "docker-compose.override.yml"], ["compose.yaml", "docker-compose.override.yml"]],
    ["the first override", ["compose.yaml", "compose.override.yaml", "compose.override.yml"], ["compose.yaml", "compose.override.yml"]],
  ] as const) {
    it(`finds ${name}`, () => {
      const project = load(Object.fromEntries(files.map((file) => [file, minimal])));
      assert.deepEqual(project.composeFiles, expected.map((file) => `/p/${file}`));
    });
  }

  it("looks in the directories above, which becomes the project's", () => {
    const project = load({ "compose.yaml": minimal, "a/b/x": "" }, [], { workingDirectory: "/p/a/b" });
    assert.equal(project.directory, "/p");
    assert.equal(project.name, "p");
  });

  it("obeys COMPOSE_FILE and COMPOSE_PATH_SEPARATOR, also of .env", () => {
    const files = { ".env": "COMPOSE_FILE=a.yaml;b.yaml\nCOMPOSE_PATH_SEPARATOR=;\n", "a.yaml": minimal, "b.yaml": minimal };
    assert.deepEqual(load(files).composeFiles, ["/p/a.yaml", "/p/b.yaml"]);
  });

  it("says that there is no file, that one is missing, and that one is elsewhere", () => {
    assert.deepEqual(codes(load({ x: "" })), ["no-compose-file"]);
    assert.deepEqual(codes(load({ x: "" }, ["gone.yaml"])), ["file-unreadable"]);
    assert.deepEqual(codes(load({ x: "" }, ["oci://registry/x"])), ["remote-not-followed"]);
  });

  it("tells which of two default names is left aside", () => {
    const { problems } = load({ "compose.yaml": minimal, "compose.yml": minimal });
    assert.deepEqual(problems.map(({ code, file }) => [code, file]), [["ambiguous-file", "/p/compose.yml"]]);
  });

  it("parses a file once as long as it stays the same", () => {
    const cache = new ProjectFileCache();
    const system = fileSystem({ "a.yaml": minimal, "m.yaml": "include: [a.yaml]\nservices: {b: {extends: {file: a.yaml, service: web}}}\n" });
    const options = { workingDirectory: "/p", environment: {}, cache };
    const first = loadProject(["m.yaml"], options, system);
    assert.equal(system.reads, 2);
    const second = loadProject(["m.yaml"], options, system);
    assert.equal(system.reads, 2);
    assert.equal(first.files.get("/p/a.yaml"), second.files.get("/p/a.yaml"));
  });
});

describe("loadProject: variables", () => {
  const compose = "services: {web: {image: 'node:${V:-20}', labels: {a: '$W'}}}\n";

  it("takes the process before --env-file before nothing, and .env only without --env-file", () => {
    const files = { "compose.yaml": compose, ".env": "V=dotenv\nW=w\n", "x.env": "V=x\n", "y.env": "V=y\n" };
    const image = (options: Partial<LoadOptions>): string | undefined => service(load(files, [], options), "web").image?.value;
    assert.equal(image({ environment: { V: "process" } }), "node:process");
    assert.equal(image({}), "node:dotenv");
    assert.equal(image({ envFiles: ["x.env", "y.env"] }), "node:y");
    assert.equal(image({ envFiles: [] }), "node:dotenv");
    assert.equal(image({ environment: { COMPOSE_DISABLE_ENV_FILE: "1" } }), "node:20");
    assert.equal(image({ environment: { COMPOSE_ENV_FILES: "x.env" } }), "node:x");
  });

  it("tells where each part of a value comes from", () => {
    const files = { "compose.yaml": compose, ".env": "# c\nV=22\n" };
    const image = service(load(files), "web").image;
    assert.equal(image?.value, "node:22");
    assert.equal(image.from.kind, "scalar");
    const source = image.from.template?.parts[1]?.source;
    assert.equal(source?.kind, "variable");
    assert.equal(source.origin.kind, "env-file");
    assert.equal(files[".env"].slice(...source.origin.range), "22");
  });

  it("lists every use of a variable, the missing ones marked", () => {
    const { variables } = load({ "compose.yaml": compose });
    assert.deepEqual(variables.map(({ use }) => [use.name, use.missing]), [["V", false], ["W", true]]);
  });

  it("places a problem of a template at the reference itself", () => {
    const files = { "compose.yaml": 'services:\n  web:\n    image: "a\\t${V:?needed} b"\n' };
    const [problem] = load(files).problems;
    assert.equal(problem?.code, "required-variable-missing");
    assert.equal(written(files, problem), "${V:?needed}");
    assert.deepEqual(problem.loc.start, { line: 3, column: 15 });
  });

  it("reports what cannot be cast, and an unreadable env_file at its entry", () => {
    const files = { "compose.yaml": "services:\n  web:\n    image: a\n    privileged: maybe\n    env_file:\n      - gone.env\n" };
    const project = load(files);
    assert.deepEqual(project.problems.map((problem) => [problem.code, written(files, problem)]), [
      ["invalid-cast", "maybe"],
      ["env-file-unreadable", "gone.env"],
    ]);
  });
});

describe("loadProject: where a value comes from", () => {
  it("follows extends, override files and include", () => {
    const files = {
      "compose.yaml": "include: [sub/compose.yaml]\nservices:\n  web:\n    extends: {file: base.yaml, service: base}\n    cap_add: [B]\n",
      "compose.override.yaml": "services:\n  web:\n    image: over\n    cap_add: [C]\n",
      "base.yaml": "services:\n  base:\n    image: base\n    privileged: true\n    cap_add: [A]\n",
      "sub/compose.yaml": "services:\n  inc:\n    image: inc\n",
    };
    const project = load(files);
    assert.deepEqual(codes(project), []);
    const web = service(project, "web");
    assert.equal(web.image?.value, "over");
    assert.equal(placeOf(web.image.from).file, "/p/compose.override.yaml");
    assert.equal(written(files, placeOf(web.image.from)), "over");
    assert.deepEqual(web.image.from.earlier.map((value) => [value.origin.file, ...steps(value)]), [["/p/base.yaml", "extends"]]);
    assert.equal(web.privileged?.from.origin.file, "/p/base.yaml");
    assert.deepEqual(steps(web.privileged.from), ["extends"]);
    assert.deepEqual(web.capAdd.map(({ value, from }) => [value, from.origin.file, ...steps(from)]), [
      ["A", "/p/base.yaml", "extends"],
      ["B", "/p/compose.yaml"],
      ["C", "/p/compose.override.yaml"],
    ]);
    assert.deepEqual(steps(service(project, "inc").image?.from), ["include"]);
  });

  it("follows aliases and merge keys, innermost first", () => {
    const text = "x-a: &a {image: a, cap_add: &c [X]}\nservices:\n  web: {<<: *a}\n  db: {image: b, cap_add: *c}\n  ext: {extends: web}\n";
    const files = { "compose.yaml": text };
    const project = load(files);
    assert.deepEqual(steps(service(project, "web").image?.from), ["alias", "merge-key"]);
    assert.deepEqual(steps(service(project, "db").capAdd[0]?.from), ["alias"]);
    assert.deepEqual(steps(service(project, "ext").image?.from), ["alias", "merge-key", "extends"]);
    assert.equal(written(files, placeOf(service(project, "ext").image?.from ?? assert.fail())), "a");
  });

  it("marks what Compose adds by itself", () => {
    const web = service(load({ "compose.yaml": "services: {web: {build: ./app}}\n" }), "web");
    assert.equal(web.build?.dockerfilePath, "/p/app/Dockerfile");
    assert.equal(web.build.contextDirectory, "/p/app");
    assert.deepEqual(steps(web.build.dockerfile?.from), ["implied"]);
    assert.deepEqual(steps(web.get("networks", "default")), []);
    assert.deepEqual(steps(web.build.context?.from), []);
  });

  it("reads all forms of build", () => {
    const text = [
      "services:",
      "  a: {build: {context: https://x/y.git, dockerfile: D}}",
      "  b: {build: {dockerfile_inline: 'FROM x'}}",
      "  c: {build: {context: c, dockerfile: ../D, target: t, args: [K=v, N, 'U']}}",
      "  d: {build: {context: d, dockerfile: /abs/D, additional_contexts: {x: ./y}}}",
    ];
    const project = load({ "compose.yaml": `${text.join("\n")}\n` }, [], { environment: { N: "n" } });
    const build = (name: string): NonNullable<ReturnType<typeof service>["build"]> => service(project, name).build ?? assert.fail();
    assert.deepEqual([build("a").contextDirectory, build("a").dockerfilePath], [null, null]);
    assert.deepEqual([build("b").dockerfileInline?.value, build("b").dockerfilePath], ["FROM x", null]);
    assert.deepEqual([build("c").dockerfilePath, build("c").target?.value], ["/p/D", "t"]);
    assert.deepEqual([...build("c").args].map(([name, { value }]) => [name, value]), [["K", "v"], ["N", "n"]]);
    assert.equal(build("d").dockerfilePath, "/abs/D");
    assert.equal(build("d").additionalContexts.get("x")?.value, "/p/y");
  });

  it("leaves services of other profiles in, but not enabled", () => {
    const files = { "compose.yaml": "services: {a: {image: a}, b: {image: b, profiles: [x]}, c: {image: c, profiles: [y]}}\n" };
    const enabled = (options: Partial<LoadOptions>): string[] =>
      [...load(files, [], options).services.values()].filter((one) => one.enabled).map((one) => one.name);
    assert.deepEqual(enabled({}), ["a"]);
    assert.deepEqual(enabled({ profiles: ["x"] }), ["a", "b"]);
    assert.deepEqual(enabled({ profiles: ["*"] }), ["a", "b", "c"]);
    assert.deepEqual(enabled({ environment: { COMPOSE_PROFILES: "x, y" } }), ["a", "b", "c"]);
    assert.equal(load(files).services.size, 3);
  });
});

describe("loadProject: what cannot be followed", () => {
  it("finds circles of extends, in one file and over files", () => {
    const one = { "compose.yaml": "services: {a: {extends: b}, b: {extends: c}, c: {extends: a}}\n" };
    const [problem, ...others] = load(one).problems;
    assert.equal(problem?.code, "extends-cycle");
    assert.match(problem.message, /`a` extends `b` extends `c` extends `a`/u);
    assert.equal(problem.related.length, 2);
    assert.deepEqual(others, []);
    const two = {
      "compose.yaml": "services: {a: {extends: {file: other.yaml, service: b}}}\n",
      "other.yaml": "services: {b: {extends: {file: third.yaml, service: c}}}\n",
      "third.yaml": "services: {c: {extends: {file: other.yaml, service: b}}}\n",
    };
    assert.deepEqual(codes(load(two)), ["extends-cycle"]);
    assert.deepEqual(codes(load({ "compose.yaml": "services: {a: {extends: a}}\n" })), ["extends-cycle"]);
  });

  it("finds circles of include", () => {
    const files = { "compose.yaml": "include: [b.yaml]\n", "b.yaml": "include: [c.yaml]\n", "c.yaml": "include: [b.yaml]\n" };
    const { problems } = load(files);
    assert.deepEqual(problems.map((problem) => [problem.code, problem.file, written(files, problem)]), [["include-cycle", "/p/c.yaml", "b.yaml"]]);
    assert.deepEqual(codes(load({ "compose.yaml": "include: [compose.yaml]\n" })), ["include-cycle"]);
  });

  for (const [code, files, place] of [
    ["extends-unknown-service", { "compose.yaml": "services: {a: {image: x, extends: {service: gone}}}\n" }, "gone"],
    ["extends-without-service", { "compose.yaml": "services: {a: {image: x, extends: {file: b.yaml}}}\n" }, "{file: b.yaml}"],
    ["file-unreadable", { "compose.yaml": "services: {a: {image: x, extends: {file: b.yaml, service: x}}}\n" }, "b.yaml"],
    ["remote-not-followed", { "compose.yaml": "services: {a: {image: x, extends: {file: 'https://x/y.git', service: x}}}\n" }, "'https://x/y.git'"],
    ["remote-not-followed", { "compose.yaml": "include:\n  - oci://x/y\n" }, "oci://x/y"],
    ["include-not-a-list", { "compose.yaml": "include: {path: a}\n" }, "{path: a}"],
    ["include-without-path", { "compose.yaml": "include: [{env_file: a}]\n" }, "{env_file: a}"],
    ["env-file-unreadable", { "compose.yaml": "include: [{path: b.yaml, env_file: gone.env}]\n", "b.yaml": minimal }, "gone.env"],
    ["include-conflict", { "compose.yaml": "include: [b.yaml]\nservices: {web: {image: b}}\n", "b.yaml": minimal }, "web: {image: b}"],
    ["invalid-port", { "compose.yaml": "services: {a: {image: x, ports: ['70000:80']}}\n" }, "'70000:80'"],
    ["invalid-volume", { "compose.yaml": "services: {a: {image: x, volumes: ['/a::b']}}\n" }, "'/a::b'"],
    ["non-string-key", { "compose.yaml": "services: {a: {image: x, labels: {1: x}}}\n" }, "1"],
    ["merge-of-no-map", { "compose.yaml": "services: {a: {image: x, <<: [y]}}\n" }, "y"],
    ["spaced-variable-name", { "compose.yaml": "services: {a: {image: x, environment: [A=b, B =c]}, b: {extends: a}}\n" }, "B =c"],
    ["spaced-variable-name", { "compose.yaml": "services: {a: {build: {context: ., args: ['A ', 'A =b']}}}\n" }, "'A =b'"],
    ["spaced-variable-name", { "compose.yaml": "include: [b.yaml]\n", "b.yaml": "services: {a: {image: x, environment: ['\u00e0=b']}}\n" }, "'\u00e0=b'"],
    ["merge-conflict", { "compose.yaml": "services: {a: {image: x, deploy: {}}}\n", "compose.override.yaml": "services: {a: {deploy: [x]}}\n" }, "[x]"],
    ["alias-cycle", { "compose.yaml": "services: {a: &a {image: x, x-b: [*a]}}\n" }, "*a"],
  ] as const) {
    it(`reports ${code} at ${place}`, () => {
      const { problems } = load(files);
      assert.deepEqual(problems.map((problem) => [problem.code, written(files, problem)]), [[code, place]]);
    });
  }

  it("takes a space behind a variable's name in a map, in a value, and where a later file takes it back", () => {
    for (const environment of ["{'A ': b}", "['A= b']", "['A B=c']", "['\u00e1=b']", "['A\u2003=b']"]) {
      assert.deepEqual(codes(load({ "compose.yaml": `services: {a: {image: x, environment: ${environment}}}\n` })), [], environment);
    }
    const override = "services: {a: {environment: !override [A=c]}}\n";
    assert.deepEqual(codes(load({ "compose.yaml": "services: {a: {image: x, environment: ['A =b']}}\n", "compose.override.yaml": override })), []);
  });

  it("says what of a variable's name Docker Compose takes for a space", () => {
    const said = (text: string): string => load({ "compose.yaml": `services: {a: {image: x, environment: [${JSON.stringify(text)}]}}\n` }).problems[0]?.message ?? "";
    assert.match(said("A =b"), /^The name of the variable `A` ends with a space, .*Remove what stands between the name and the `=`\.$/u);
    assert.match(said("A\t"), /ends with a tab, .* and the end\.$/u);
    assert.match(said("A\u00a0=b"), /ends with U\+00A0, /u);
    assert.match(said("FOO\u00e0=b"), /`FOO\u00e0` ends with `\u00e0` \(U\+00E0\), whose last byte .*as a map, `FOO\u00e0: value`/u);
  });

  it("stops at an alias bomb", () => {
    const levels = Array.from({ length: 12 }, (_, level) =>
      `x-${level}: &l${level} [${Array.from({ length: 10 }, () => (level === 0 ? "x" : `*l${level - 1}`)).join(", ")}]`,
    );
    const project = load({ "compose.yaml": `${levels.join("\n")}\n${minimal}` });
    assert.deepEqual(codes(project), ["too-many-aliases"]);
    assert.equal(service(project, "web").image?.value, "a");
  });

  it("reads nested merge keys of few maps, of which there are many ways to each", () => {
    const levels = Array.from({ length: 30 }, (_, level) => `x-${level + 1}: &l${level + 1}\n  <<: [${Array.from({ length: 9 }, () => `*l${level}`).join(", ")}]\n`);
    const project = load({ "compose.yaml": `x-0: &l0 {image: a}\n${levels.join("")}services:\n  web:\n    <<: *l30\n` });
    assert.deepEqual(codes(project), []);
    assert.equal(service(project, "web").image?.value, "a");
  });

  it("comes to an end with merge keys of lists of lists, and tells of the limit once, at an alias", () => {
    const levels = Array.from({ length: 30 }, (_, level) => `x-${level + 1}: &l${level + 1} [${Array.from({ length: 9 }, () => `*l${level}`).join(", ")}]\n`);
    const files = { "compose.yaml": `x-0: &l0 {image: a}\n${levels.join("")}services:\n  web:\n    <<: *l30\n` };
    const found = load(files).problems.filter(({ code }) => code === "too-many-aliases");
    assert.deepEqual(found.map((problem) => written(files, problem).slice(0, 2)), ["*l"]);
  });

  it("says that a file is too large, and where it is named", () => {
    const files = { "compose.yaml": "include: [big.yaml]\n", "big.yaml": minimal };
    const system = fileSystem(files);
    const limited: FileSystem = {
      read: (path) => (path.endsWith("big.yaml") ? { ok: false, problem: "too-large" } : system.read(path)),
      facts: (path) => system.facts(path),
      list: (path) => system.list(path),
      realPath: (path) => path,
      homeDirectory: () => null,
    };
    const [problem] = loadProject([], { workingDirectory: "/p", environment: {} }, limited).problems;
    assert.equal(problem?.message, "The Compose file /p/big.yaml is too large to be read, so Compose refuses the project.");
    assert.equal(written(files, problem), "big.yaml");
  });

  it("stops at a long chain of extends and of include", () => {
    const services = Array.from({ length: 1000 }, (_, index) => `  s${index}: {image: a, extends: s${index + 1}}\n`).join("");
    assert.ok(codes(load({ "compose.yaml": `services:\n${services}  s1000: {image: a}\n` })).includes("extends-too-deep"));
    const files: Files = { "compose.yaml": "include: [f0.yaml]\n" };
    for (let index = 0; index < 300; index += 1) files[`f${index}.yaml`] = `include: [f${index + 1}.yaml]\n`;
    assert.deepEqual(codes(load(files)), ["include-too-deep"]);
  });

  it("tells once for each 200 that a chain of extends is too long, in whichever order its services stand", () => {
    const services = Array.from({ length: 1000 }, (_, index) => `  s${index}: {extends: s${index + 1}}\n`);
    for (const lines of [services, services.toReversed()]) {
      const project = load({ "compose.yaml": `services:\n${lines.join("")}  s1000: {image: a}\n` });
      assert.deepEqual(codes(project), Array.from({ length: 4 }, () => "extends-too-deep"));
    }
    const short = services.slice(-200).toReversed().join("");
    assert.deepEqual(codes(load({ "compose.yaml": `services:\n${short}  s1000: {image: a}\n` })), []);
  });

  it("tells the line of .env from which values that double are too long", () => {
    const lines = Array.from({ length: 40 }, (_, index) => `A${index + 1}=\${A${index}}\${A${index}}\n`).join("");
    const files: Files = { ".env": `A0=aaaaaaaaaa\n${lines}`, "compose.yaml": "services: {a: {image: '${A40}'}}\n" };
    const { problems } = load(files);
    assert.deepEqual(problems.map(({ code, loc }) => [code, loc.start.line]), [["template-too-long", 18]]);
  });

  it("stops when files are included over and over", () => {
    const files: Files = { "compose.yaml": "include: [f0.yaml, f0.yaml]\n" };
    for (let index = 0; index < 40; index += 1) files[`f${index}.yaml`] = `include: [f${index + 1}.yaml, f${index + 1}.yaml]\n`;
    assert.ok(codes(load(files)).includes("too-many-files"));
  });

  it("reads a deeply nested file without falling over", () => {
    const text = `${minimal}x-deep: ${"[".repeat(20_000)}${"]".repeat(20_000)}\n`;
    assert.doesNotThrow(() => load({ "compose.yaml": text }));
  });
});

describe("loadProject: size", () => {
  /** A project of so many files, each with ten services, and how the files come together. */
  function large(fileCount: number, way: "override" | "include" | "extends"): { files: Files; named: string[] } {
    const services = (file: number): string =>
      Array.from({ length: 10 }, (_, index) => {
        const extended = way === "extends" ? `    extends: {file: base.yaml, service: s${file}x${index}}\n` : "";
        return `  s${file}x${index}:\n    image: node:\${V:-20}\n    labels: [a=b]\n    ports: ["80"]\n${extended}`;
      }).join("");
    const files: Files = {};
    for (let file = 0; file < fileCount; file += 1) files[`f${file}.yaml`] = `services:\n${services(file)}`;
    const all = Object.keys(files);
    if (way === "extends") files["base.yaml"] = all.map((name) => files[name]?.replaceAll(/ +extends.*\n/gu, "") ?? "").join("").replaceAll(/(?<=\n)services:\n/gu, "");
    if (way !== "include") return { files, named: all };
    files["main.yaml"] = `include:\n${all.map((name) => `  - ${name}\n`).join("")}`;
    return { files, named: ["main.yaml"] };
  }

  for (const way of ["override", "include", "extends"] as const) {
    it(`loads 200 files and 2,000 services in linear time by ${way}`, () => {
      const seconds = (fileCount: number): number => {
        const { files, named } = large(fileCount, way);
        const started = process.cpuUsage();
        assert.equal(load(files, named).services.size, fileCount * 10);
        const { user, system } = process.cpuUsage(started);
        return (user + system) / 1e6;
      };
      seconds(50);
      const half = seconds(100);
      const whole = seconds(200);
      // Quadratic time would be four times; the rest is room for the garbage collector.
      assert.ok(whole < 3.2 * half + 0.5, `${half} s for half, ${whole} s for all`);
    });
  }
});

describe("resolvedModel", () => {
  it("prints settings that came after Compose 2.40 as they are written", () => {
    const text = "services: {a: {image: x, pre_start: [{command: [a], image: b}], future: {deep: [1, true]}}}\n";
    const model = resolvedModel(load({ "compose.yaml": text }));
    assert.deepEqual(model.services, {
      a: {
        image: "x",
        networks: { default: null },
        pre_start: [{ command: ["a"], image: "b" }],
        future: { deep: [1, true] },
      },
    });
  });
});
