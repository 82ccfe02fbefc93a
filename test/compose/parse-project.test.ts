import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Project, SecurityOptEntry, Service } from "../../src/compose/ast.js";
import { parseComposeFile } from "../../src/compose/parse.js";
import { problemsOf } from "./outline.js";

function projectOf(text: string): Project {
  return parseComposeFile(text).ast.project;
}

function servicesOf(text: string): Record<string, Service> {
  return Object.fromEntries(projectOf(text).services.map((service) => [service.name, service]));
}

function onlyService(text: string): Service {
  const [service, ...others] = projectOf(text).services;
  assert.ok(service !== undefined && others.length === 0, "there is one service");
  return service;
}

const merged = `x-base: &base
  image: base:1
  privileged: true
  security_opt:
    - seccomp=base.json
x-more: &more
  image: more:1
  cap_add: [SYS_ADMIN]
services:
  own:
    image: own:1
    cap_drop: &drop [ALL]
  merging:
    <<: *base
    build: .
  list:
    <<: [*more, *base]
  deep:
    <<: {<<: *base, user: root}
  aliased: *base
  both: &both
    <<: *more
    image: both:1
  again: *both
`;

describe("Project", () => {
  it("is the whole file, with the top-level map as its node", () => {
    const text = "# c\nservices: {}\n";
    const project = projectOf(text);
    assert.deepEqual(project.range, [0, text.length]);
    assert.equal(project.node?.range[0], 4);
    assert.deepEqual(project.services, []);
  });

  it("has no node where the top level is no map", () => {
    for (const text of ["", "- a\n", "a\n"]) assert.equal(projectOf(text).node, null, text);
  });

  it("has the services of all documents", () => {
    const project = projectOf("services: {a: {image: x}}\n---\nservices: {b: {image: y}}\n");
    assert.deepEqual(project.services.map(({ name }) => name), ["a", "b"]);
    assert.equal(project.node?.range[0], 0);
  });

  it("finds services behind aliases and merge keys, at the top too", () => {
    const text = "x-all: &all {a: {image: x}}\n<<: {services: *all}\n";
    assert.deepEqual(projectOf(text).services.map(({ name }) => name), ["a"]);
    const merges = "x-more: &more {a: {image: x}, b: {image: y}}\nservices:\n  b: {image: z}\n  <<: *more\n";
    assert.deepEqual(projectOf(merges).services.map(({ name, image }) => [name, image?.text]), [["b", "z"], ["a", "x"]]);
  });

  it("takes services whose names begin with `x-` for services, as both Composes do", () => {
    assert.deepEqual(projectOf("services:\n  x-a: {image: x}\n").services.map(({ name }) => name), ["x-a"]);
  });
});

