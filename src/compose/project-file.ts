import type { ComposeFile, YamlAlias, YamlNode } from "./ast.js";
import { BYTE_ORDER_MARK } from "../text/byte-order-mark.js";
import { describeFileProblem } from "./environment.js";
import type { FileFacts, FileSystem } from "./file-system.js";
import { KeptInTurns, type KeptOptions } from "../memory/kept-in-turns.js";
import { parseComposeFile, type ParsedComposeFile } from "./parse.js";
import type { LineIndex } from "../text/line-index.js";
import { addToList } from "../memory/add-to-list.js";

type Anchored = Exclude<YamlNode, YamlAlias>;

/** A Compose file of a project, parsed. */
export class ProjectFile {
  readonly path: string;
  /** Without the byte order mark that the file may begin with, as ESLint gives it: all ranges are of this text. */
  readonly text: string;
  /** Whether the file begins with a byte order mark. */
  readonly hasMark: boolean;
  readonly parsed: ParsedComposeFile;
  #anchors: Map<string, Anchored[]> | null = null;

  constructor(path: string, text: string, { hasMark = false, parsed = parseComposeFile(text, { isMarkGone: true }) }: { hasMark?: boolean; parsed?: ParsedComposeFile } = {}) {
    this.path = path;
    this.text = text;
    this.hasMark = hasMark;
    this.parsed = parsed;
  }

  /** @param source All of the file, the byte order mark that it may begin with included. */
  static ofSource(path: string, source: string): ProjectFile {
    const hasMark = source.startsWith(BYTE_ORDER_MARK);
    return new ProjectFile(path, hasMark ? source.slice(1) : source, { hasMark });
  }

  /** All of the file, with its byte order mark. */
  get source(): string {
    return this.withMark(this.text);
  }

  /** A text in the place of the file's own, with its byte order mark. */
  withMark(text: string): string {
    return this.hasMark ? BYTE_ORDER_MARK + text : text;
  }

  get ast(): ComposeFile {
    return this.parsed.ast;
  }

  get lines(): LineIndex {
    return this.parsed.lines;
  }

  /** The anchored node that an alias stands for where it is in an earlier document, as Compose allows. */
  anchorBefore(alias: YamlAlias): Anchored | null {
    this.#anchors ??= anchorsOf(this.ast);
    const named = this.#anchors.get(alias.name) ?? [];
    return named.findLast((node) => node.range[0] < alias.range[0]) ?? null;
  }
}

export interface ProjectFileCacheOptions {
  /** How many files are known, and how many characters those may have together that are kept. */
  kept?: KeptOptions;
  /** Is told of each file that is given out, whether it was read now or before. */
  onLoad?: (path: string, source: string) => void;
}

interface CachedFile {
  version: string;
  file: ProjectFile;
}

/** Reads and parses each file once, as long as it stays the same. One cache serves a whole run. */
export class ProjectFileCache {
  readonly #files: KeptInTurns<CachedFile>;
  readonly #onLoad: ProjectFileCacheOptions["onLoad"];

  constructor({ kept, onLoad }: ProjectFileCacheOptions = {}) {
    this.#files = new KeptInTurns(kept);
    this.#onLoad = onLoad;
  }

  /** Takes a file that was parsed elsewhere, as it is in the file system now. */
  remember(file: ProjectFile, fileSystem: FileSystem): void {
    const facts = fileSystem.facts(file.path);
    if (facts !== null) this.#keep(versionOf(facts), file);
  }

  /**
   * A file, parsed anew only where the one that was read before has another text.
   * @param source All of it, the byte order mark that it may begin with included.
   */
  fileOf(path: string, source: string): ProjectFile {
    const known = this.#files.get(path)?.file;
    return known?.source === source ? known : ProjectFile.ofSource(path, source);
  }

  /** The same for what stands behind the byte order mark that a file may begin with. */
  parsedOf(path: string, text: string): ParsedComposeFile {
    const known = this.#files.get(path)?.file;
    return known?.text === text ? known.parsed : parseComposeFile(text, { isMarkGone: true });
  }

  /** The file, or the end of a sentence that says why there is none. */
  load(path: string, fileSystem: FileSystem): { ok: true; file: ProjectFile } | { ok: false; reason: string } {
    const facts = fileSystem.facts(path);
    const version = facts === null ? "" : versionOf(facts);
    const known = this.#files.get(path);
    if (facts !== null && known?.version === version) {
      this.#onLoad?.(path, known.file.source);
      this.#keep(version, known.file);
      return { ok: true, file: known.file };
    }
    const content = fileSystem.read(path);
    if (!content.ok) return { ok: false, reason: describeFileProblem(content.problem) };
    const file = known?.file.source === content.text ? known.file : ProjectFile.ofSource(path, content.text);
    this.#keep(version, file);
    return { ok: true, file };
  }

  /** What only one file needed is let go where there are many. */
  nextTurn(): void {
    this.#files.nextTurn();
  }

  #keep(version: string, file: ProjectFile): void {
    this.#files.set(file.path, { version, file }, file.text.length);
  }
}

function versionOf({ size, modified }: FileFacts): string {
  return `${size} ${modified}`;
}

function anchorsOf(ast: ComposeFile): Map<string, Anchored[]> {
  const anchors = new Map<string, Anchored[]>();
  const visit = (node: YamlNode | null): void => {
    if (node === null || node.type === "YamlAlias") return;
    if (node.anchor !== null) addToList(anchors, node.anchor.name, node);
    if (node.type === "YamlSeq") node.items.forEach(visit);
    if (node.type !== "YamlMap") return;
    for (const pair of node.pairs) {
      if (pair.key.type !== "YamlMergeKey") visit(pair.key);
      visit(pair.value);
    }
  };
  for (const document of ast.documents) visit(document.contents);
  return anchors;
}
