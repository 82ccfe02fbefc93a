import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { ProjectFile, ProjectFileCache } from "../../../src/compose/project-file.js";
import { projectOfFile } from "../../../src/facts/project-services.js";
import { MemoryFileSystem } from "../../memory-file-system.js";
import { runRule } from "../run-rule.js";

const images = ["node:20-bookworm", "redis:7-bookworm", "node:20-alpine3.19", "own/app:1"] as const;
const options = ["no-new-privileges=true", "seccomp=./refusing.json", "seccomp=unconfined", "apparmor=x"] as const;
const files = { "refusing.json": '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["clone"], "action": "SCMP_ACT_ALLOW"}]}' };

interface Style {
  indent: 2 | 4;
  listIndent: boolean;
  quote: "" | "'" | '"';
  lineBreak: "\n" | "\r\n";
  comments: boolean;
}

interface SketchedService {
  image: (typeof images)[number] | null;
  from: "nothing" | "merge" | "extends" | "alias";
  options: (typeof options)[number][] | null;
  sharedOptions: boolean;
  flow: boolean;
  privileged: boolean;
}

const style: fc.Arbitrary<Style> = fc.record({
  indent: fc.constantFrom(2, 4),
  listIndent: fc.boolean(),
  quote: fc.constantFrom("", "'", '"'),
  lineBreak: fc.constantFrom("\n", "\r\n"),
  comments: fc.boolean(),
});

const sketchedService: fc.Arbitrary<SketchedService> = fc.record({
  image: fc.option(fc.constantFrom(...images), { freq: 6 }),
  from: fc.constantFrom("nothing", "nothing", "merge", "extends", "alias"),
  options: fc.option(fc.uniqueArray(fc.constantFrom(...options), { maxLength: 3 }), { freq: 1 }),
  sharedOptions: fc.boolean(),
  flow: fc.boolean(),
  privileged: fc.integer({ min: 0, max: 5 }).map((number) => number === 0),
});

/** Writes the services in the style; the first one is what the others merge, extend or are. */
function write(services: readonly SketchedService[], base: SketchedService, { indent, listIndent, quote, lineBreak, comments }: Style): string {
  const pad = (depth: number): string => " ".repeat(indent * depth);
  const scalar = (text: string): string => `${quote}${text}${quote}`;
  const comment = (text: string): string => (comments ? ` # ${text}` : "");
  const body = (service: SketchedService, isBase: boolean): string[] => {
    const { from } = service;
    const lines: string[] = [];
    if (!isBase && from === "merge") lines.push(`<<: *base`);
    if (!isBase && from === "extends") lines.push("extends: base");
    if (service.image !== null) lines.push(`image: ${scalar(service.image)}${comment("the image")}`);
    if (service.privileged) lines.push("privileged: true");
    if (service.options !== null) {
      if (!isBase && service.sharedOptions) lines.push("security_opt: *opts");
      else if (service.flow) lines.push(`security_opt: [${service.options.map(scalar).join(", ")}]`);
      else {
        lines.push(`security_opt:${comment("options")}`);
        lines.push(...service.options.map((option) => `${listIndent ? pad(1) : ""}- ${scalar(option)}${comment("one")}`));
      }
    }
    lines.push(`hostname: h${comment("the end")}`);
    return lines;
  };
  const text = [
    `x-opts: &opts`,
    `${listIndent ? pad(1) : ""}- ${scalar("no-new-privileges=true")}`,
    "services:",
    `${pad(1)}base: &base${comment("shared")}`,
    ...body({ ...base, from: "nothing" }, true).map((line) => pad(2) + line),
    ...services.flatMap((service, index) =>
      service.from === "alias"
        ? [`${pad(1)}s${index}: *base`]
        : [`${pad(1)}s${index}:`, ...body(service, false).map((line) => pad(2) + line)],
    ),
    "",
  ];
  return text.join(lineBreak);
}

/** What Compose makes of each service of the text, by name. */
function services(text: string): Map<string, { securityOpt: string[]; others: unknown }> {
  const fileSystem = new MemoryFileSystem({ "/project/compose.yaml": text });
  const file = new ProjectFile("/project/compose.yaml", text);
  const context = { fileSystem, variables: {}, cache: new ProjectFileCache() };
  return new Map(
    projectOfFile(file, context).services.map(({ name, image, privileged, capAdd, command, securityOpt }) => [
      name,
      { securityOpt, others: { image: image?.reference, privileged, capAdd, command } },
    ]),
  );
}

describe("the fix of thread-creation, for Compose files of any shape", () => {
  it("mends what it touches, leaves all other services and bytes alone, and is done after one run", () => {
    let fixed = 0;
    const property = fc.property(fc.array(sketchedService, { minLength: 1, maxLength: 4 }), sketchedService, style, (sketch, base, written) => {
      const text = write(sketch, base, written);
      const { findings, output, left } = runRule({ rule: "thread-creation", text, files, settings: { engine: "20.10.9" } });
      const before = services(text);
      const after = services(output);
      assert.deepEqual([...after.keys()], [...before.keys()]);
      for (const [name, { securityOpt, others }] of after) {
        const old = before.get(name);
        assert.deepEqual(others, old?.others, name);
        const isFixed = securityOpt.findLast((entry) => entry.startsWith("seccomp=")) === "seccomp=./seccomp-compose-lint.json";
        const isFound = findings.some(({ message, fix }) => fix !== undefined && message.includes(`\`${name}\``));
        assert.equal(isFixed, isFound, `${name} has the entry exactly if a fix says so`);
        const times = securityOpt.filter((entry) => entry === "seccomp=./seccomp-compose-lint.json").length;
        assert.ok(times <= 1, `Docker Compose refuses ${name}, which has the entry twice`);
        if (!isFixed) assert.deepEqual(securityOpt, old?.securityOpt, name);
      }
      // Whatever has a fix is mended, and what is left are the findings without one.
      const message = (finding: (typeof findings)[number]): string => finding.message.replace(/ No fix is offered: .*/u, "");
      assert.deepEqual(left.map(message), findings.filter(({ fix }) => fix === undefined).map(message));
      checkBytes(text, output, written.lineBreak);
      if (output !== text) fixed += 1;
    });
    fc.assert(property, { seed: 20_260_821, numRuns: 250 });
    assert.ok(fixed > 80, `only ${fixed} files were fixed`);
  });
});

/** The lines of the text are those of the output, in order, but for inserted lines and changed entries. */
function checkBytes(text: string, output: string, lineBreak: string): void {
  const inserted = /^ *(?:security_opt:|- ['"]?seccomp=\.\/seccomp-compose-lint\.json['"]?)$/;
  const lines = output.split(lineBreak);
  let at = 0;
  for (const line of text.split(lineBreak)) {
    while (at < lines.length && lines[at] !== line && inserted.test(lines[at] ?? "") && !isChanged(line, lines[at] ?? "")) at += 1;
    assert.ok(lines[at] === line || isChanged(line, lines[at] ?? ""), `${line} became ${lines[at] ?? "nothing"}`);
    at += 1;
  }
  assert.equal(at, lines.length);
}

/** Whether a line differs only by the entry that was put into its list or replaced in it. */
function isChanged(before: string, after: string): boolean {
  const entry = /,? ?['"]?seccomp=\.\/(?:refusing|seccomp-compose-lint)\.json['"]?/g;
  const isSame = before.replaceAll(entry, "") === after.replaceAll(entry, "");
  return before !== after && isSame && after.includes("seccomp-compose-lint") && /security_opt|- /.test(before);
}
