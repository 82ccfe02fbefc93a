import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { parseAllDocuments } from "yaml";
import { addSecurityOpt, type NewSecurityOpt } from "../../src/compose/add-security-opt.js";
import type { Service } from "../../src/compose/ast.js";
import { parseComposeFile } from "../../src/compose/parse.js";
import { applyEdits } from "../../src/text/text-edit.js";
import { composeCorpus, corpusMissing } from "./corpus-files.js";

const added: NewSecurityOpt = { entry: "seccomp=./p.json" };
const commented: NewSecurityOpt = { entry: "seccomp=./p.json", comment: "why" };

function serviceOf(text: string, name?: string): Service {
  const { services } = parseComposeFile(text).ast.project;
  const service = name === undefined ? services[0] : services.find((candidate) => candidate.name === name);
  assert.ok(service !== undefined, text);
  return service;
}

/** The text with the entry in the service, the first one by default; null where there is no edit. */
function withEntry(text: string, what: NewSecurityOpt = added, name?: string): string | null {
  const { ast } = parseComposeFile(text);
  const { map } = serviceOf(text, name);
  const service = ast.project.services.find((candidate) => candidate.map?.range[0] === map?.range[0]);
  assert.ok(service?.map != null);
  const edit = addSecurityOpt(text, ast, service.map, what);
  return edit === null ? null : applyEdits(text, [edit]);
}

/** A file with one service whose map holds these lines, indented by four. */
function service(...lines: string[]): string {
  return ["services:", "  web:", ...lines.map((line) => `    ${line}`), ""].join("\n");
}

