import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import { eslintFolder, type EslintMajor } from "../eslint/eslint-release.js";
import { repository } from "./places.js";
import { describeOutcome, runProgram, type Outcome } from "./run-program.js";

/** What ESLint and our command line print with `--format json`, as far as tests look at it. */
export interface PrintedResult {
  filePath: string;
  messages: PrintedMessage[];
  output?: string;
}

export interface PrintedMessage {
  ruleId: string | null;
  severity: number;
  message: string;
  messageId?: string;
  line: number;
  column: number;
  endLine?: number | null;
  endColumn?: number | null;
  fix?: { range: [number, number]; text: string };
  suggestions?: { desc: string; messageId?: string; fix: { range: [number, number]; text: string } }[];
}

/**
 * A folder in which ESLint and the built package are installed as a user would have them, the package also under the
 * name that ESLint 8 looks for. It is removed after the test.
 */
export async function eslintProject(
  test: TestContext,
  major: EslintMajor,
  files: Readonly<Record<string, string>> = {},
): Promise<EslintProject> {
  const folder = mkdtempSync(path.join(tmpdir(), "compose-lint-eslint-"));
  test.after(() => {
    rmSync(folder, { recursive: true });
  });
  const project = new EslintProject(folder, major);
  project.link("eslint", await eslintFolder(major));
  project.link("compose-lint", repository);
  project.link("eslint-plugin-compose-lint", repository);
  for (const [name, text] of Object.entries(files)) project.write(name, text);
  return project;
}

export class EslintProject {
  readonly folder: string;
  readonly #major: EslintMajor;

  constructor(folder: string, major: EslintMajor) {
    this.folder = folder;
    this.#major = major;
  }

  /** Puts a package into `node_modules` by a link. */
  link(name: string, target: string): void {
    const place = path.join(this.folder, "node_modules", name);
    mkdirSync(path.dirname(place), { recursive: true });
    symlinkSync(target, place);
  }

  write(name: string, text: string): void {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  copy(source: string, name: string): void {
    cpSync(source, path.join(this.folder, name), { recursive: true });
  }

  eslint(...words: readonly string[]): Promise<Outcome> {
    const program = path.join(this.folder, "node_modules", "eslint", "bin", "eslint.js");
    const flat = this.#major === 8 ? { ESLINT_USE_FLAT_CONFIG: "false" } : {};
    return runProgram(process.execPath, [program, ...words], { cwd: this.folder, env: { ...process.env, ...flat } });
  }

  /** What ESLint finds, by file name within the folder. */
  async findings(...words: readonly string[]): Promise<Map<string, PrintedMessage[]>> {
    return this.#byFile(await this.eslint("--format", "json", ...words));
  }

  /** What our command line finds in this folder. */
  async ownFindings(...words: readonly string[]): Promise<Map<string, PrintedMessage[]>> {
    const program = path.join(repository, "dist", "bin.cjs");
    return this.#byFile(await runProgram(process.execPath, [program, "--format", "json", ...words], { cwd: this.folder }));
  }

  #byFile(outcome: Outcome): Map<string, PrintedMessage[]> {
    if (outcome.code !== 0 && outcome.code !== 1) throw new Error(describeOutcome(outcome));
    const results = JSON.parse(outcome.stdout) as PrintedResult[];
    return new Map(results.map(({ filePath, messages }) => [path.relative(this.folder, filePath), messages]));
  }
}
