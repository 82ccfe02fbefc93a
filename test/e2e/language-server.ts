import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import path from "node:path";
import type { TestContext } from "node:test";
import { pathToFileURL } from "node:url";
import { cachedPackages } from "./cached-packages.js";

interface Position {
  line: number;
  character: number;
}

export interface TextEdit {
  range: { start: Position; end: Position };
  newText: string;
}

export interface Diagnostic {
  range: { start: Position; end: Position };
  severity: number;
  code?: string;
  message: string;
}

export interface CodeAction {
  title: string;
  kind?: string;
  edit?: { documentChanges?: { edits: TextEdit[] }[]; changes?: Record<string, TextEdit[]> };
  command?: { command: string; arguments?: unknown[] };
}

interface Message {
  id?: number;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
}

const ANSWER_TIME = 30_000;

/** What VS Code answers when the server asks for its settings: the extension's defaults, and files of our languages. */
const settings = {
  validate: "on",
  packageManager: "npm",
  useESLintClass: true,
  experimental: {},
  codeAction: { disableRuleComment: { enable: true, location: "separateLine" }, showDocumentation: { enable: true } },
  codeActionOnSave: { enable: true, mode: "all" },
  format: true,
  quiet: false,
  onIgnoredFiles: "off",
  options: {},
  rulesCustomizations: [],
  run: "onType",
  problems: { shortenToSingleLine: false },
  nodePath: null,
  workingDirectory: { mode: "location" },
};

/** The ESLint language server of VS Code over stdio, as an editor drives it. */
export class LanguageServer {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #folder: string;
  readonly #waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  readonly #versions = new Map<string, number>();
  #received = Buffer.alloc(0);
  #nextId = 1;

  /** Starts the server for a folder; it is stopped after the test. */
  static async start(test: TestContext, folder: string): Promise<LanguageServer> {
    const packages = await cachedPackages("vscode-langservers-4.10.0", "vscode-langservers-extracted@4.10.0");
    const program = path.join(packages, "node_modules/vscode-langservers-extracted/bin/vscode-eslint-language-server");
    const server = new LanguageServer(spawn(process.execPath, [program, "--stdio"], { cwd: folder }), folder);
    test.after(() => {
      server.#process.kill();
    });
    await server.request("initialize", {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "project" }],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true, applyEdit: true, workspaceEdit: { documentChanges: true } },
        textDocument: { diagnostic: {}, codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
      },
    });
    server.#notify("initialized", {});
    return server;
  }

  private constructor(child: ChildProcessWithoutNullStreams, folder: string) {
    this.#process = child;
    this.#folder = folder;
    child.stdout.on("data", (bytes: Buffer) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      for (let message = this.#take(); message !== null; message = this.#take()) this.#handle(message);
    });
    child.stderr.resume();
  }

  open(name: string, languageId: string, text: string): void {
    this.#versions.set(name, 1);
    this.#notify("textDocument/didOpen", { textDocument: { uri: this.uri(name), languageId, version: 1, text } });
  }

  change(name: string, text: string): void {
    const version = (this.#versions.get(name) ?? 0) + 1;
    this.#versions.set(name, version);
    const textDocument = { uri: this.uri(name), version };
    this.#notify("textDocument/didChange", { textDocument, contentChanges: [{ text }] });
  }

  async diagnostics(name: string): Promise<Diagnostic[]> {
    const report = await this.request("textDocument/diagnostic", { textDocument: { uri: this.uri(name) } });
    return (report as { items?: Diagnostic[] }).items ?? [];
  }

  async codeActions(name: string, diagnostics: readonly Diagnostic[], only?: string): Promise<CodeAction[]> {
    const range = diagnostics[0]?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const context = { diagnostics, ...(only === undefined ? {} : { only: [only] }) };
    return (await this.request("textDocument/codeAction", { textDocument: { uri: this.uri(name) }, range, context })) as CodeAction[];
  }

  /** The edits of an action: its own, or those that its command asks the editor to make. */
  async editsOf(action: CodeAction): Promise<TextEdit[]> {
    if (action.edit !== undefined) return editsIn(action.edit);
    const before = this.#applied.length;
    await this.request("workspace/executeCommand", { command: action.command?.command, arguments: action.command?.arguments });
    return this.#applied.slice(before).flatMap(editsIn);
  }

  readonly #applied: NonNullable<CodeAction["edit"]>[] = [];

  uri(name: string): string {
    return pathToFileURL(path.join(this.#folder, name)).href;
  }

  request(method: string, params: unknown): Promise<unknown> {
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`The language server did not answer ${method}.`));
      }, ANSWER_TIME);
      const settle = <Value>(done: (value: Value) => void) => (value: Value): void => {
        clearTimeout(timer);
        done(value);
      };
      this.#waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
      this.#send({ id, method, params });
    });
  }

  #notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  #send(message: Message): void {
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    this.#process.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.#process.stdin.write(body);
  }

  /** The next whole message that has come in; null until there is one. */
  #take(): Message | null {
    const headEnd = this.#received.indexOf("\r\n\r\n");
    if (headEnd === -1) return null;
    const length = Number(/Content-Length: (\d+)/u.exec(this.#received.subarray(0, headEnd).toString())?.[1]);
    const bodyEnd = headEnd + 4 + length;
    if (this.#received.length < bodyEnd) return null;
    const body = this.#received.subarray(headEnd + 4, bodyEnd).toString();
    this.#received = this.#received.subarray(bodyEnd);
    return JSON.parse(body) as Message;
  }

  #handle({ id, method, params, result, error }: Message): void {
    if (method === undefined) {
      const waiting = this.#waiting.get(id ?? 0);
      if (error === undefined) waiting?.resolve(result);
      else waiting?.reject(new Error(error.message));
    } else if (id !== undefined) {
      this.#send({ id, result: this.#answer(method, params) });
    }
  }

  #answer(method: string, params: unknown): unknown {
    if (method === "workspace/configuration") {
      const workspaceFolder = { uri: pathToFileURL(this.#folder).href, name: "project" };
      return (params as { items: unknown[] }).items.map(() => ({ ...settings, workspaceFolder }));
    }
    if (method === "workspace/applyEdit") {
      this.#applied.push((params as { edit: NonNullable<CodeAction["edit"]> }).edit);
      return { applied: true };
    }
    // 4 is what the extension answers when the user has allowed ESLint to run in the folder.
    return method === "eslint/confirmESLintExecution" ? 4 : null;
  }
}

function editsIn({ documentChanges = [], changes = {} }: NonNullable<CodeAction["edit"]>): TextEdit[] {
  return [...documentChanges.flatMap(({ edits }) => edits), ...Object.values(changes).flat()];
}

/** The text after edits, as an editor makes them. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split("\n");
  const offsetOf = ({ line, character }: Position): number =>
    lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0) + character;
  return [...edits]
    .sort((a, b) => offsetOf(b.range.start) - offsetOf(a.range.start))
    .reduce((result, { range, newText }) => result.slice(0, offsetOf(range.start)) + newText + result.slice(offsetOf(range.end)), text);
}