describe("addSecurityOpt where there is no security_opt", () => {
  it("adds it below the image, with the indentation of the file's lists", () => {
    assert.equal(
      withEntry(service("image: x", "ports:", "  - 80:80")),
      service("image: x", "security_opt:", "  - seccomp=./p.json", "ports:", "  - 80:80"),
    );
    assert.equal(
      withEntry(service("image: x", "ports:", "- 80:80")),
      service("image: x", "security_opt:", "- seccomp=./p.json", "ports:", "- 80:80"),
    );
    assert.equal(
      withEntry(service("image: x", "ports:", "    - 80:80")),
      service("image: x", "security_opt:", "    - seccomp=./p.json", "ports:", "    - 80:80"),
    );
  });

  it("takes the indentation of lists elsewhere in the file, and that of its maps where there are none", () => {
    const other = "  db:\n    image: y\n    ports:\n    - 1:1\n";
    assert.equal(withEntry(service("image: x") + other), service("image: x", "security_opt:", "- seccomp=./p.json") + other);
    assert.equal(
      withEntry("services:\n    web:\n        image: x\n"),
      "services:\n    web:\n        image: x\n        security_opt:\n            - seccomp=./p.json\n",
    );
    assert.equal(
      withEntry("services:\n web:\n  image: x\n"),
      "services:\n web:\n  image: x\n  security_opt:\n   - seccomp=./p.json\n",
    );
  });

  it("adds it below the build, and below the last key where there is neither image nor build", () => {
    assert.equal(
      withEntry(service("user: a", "build:", "  context: .", "  # end of build", "ports: []")),
      service("user: a", "build:", "  context: .", "security_opt:", "  - seccomp=./p.json", "  # end of build", "ports: []"),
    );
    assert.equal(
      withEntry(service("user: a", "ports: []")),
      service("user: a", "ports: []", "security_opt:", "  - seccomp=./p.json"),
    );
  });

  it("keeps comments at the ends of lines and between them", () => {
    assert.equal(
      withEntry(service("# top", "image: x   # the image", "# middle", "user: a", "# end"), commented),
      service("# top", "image: x   # the image", "security_opt:", "  # why", "  - seccomp=./p.json", "# middle", "user: a", "# end"),
    );
  });

  it("writes the quotes of the image, and of its key", () => {
    assert.equal(withEntry(service("image: 'x'")), service("image: 'x'", "security_opt:", "  - 'seccomp=./p.json'"));
    assert.equal(
      withEntry(service(`"image": "x"`)),
      service(`"image": "x"`, `"security_opt":`, `  - "seccomp=./p.json"`),
    );
  });

  it("quotes what cannot be plain", () => {
    const odd: NewSecurityOpt = { entry: "seccomp=C:\\a b.json" };
    assert.equal(withEntry(service("image: x"), odd), service("image: x", "security_opt:", String.raw`  - "seccomp=C:\\a b.json"`));
    assert.equal(
      withEntry(service("image: 'x'"), { entry: "seccomp=it's" }),
      service("image: 'x'", "security_opt:", "  - 'seccomp=it''s'"),
    );
  });

  it("keeps CRLF, lone CR, a missing final line break and a byte order mark", () => {
    const unix = service("image: x", "user: a");
    const expected = service("image: x", "security_opt:", "  # why", "  - seccomp=./p.json", "user: a");
    for (const ending of ["\r\n", "\r"]) {
      assert.equal(withEntry(unix.replaceAll("\n", ending), commented), expected.replaceAll("\n", ending));
    }
    assert.equal(withEntry("services:\n  web:\n    image: x"), "services:\n  web:\n    image: x\n    security_opt:\n      - seccomp=./p.json");
    assert.equal(withEntry(`\ufeff${unix}`, commented), `\ufeff${expected}`);
  });

  it("goes behind values of several lines", () => {
    const values = ["image: |-\n      x\n", "image: >-\n      x\n\n", "image: 'x\n      y'\n", "image: x\n      y # c\n"];
    for (const value of values) {
      const text = `services:\n  web:\n    ${value}    user: a\n`;
      const blank = value.endsWith("\n\n") ? "\n" : "";
      const quote = value.includes("'") ? "'" : "";
      const lines = `    security_opt:\n      - ${quote}seccomp=./p.json${quote}\n`;
      const expected = `services:\n  web:\n    ${blank === "" ? value : value.slice(0, -1)}${lines}${blank}    user: a\n`;
      assert.equal(withEntry(text), expected, value);
    }
  });

  it("does not change a block scalar at the end of a file without a final line break", () => {
    const text = "services:\n  web:\n    user: a\n    image: |\n      x";
    const result = withEntry(text);
    assert.ok(result !== null);
    assert.equal(serviceOf(result).image?.text, serviceOf(text).image?.text);
    assert.deepEqual(serviceOf(result).securityOpt?.entries.map(({ value }) => value), ["./p.json"]);
  });

  it("stands in the column of the other keys where the first one has an anchor", () => {
    assert.equal(
      withEntry("services:\n  web:\n    &a image: x\n    user: a\n"),
      "services:\n  web:\n    &a image: x\n    security_opt:\n      - seccomp=./p.json\n    user: a\n",
    );
  });

  it("is written in flow style where the service is", () => {
    assert.equal(withEntry("services: {web: {image: x}}\n"), "services: {web: {image: x, security_opt: [seccomp=./p.json]}}\n");
    assert.equal(
      withEntry(`{"services": {"web": {"image": "x", "user": "a"}}}`),
      `{"services": {"web": {"image": "x", "security_opt": ["seccomp=./p.json"], "user": "a"}}}`,
    );
    assert.equal(
      withEntry("services:\n  web: {\n    user: a, # c\n  }\n"),
      "services:\n  web: {\n    user: a, security_opt: [seccomp=./p.json], # c\n  }\n",
    );
    assert.equal(withEntry("services:\n  web: {}\n"), "services:\n  web: {security_opt: [seccomp=./p.json]}\n");
    assert.equal(withEntry("services: {web: { }}\n"), "services: {web: {security_opt: [seccomp=./p.json] }}\n");
  });
});