describe("Service", () => {
  it("is its pair, with its key and its map", () => {
    const text = "services:\n  web: # c\n    image: x\n  'db':\n    image: y\n";
    const { web, db } = servicesOf(text);
    assert.ok(web !== undefined && db !== undefined);
    assert.equal(text.slice(...web.range), "web: # c\n    image: x");
    assert.deepEqual([web.key.text, db.key.text, db.key.style], ["web", "db", "single-quoted"]);
    assert.equal(web.node.value, web.map);
    assert.equal(web.parent.type, "Project");
    assert.equal(web.shared, false);
  });

  it("has no map where its value is none, and no settings", () => {
    const { web } = servicesOf("services:\n  web: nginx\n");
    assert.deepEqual([web?.map, web?.image, web?.build], [null, null, null]);
  });

  it("tells which maps other places get too", () => {
    const services = servicesOf(merged);
    const shared = Object.values(services).filter((service) => service.shared);
    assert.deepEqual(shared.map(({ name }) => name), ["aliased", "both", "again"]);
    assert.equal(services.again?.map, services.both?.map);
  });

  it("has the settings that are written in it, or merged into it, or behind an alias, each with its origin", () => {
    const services = servicesOf(merged);
    const found = Object.values(services).map(({ name, image, build, securityOpt, privileged, capAdd, capDrop }) => [
      name,
      image === null ? "" : `${image.text} ${image.origin.kind}`,
      ...[build, securityOpt, privileged, capAdd, capDrop].map((setting) => setting?.origin.kind ?? ""),
    ]);
    assert.deepEqual(found, [
      ["own", "own:1 own", "", "", "", "", "own"],
      ["merging", "base:1 merge", "own", "merge", "merge", "", ""],
      ["list", "more:1 merge", "", "merge", "merge", "merge", ""],
      ["deep", "base:1 merge", "", "merge", "merge", "", ""],
      ["aliased", "base:1 alias", "", "alias", "alias", "", ""],
      ["both", "both:1 own", "", "", "", "merge", ""],
      ["again", "both:1 alias", "", "", "", "merge", ""],
    ]);
    assert.equal(services.deep?.image?.origin.map, services.aliased?.map, "the map in which the pair is written");
    assert.equal(services.deep?.image?.node.parent, services.aliased?.map);
  });

  it("prefers its own settings to merged ones wherever the merge key stands", () => {
    for (const lines of ["image: own\n    <<: *b", "<<: *b\n    image: own"]) {
      assert.equal(onlyService(`x: &b {image: base}\nservices:\n  web:\n    ${lines}\n`).image?.text, "own");
    }
  });

  it("reads a merge of the map around it once", () => {
    const { web } = servicesOf("services:\n  web: &web\n    <<: *web\n    image: x\n");
    assert.equal(web?.image?.text, "x");
    assert.equal(web.build, null);
  });

  it("reads long chains of merges", () => {
    const links = Array.from({ length: 30_000 }, (_, index) => `  s${index + 1}: &s${index + 1} {<<: *s${index}}\n`);
    const { services } = projectOf(`services:\n  s0: &s0 {image: x}\n${links.join("")}`);
    assert.equal(services.length, 30_001);
    assert.equal(services.at(-1)?.image?.text, "x");
    const backwards = `x-s0: &s0 {image: x}\n${links.join("").replaceAll("  s", "x-s")}services:\n  web: {<<: *s30000}\n`;
    assert.equal(onlyService(backwards).image?.text, "x");
  });
});

describe("Setting", () => {
  it("is its pair and has the value that an alias stands for", () => {
    const text = "x-caps: &caps [ALL]\nservices:\n  web:\n    image: x\n    cap_add: *caps\n    extends:\n      service: y\n    privileged:\n";
    const { capAdd, extends: extended, privileged } = onlyService(text);
    assert.equal(capAdd !== null && text.slice(...capAdd.range), "cap_add: *caps");
    assert.equal(capAdd?.value?.type === "YamlSeq" && text.slice(...capAdd.value.range), "[ALL]");
    assert.equal(extended?.value?.type, "YamlMap");
    assert.equal(privileged?.value, null);
    assert.equal(privileged.name, "privileged");
    assert.equal(capAdd?.parent.type, "Service");
  });
});

describe("ImageReference", () => {
  const images: [value: string, text: string][] = [
    ["node:20", "node:20"],
    ["'node:20'", "node:20"],
    ['"node:\\u0032"', "node:2"],
    ["${IMAGE:-node:20}", "${IMAGE:-node:20}"],
    ["&image node", "node"],
    ["!!str node", "node"],
    ["|-\n      node", "node"],
    ["localhost:5000/a/b:c@sha256:00", "localhost:5000/a/b:c@sha256:00"],
  ];
  for (const [value, text] of images) {
    it(`reads ${JSON.stringify(value)}`, () => {
      const { image } = onlyService(`services:\n  web:\n    image: ${value}\n`);
      assert.equal(image?.text, text);
      assert.deepEqual(image.range, image.scalar.range);
    });
  }

  it("stands where the service uses it, though its scalar is behind an alias", () => {
    const text = "x-image: &image node:20\nservices:\n  web: {image: *image}\n";
    const { image } = onlyService(text);
    assert.equal(image !== null && text.slice(...image.range), "*image");
    assert.equal(image?.scalar.loc.start.line, 1);
    assert.equal(image.text, "node:20");
  });

  it("is none for `!reset`, for nothing, for a list and for an unknown alias", () => {
    for (const value of ["!reset null", "!reset x", "", "~", "[x]", "{a: b}", "*unknown"]) {
      assert.equal(onlyService(`services:\n  web:\n    image: ${value}\n    build: .\n`).image, null, value);
    }
  });

  it("is one for a number, though Compose refuses it", () => {
    const text = "services:\n  web:\n    image: 20.10\n";
    assert.equal(onlyService(text).image?.text, "20.10");
    assert.deepEqual(problemsOf(text), [`image-not-a-string 3:11 "20.10"`]);
  });
});

