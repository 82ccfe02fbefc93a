import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { brief, runRule, type RuleRun } from "../run-rule.js";

const rule = "project-files";
const base = "services:\n  base:\n    image: nginx\n";

function findings(text: string, run: Partial<RuleRun> = {}): string[] {
  return runRule({ rule, text, ...run }).findings.map((finding) => `${brief(finding)} ${finding.message}`);
}

describe("project-files", () => {
  for (const [name, text, files] of [
    ["a project of one file", base, {}],
    ["an extended file", "services:\n  web:\n    extends: {file: base.yaml, service: base}\n", { "base.yaml": base }],
    ["an included file", "include: [base.yaml]\n", { "base.yaml": base }],
    ["a variables file that need not be there", "services:\n  web:\n    image: a\n    env_file: [{path: gone.env, required: false}]\n", {}],
    ["a file with broken YAML, which another rule reports", "services:\n  web:\n    extends: gone\n    image: [\n", {}],
  ] as const) {
    it(`finds nothing in ${name}`, () => {
      assert.deepEqual(findings(text, { files }), []);
    });
  }

  for (const [name, text, expected] of [
    ["a service that is not there", "services:\n  web:\n    extends: gone\n", "error refused 3:14-3:18 The service `web` extends `gone`, and there is no such service in this file. Compose refuses the project."],
    ["CRLF", "services:\r\n  web:\r\n    extends: gone\r\n", "error refused 3:14-3:18 The service `web` extends `gone`, and there is no such service in this file. Compose refuses the project."],
    ["a service in braces", "{services: {web: {extends: {service: gone}}}}\n", "error refused 1:38-1:42 The service `web` extends `gone`, and there is no such service in this file. Compose refuses the project."],
    ["an extended file that is not there", "services:\n  web:\n    extends: {file: gone.yaml, service: web}\n", "error refused 3:21-3:30 The Compose file gone.yaml does not exist, so Compose refuses the project."],
    ["an included file that is not there", "include:\n  - gone.yaml\n", "error refused 2:5-2:14 The Compose file gone.yaml does not exist, so Compose refuses the project."],
    ["a remote include", "include:\n  - path: oci://registry/x\n", "warning risk 2:5-2:27 `oci://registry/x` is not on this machine. It is not fetched, so what the project gets from it is not checked."],
    ["a remote extends", "services:\n  web:\n    extends: {file: 'https://x/y.git', service: x}\n", "warning risk 3:21-3:38 `https://x/y.git` is not on this machine. It is not fetched, so what the project gets from it is not checked."],
    ["an include of itself", "include: [compose.yaml]\n", "error refused 1:11-1:23 The files include each other in a circle, so Compose refuses them: compose.yaml includes compose.yaml."],
    ["a variables file that is not there", "services:\n  web:\n    image: a\n    env_file: gone.env\n", "error refused 4:15-4:23 The file gone.env does not exist, so Compose refuses the project."],
    ["a variables file behind an anchor", "x-e: &e gone.env\nservices:\n  web:\n    image: a\n    env_file: *e\n", "error refused 1:9-1:17 The file gone.env does not exist, so Compose refuses the project."],
  ] as const) {
    it(`reports ${name}`, () => {
      assert.deepEqual(findings(text), [expected]);
    });
  }

  it("says what is missing beside the Compose files, as a warning: it counts when a service is built or started", () => {
    const text = [
      "services:", "  a:", "    build: ./gone", "  b:", "    build: {context: ., dockerfile: gone.Dockerfile}", "  c:", "    build: https://example.com/x.git#main", "  d:", "    build: ./here",
      "  e:", "    build: {context: ., dockerfile_inline: FROM a}", "secrets:", "  s: {file: ./s.txt}", "  t: {file: ./here/t.txt}", "  u: {environment: U}", "configs:", "  c: {file: ./c.txt}", "",
    ].join("\n");
    assert.deepEqual(findings(text, { files: { "here/Dockerfile": "FROM a\n", "here/t.txt": "x" } }), [
      "warning risk 3:12-3:18 The build context gone of the service `a` does not exist, so what is built from it is not checked, and Docker cannot build it.",
      "warning risk 5:37-5:52 The Dockerfile gone.Dockerfile of the service `b` does not exist, so what is built from it is not checked, and Docker cannot build it.",
      "warning risk 7:12-7:42 The build context `https://example.com/x.git#main` of the service `c` is not on this machine. It is not fetched, so what is built from it is not checked.",
      "warning risk 13:13-13:20 The file s.txt of the secret `s` does not exist here. A service that takes it does not start without it.",
      "warning risk 17:13-17:20 The file c.txt of the config `c` does not exist here. A service that takes it does not start without it.",
    ]);
  });

  it("reports a circle of extends once, with each further step as a related place", () => {
    const text = "services:\n  a:\n    extends: b\n  b:\n    extends: c\n  c:\n    extends: a\n";
    const [finding, ...others] = runRule({ rule, text }).findings;
    assert.deepEqual(others, []);
    assert.equal(finding?.message, "The services extend each other in a circle, so Compose refuses them: `a` extends `b` extends `c` extends `a`.");
    assert.deepEqual(finding.relatedLocations, [
      { filePath: "/project/compose.yaml", line: 5, column: 14, endLine: 5, endColumn: 15, message: "`b` extends here" },
      { filePath: "/project/compose.yaml", line: 7, column: 14, endLine: 7, endColumn: 15, message: "`c` extends here" },
    ]);
  });

  it("reports what is wrong in another file where this one names it", () => {
    const files = { "base.yaml": "services:\n  base:\n    image: nginx\n    env_file: gone.env\n", "broken.yaml": "services: [\n" };
    const extending = "services:\n  web:\n    extends: {file: base.yaml, service: base}\n";
    const [finding] = runRule({ rule, text: extending, files }).findings;
    assert.equal(finding && brief(finding), "error refused 3:21-3:30");
    assert.equal(finding?.message, "base.yaml, line 4: The file gone.env does not exist, so Compose refuses the project.");
    assert.deepEqual(finding.relatedLocations?.map(({ filePath, line, column }) => [filePath, line, column]), [["/project/base.yaml", 4, 15]]);
    const [broken] = findings("include: [broken.yaml]\n", { files });
    assert.match(broken ?? "", /^error refused 1:11-1:22 broken\.yaml, line 1: Invalid YAML/u);
  });

  it("reports an override file that contradicts, in the override file", () => {
    const files = { "compose.yaml": "services:\n  web:\n    image: a\n    deploy: {}\n" };
    const text = "services:\n  web:\n    deploy: [x]\n";
    assert.deepEqual(findings(text, { name: "compose.override.yaml", files }), [
      "error refused 3:13-3:16 This list overrides a map of an earlier file, and Compose cannot merge the two, so it refuses the project.",
    ]);
  });

  it("reports a .env file that cannot be read", () => {
    const [finding] = findings(base, { files: { ".env": "A='unclosed\n" } });
    assert.match(finding ?? "", /^error refused 1:1-1:1 \.env, line 1: /u);
  });
});