describe("addSecurityOpt where there is a list", () => {
  it("adds an entry at its end, in its column", () => {
    for (const indent of ["", "  ", "      "]) {
      assert.equal(
        withEntry(service("image: x", "security_opt:", `${indent}- a=b # c`, "# between", `${indent}- d`, "# after", "user: a")),
        service("image: x", "security_opt:", `${indent}- a=b # c`, "# between", `${indent}- d`, `${indent}- seccomp=./p.json`, "# after", "user: a"),
      );
    }
  });

  it("writes the comment above the entry", () => {
    assert.equal(
      withEntry(service("security_opt:", "  - a=b # c"), commented),
      service("security_opt:", "  - a=b # c", "  # why", "  - seccomp=./p.json"),
    );
  });

  it("writes the quotes of the last entry", () => {
    assert.equal(withEntry(service("security_opt:", "- a", "- 'b'")), service("security_opt:", "- a", "- 'b'", "- 'seccomp=./p.json'"));
    assert.equal(withEntry(service(`security_opt: ["a"]`)), service(`security_opt: ["a", "seccomp=./p.json"]`));
  });

  it("adds to a list in brackets, on one line and on several, with a comma at its end too", () => {
    assert.equal(withEntry(service("security_opt: [a, b] # c")), service("security_opt: [a, b, seccomp=./p.json] # c"));
    assert.equal(withEntry(service("security_opt: [a, b, ]")), service("security_opt: [a, b, seccomp=./p.json, ]"));
    assert.equal(
      withEntry(service("security_opt: [", "  a, # one", "  b # two", "]")),
      service("security_opt: [", "  a, # one", "  b, seccomp=./p.json # two", "]"),
    );
    assert.equal(withEntry("services: {web: {security_opt: [a]}}"), "services: {web: {security_opt: [a, seccomp=./p.json]}}");
  });

  it("fills an empty list, and a key without a value", () => {
    assert.equal(withEntry(service("security_opt: []")), service("security_opt: [seccomp=./p.json]"));
    assert.equal(withEntry(service("security_opt: [", "]")), service("security_opt: [seccomp=./p.json", "]"));
    assert.equal(
      withEntry(service("image: x", "security_opt: # none yet", "user: a"), commented),
      service("image: x", "security_opt: # none yet", "  # why", "  - seccomp=./p.json", "user: a"),
    );
    assert.equal(withEntry(service("security_opt:", "ports:", "- 1")), service("security_opt:", "- seccomp=./p.json", "ports:", "- 1"));
    for (const nothing of ["null", "~"]) {
      assert.equal(withEntry(service(`security_opt: ${nothing} # c`, "user: a")), service("security_opt: [seccomp=./p.json] # c", "user: a"));
    }
  });

  it("fills a key without a value in flow style, with and without a colon", () => {
    assert.equal(withEntry("services: {web: {security_opt: , image: x}}"), "services: {web: {security_opt: [seccomp=./p.json] , image: x}}");
    assert.equal(withEntry("services: {web: {security_opt, image: x}}"), "services: {web: {security_opt: [seccomp=./p.json], image: x}}");
    assert.equal(withEntry("services: {web: {image: x, security_opt}}"), "services: {web: {image: x, security_opt: [seccomp=./p.json]}}");
    assert.equal(withEntry("services: {web: {image: x, security_opt:}}"), "services: {web: {image: x, security_opt: [seccomp=./p.json]}}");
  });

  it("adds behind entries of several lines and empty ones", () => {
    assert.equal(
      withEntry("services:\n  web:\n    security_opt:\n      - |-\n        a=b\n    user: a\n"),
      "services:\n  web:\n    security_opt:\n      - |-\n        a=b\n      - seccomp=./p.json\n    user: a\n",
    );
    assert.equal(withEntry(service("security_opt:", "- a", "-", "user: a")), service("security_opt:", "- a", "-", "- seccomp=./p.json", "user: a"));
  });

  it("adds to the list that an alias stands for, where it is written", () => {
    const text = "x-l: &l\n  - a\nservices:\n  web: {image: x, security_opt: *l}\n";
    assert.equal(withEntry(text), text.replace("  - a\n", "  - a\n  - seccomp=./p.json\n"));
  });

  it("keeps the anchor and the tag of the list", () => {
    assert.equal(withEntry(service("security_opt: &l !override [a]")), service("security_opt: &l !override [a, seccomp=./p.json]"));
  });
});