describe("Build", () => {
  it("has a folder as its value in the short form", () => {
    const { build } = onlyService("services:\n  web:\n    build: ./app\n");
    assert.equal(build?.value?.type === "YamlScalar" && build.value.text, "./app");
    assert.equal(build?.context, null);
  });

  it("has its settings in the long form", () => {
    const text = "services:\n  web:\n    build:\n      context: app\n      dockerfile: D\n      dockerfile_inline: FROM x\n      target: t\n      args: [A=1]\n";
    const { build } = onlyService(text);
    assert.ok(build !== null);
    const { context, dockerfile, dockerfileInline, target, args } = build;
    assert.deepEqual([context, dockerfile, dockerfileInline, target, args].map((setting) => setting && text.slice(...setting.range)), [
      "context: app", "dockerfile: D", "dockerfile_inline: FROM x", "target: t", "args: [A=1]",
    ]);
    assert.ok([context, dockerfile].every((setting) => setting?.parent === build && setting.origin.kind === "own"));
  });

  it("follows aliases and merge keys", () => {
    const text = "x-b: &b {context: app, target: t}\nservices:\n  a: {build: *b}\n  c: {build: {<<: *b, target: u}}\n";
    const { a, c } = servicesOf(text);
    assert.deepEqual([a?.build?.target?.origin.kind, c?.build?.target?.origin.kind, c?.build?.context?.origin.kind], ["alias", "own", "merge"]);
    const value = c?.build?.target?.value;
    assert.equal(value?.type === "YamlScalar" && value.text, "u");
  });

  it("is there without a value, and not there for `!reset`", () => {
    assert.equal(onlyService("services:\n  web: {build: }\n").build?.value, null);
    assert.equal(onlyService("services:\n  web: {build: !reset null}\n").build, null);
  });
});

describe("SecurityOpt", () => {
  function entriesOf(list: string): SecurityOptEntry[] {
    return onlyService(`services:\n  web:\n    image: x\n    security_opt: ${list}\n`).securityOpt?.entries ?? [];
  }

  const entries: [entry: string, option: string, separator: string | null, value: string | null][] = [
    ["no-new-privileges", "no-new-privileges", null, null],
    ["no-new-privileges:true", "no-new-privileges", ":", "true"],
    ["seccomp=unconfined", "seccomp", "=", "unconfined"],
    ["seccomp:unconfined", "seccomp", ":", "unconfined"],
    ["'seccomp=C:\\x.json'", "seccomp", "=", "C:\\x.json"],
    ["seccomp:./a=b.json", "seccomp:./a", "=", "b.json"],
    ["label=user:USER", "label", "=", "user:USER"],
    ["label:user:USER", "label", ":", "user:USER"],
    ["'apparmor='", "apparmor", "=", ""],
    ["${OPT}", "${OPT}", null, null],
    ["''", "", null, null],
  ];
  for (const [entry, option, separator, value] of entries) {
    it(`splits ${entry} as Docker does`, () => {
      const [found] = entriesOf(`\n      - ${entry}`);
      assert.deepEqual([found?.option, found?.separator, found?.value], [option, separator, value]);
    });
  }

  it("has its entries in their order, in block and flow style, with their places", () => {
    for (const list of ["[a=b, 'c']", "\n      - a=b\n      # x\n      - 'c'", "\n    - a=b\n    - 'c'"]) {
      const found = entriesOf(list);
      assert.deepEqual(found.map(({ option }) => option), ["a", "c"], list);
      assert.ok(found.every(({ range, scalar }) => range === scalar.range));
    }
  });

  it("follows aliases to the list and to its entries", () => {
    const text = "x-l: &l [&e a=b]\nservices:\n  a: {image: x, security_opt: *l}\n  b: {image: x, security_opt: [c, *e]}\n";
    const { a, b } = servicesOf(text);
    assert.deepEqual(a?.securityOpt?.entries.map(({ option }) => option), ["a"]);
    assert.deepEqual(b?.securityOpt?.entries.map(({ option }) => option), ["c", "a"]);
    assert.equal(a.securityOpt.value?.type, "YamlSeq");
    assert.equal(text.slice(...a.securityOpt.range), "security_opt: *l");
  });

  it("leaves out what is no string", () => {
    assert.deepEqual(entriesOf("[1, true, ~, {a: b}, [c], x=y, !!str 2, 1_0]").map(({ scalar }) => scalar.text), ["x=y", "2"]);
  });
});
