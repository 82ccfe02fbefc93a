import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { eslintProject } from "./eslint-project.js";
import { edited, LanguageServer, type CodeAction, type Diagnostic } from "./language-server.js";
import { packUnavailable } from "./packed-package.js";

const config = `
  import composeLint from "compose-lint";
  export default [...composeLint.configs.recommended, { settings: { "compose-lint": { engine: "20.10.9" } } }];`;
const compose = "services:\n  web:\n    image: node:20\n";
const dockerfile = "FROM node:20\nRUN npm ci\n";

interface Opened {
  server: LanguageServer;
  diagnostics: Diagnostic[];
}

/** Opens a file of a small project in the language server, as an editor does. */
async function opened(test: TestContext, name: string, languageId: string, text: string, more = {}): Promise<Opened> {
  const project = await eslintProject(test, 10, { "eslint.config.mjs": config, [name]: text, ...more });
  const server = await LanguageServer.start(test, project.folder);
  server.open(name, languageId, text);
  return { server, diagnostics: await server.diagnostics(name) };
}

function action(actions: readonly CodeAction[], title: RegExp): CodeAction {
  const found = actions.find((candidate) => title.test(candidate.title));
  assert.ok(found, `no action ${title.source} in ${actions.map((candidate) => candidate.title).join("; ")}`);
  return found;
}

describe("the ESLint language server of VS Code", { skip: packUnavailable() ?? false }, () => {
  for (const languageId of ["yaml", "dockercompose"]) {
    it(`follows a Compose file while it is typed (${languageId})`, async (test) => {
      const { server, diagnostics } = await opened(test, "compose.yaml", languageId, compose);
      assert.deepEqual(
        diagnostics.map(({ code, severity, range }) => [code, severity, range.start]),
        [["compose-lint/thread-creation", 1, { line: 2, character: 11 }]],
      );
      server.change("compose.yaml", `${compose}    ports: [\n  db:\n    image: redis:7-alpine\n`);
      const broken = await server.diagnostics("compose.yaml");
      assert.equal(broken.filter(({ code }) => code === "compose-lint/syntax").length, 1, "one syntax error");
      assert.ok(broken.some(({ code }) => code === "compose-lint/thread-creation"), "what was known of the valid part stays");
      server.change("compose.yaml", compose.replace("node:20", "node:20-alpine"));
      assert.deepEqual(await server.diagnostics("compose.yaml"), []);
    });

    it(`offers the entry for the profile, and the comment that disables the rule (${languageId})`, async (test) => {
      const { server, diagnostics } = await opened(test, "compose.yaml", languageId, compose);
      const actions = await server.codeActions("compose.yaml", diagnostics);
      assert.equal(
        edited(compose, await server.editsOf(action(actions, /^Add `seccomp=\.\/seccomp-compose-lint\.json`/))),
        `${compose}    security_opt:\n      - seccomp=./seccomp-compose-lint.json\n`,
      );
      const disabled = edited(compose, await server.editsOf(action(actions, /^Disable .* for this line/)));
      server.change("compose.yaml", disabled);
      const [foreign] = await server.diagnostics("compose.yaml");
      // For a language that it does not know, the server writes a comment of JavaScript; `syntax` mends it.
      const mended =
        foreign === undefined
          ? disabled
          : edited(disabled, await server.editsOf(action(await server.codeActions("compose.yaml", [foreign]), /^Fix this/)));
      assert.equal(mended, compose.replace("    image", "    # eslint-disable-next-line compose-lint/thread-creation\n    image"));
      server.change("compose.yaml", mended);
      assert.deepEqual(await server.diagnostics("compose.yaml"), []);
    });
  }

  it("fixes all on request", async (test) => {
    const text = "services:\n  web:\n    image: alpine:3.19\n    security_opt:\n      - no-new-privileges:true\n      - seccomp:unconfined\n";
    const { server } = await opened(test, "compose.yaml", "yaml", text);
    const actions = await server.codeActions("compose.yaml", [], "source.fixAll.eslint");
    const fixed = edited(text, await server.editsOf(action(actions, /^Fix all/)));
    assert.notEqual(fixed, text);
    assert.doesNotMatch(fixed, /seccomp:unconfined/);
  });

  it("judges a Dockerfile (dockerfile)", async (test) => {
    const { server, diagnostics } = await opened(test, "Dockerfile", "dockerfile", dockerfile);
    assert.deepEqual(
      diagnostics.map(({ code, range }) => [code, range.start.line]),
      [["compose-lint/thread-creation", 0], ["compose-lint/thread-creation", 0]],
    );
    const actions = await server.codeActions("Dockerfile", diagnostics);
    assert.equal(edited(dockerfile, await server.editsOf(action(actions, /^Use node:20-alpine/))), dockerfile.replace("node:20", "node:20-alpine"));
  });

  it("sees at the next look what changed in another file, and judges an open file by its buffer", async (test) => {
    const base = "services:\n  base:\n    image: node:20\n";
    const text = "services:\n  web:\n    extends: {file: base.yaml, service: base}\n";
    const project = await eslintProject(test, 10, { "eslint.config.mjs": config, "compose.yaml": text, "base.yaml": base });
    const server = await LanguageServer.start(test, project.folder);
    server.open("compose.yaml", "yaml", text);
    assert.equal((await server.diagnostics("compose.yaml")).length, 1);
    project.write("base.yaml", base.replace("node:20", "node:20-alpine"));
    assert.deepEqual(await server.diagnostics("compose.yaml"), []);
    server.change("compose.yaml", `${text}    image: node:20\n`);
    assert.equal((await server.diagnostics("compose.yaml")).length, 1);
  });
});