describe("addSecurityOpt with a comment in flow style", () => {
  const broken = "[\n    # why\n    seccomp=./p.json]";

  it("breaks the new list for it", () => {
    assert.equal(withEntry("services:\n  web: {image: x} # c\n", commented), `services:\n  web: {image: x, security_opt: ${broken}} # c\n`);
    assert.equal(withEntry("services:\n  web: {}\n", commented), `services:\n  web: {security_opt: ${broken}}\n`);
    assert.equal(withEntry("services:\n  web: {security_opt: , image: x}\n", commented), `services:\n  web: {security_opt: ${broken} , image: x}\n`);
    assert.equal(withEntry("services:\n  web: {image: x, security_opt}\n", commented), `services:\n  web: {image: x, security_opt: ${broken}}\n`);
    assert.equal(withEntry("services:\n  web: {image: x, security_opt: ~}\n", commented), `services:\n  web: {image: x, security_opt: ${broken}}\n`);
    assert.equal(withEntry('{"services": {"web": {"image": "x"}}}\n', commented), '{"services": {"web": {"image": "x", "security_opt": [\n  # why\n  "seccomp=./p.json"]}}}\n');
  });

  it("breaks a list behind its last entry, and behind the comment of that", () => {
    assert.equal(withEntry(service("security_opt: [a] # c"), commented), service("security_opt: [a,", "  # why", "  seccomp=./p.json] # c"));
    assert.equal(withEntry(service("security_opt: [a, ]"), commented), service("security_opt: [a,", "  # why", "  seccomp=./p.json, ]"));
    assert.equal(withEntry(service("security_opt: []"), commented), service("security_opt: [", "  # why", "  seccomp=./p.json]"));
    for (const [before, comma] of [["b # two", ""], ["b, # two", ","]] as const) {
      assert.equal(
        withEntry(service("security_opt: [", "  a, # one", `  ${before}`, "]"), commented),
        service("security_opt: [", "  a, # one", "  b, # two", "  # why", `  seccomp=./p.json${comma}`, "]"),
      );
    }
  });

  it("writes it where the list of an alias is written", () => {
    const text = "x-l: &l [a]\nservices:\n  web: {image: x, security_opt: *l}\n";
    assert.equal(withEntry(text, commented), text.replace("[a]", "[a,\n  # why\n  seccomp=./p.json]"));
  });
});

describe("addSecurityOpt where the option is set", () => {
  it("replaces the value, with its quotes, and keeps the comment behind it", () => {
    const values: [before: string, after: string][] = [
      ["seccomp=unconfined", "seccomp=./p.json"],
      ["seccomp:unconfined", "seccomp=./p.json"],
      ["'seccomp=unconfined'", "'seccomp=./p.json'"],
      [`"seccomp:unconfined"`, `"seccomp=./p.json"`],
      ["!!str seccomp=x", "!!str seccomp=./p.json"],
    ];
    for (const [before, after] of values) {
      assert.equal(
        withEntry(service("security_opt:", "  - a", `  - ${before} # c`, "  - b")),
        service("security_opt:", "  - a", `  - ${after} # c`, "  - b"),
      );
      assert.equal(withEntry(service(`security_opt: [a, ${before}]`)), service(`security_opt: [a, ${after}]`));
    }
    assert.equal(
      withEntry("services:\n  web:\n    security_opt:\n    - >-\n      seccomp=x\n    user: a\n"),
      "services:\n  web:\n    security_opt:\n    - seccomp=./p.json\n    user: a\n",
    );
  });

  it("writes the comment between the entry and what stands above it", () => {
    assert.equal(
      withEntry(service("security_opt:", "  # old", "  -   seccomp=unconfined # c"), commented),
      service("security_opt:", "  # old", "  # why", "  -   seccomp=./p.json # c"),
    );
    assert.equal(
      withEntry(service("security_opt:", "  -", "    seccomp=unconfined"), commented),
      service("security_opt:", "  -", "    # why", "    seccomp=./p.json"),
    );
    assert.equal(
      withEntry(service("security_opt:", "  - !!str seccomp=unconfined"), commented),
      service("security_opt:", "  - !!str", "    # why", "    seccomp=./p.json"),
    );
  });

  it("breaks a list in brackets for the comment, where the entry does not begin its line", () => {
    assert.equal(withEntry(service("security_opt: [seccomp=unconfined] # c"), commented), service("security_opt: [", "  # why", "  seccomp=./p.json] # c"));
    assert.equal(withEntry(service("security_opt: [a, 'seccomp=unconfined', b]"), commented), service("security_opt: [a,", "  # why", "  'seccomp=./p.json', b]"));
    assert.equal(
      withEntry(service("security_opt: [", "  a,", "  seccomp=unconfined", "]"), commented),
      service("security_opt: [", "  a,", "  # why", "  seccomp=./p.json", "]"),
    );
  });

  it("replaces the last entry, which Docker obeys", () => {
    assert.equal(
      withEntry(service("security_opt: [seccomp=a, seccomp=b]")),
      service("security_opt: [seccomp=a, seccomp=./p.json]"),
    );
  });

  it("changes nothing where the entry is there already, not even with a comment", () => {
    for (const line of ["security_opt: [seccomp=./p.json]", "security_opt: ['seccomp=./p.json', a]", "security_opt:\n      - seccomp=./p.json"]) {
      assert.equal(withEntry(service(line), commented), service(line));
    }
  });

  it("makes no list with the same entry twice, which Compose refuses", () => {
    assert.equal(withEntry(service("security_opt: [seccomp=./p.json, seccomp=b]")), null);
  });

  it("takes several labels for several options", () => {
    const label: NewSecurityOpt = { entry: "label=type:b" };
    assert.equal(withEntry(service("security_opt: [label=user:a]"), label), service("security_opt: [label=user:a, label=type:b]"));
    const there = service("security_opt: [label=type:b, label=user:a]");
    assert.equal(withEntry(there, label), there);
  });
});

describe("addSecurityOpt gives no edit", () => {
  it("where security_opt is no list, or is taken away", () => {
    for (const value of ["a=b", "{a: b}", "*unknown", "!reset []", "!reset null", "&x"]) {
      assert.equal(withEntry(service("image: x", `security_opt: ${value}`)), null, value);
    }
  });

  it("where the entry to replace belongs to other places too", () => {
    assert.equal(withEntry("x-e: &e seccomp=a\nservices:\n  web:\n    security_opt: [*e]\n"), null);
    assert.equal(withEntry("services:\n  web:\n    security_opt: [&e seccomp=a]\nx-e: *e\n"), null);
  });
});

describe("addSecurityOpt in all Compose files of the corpus", { skip: corpusMissing }, () => {
  type Model = Record<string, Record<string, { security_opt?: string[] }>> | null;

  /** The documents as plain objects; what an alias stands for is one object with its anchor. */
  function modelOf(text: string): Model[] {
    const documents = parseAllDocuments(text, { logLevel: "silent" });
    assert.ok(documents.every(({ errors }) => errors.length === 0), text);
    return documents.map((document) => document.toJS() as Model);
  }

  it("adds an entry to each service and changes nothing else; a second time nothing at all", (test) => {
    let edits = 0;
    for (const { name, text } of composeCorpus()) {
      const { ast } = parseComposeFile(text);
      for (const target of ast.project.services) {
        if (target.map === null) continue;
        const label = `${name}: ${target.name}`;
        const edit = addSecurityOpt(text, ast, target.map, added);
        assert.ok(edit !== null, label);
        assert.equal(edit.range[0], edit.range[1], "nothing is removed");
        const result = applyEdits(text, [edit]);
        const parsed = parseComposeFile(result);
        assert.deepEqual(parsed.syntaxProblems, [], label);
        const expected = modelOf(text);
        const model = expected.map((document) => document?.services?.[target.name]).find((found) => found !== undefined);
        assert.ok(model !== undefined, label);
        model.security_opt = [...(model.security_opt ?? []), added.entry];
        assert.ok(isDeepStrictEqual(modelOf(result), expected), `${label}\n${result}`);
        assert.equal(parsed.ast.comments.length, ast.comments.length, label);
        const again = parsed.ast.project.services.find((found) => found.name === target.name)?.map;
        assert.ok(again != null);
        const second = addSecurityOpt(result, parsed.ast, again, commented);
        assert.ok(second !== null && applyEdits(result, [second]) === result, label);
        const explained = applyEdits(text, [addSecurityOpt(text, ast, target.map, commented) ?? edit]);
        assert.ok(isDeepStrictEqual(modelOf(explained), expected), `${label}\n${explained}`);
        assert.match(explained, /\n *# why\r?\n *(?:- *)?["']?seccomp=\.\/p\.json/u, label);
        assert.equal(parseComposeFile(explained).ast.comments.length, ast.comments.length + 1, label);
        edits += 1;
      }
    }
    test.diagnostic(`${edits} services`);
    assert.ok(edits > 250);
  });

  it("does the same with CRLF and without a final line break", () => {
    for (const { name, text } of composeCorpus()) {
      for (const { name: target, map } of parseComposeFile(text).ast.project.services) {
        if (map === null || text.includes("\r")) continue;
        const expected = withEntry(text, commented, target)?.replaceAll("\n", "\r\n");
        assert.equal(withEntry(text.replaceAll("\n", "\r\n"), commented, target), expected, `${name}: ${target}`);
        const short = withEntry(text.trimEnd(), commented, target);
        assert.equal(short, withEntry(text, commented, target)?.slice(0, short?.length), `${name}: ${target}`);
      }
    }
  });
});
