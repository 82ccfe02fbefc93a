import type { ESLint } from "eslint";
import path from "node:path";
import { FolderNames } from "../folder-names.js";
import { folderWithConfiguration } from "./configuration-names.js";
import type { FileConfiguration, FileConfigurations } from "./file-configurations.js";
import type { ResolvedConfiguration } from "./resolve-configuration.js";

export interface ConfigurationOptions {
  cwd: string;
  /** The configuration that the user named, which then holds for all files. */
  file: string | undefined;
  /** Whether no configuration is to be looked for. */
  none: boolean;
  /** The plugins that flags name, whose rules a configuration may set. */
  plugins?: Readonly<Record<string, ESLint.Plugin>>;
}

interface LoadedConfiguration {
  resolved: ResolvedConfiguration;
  files: FileConfigurations;
}

/**
 * The configurations of a run: for each file the one that the user named, else the nearest one from the file's folder
 * upwards. Nothing is loaded while there is none.
 */
export class Configurations {
  /** What the folders of the run are known to have. */
  readonly folderNames = new FolderNames();
  readonly #options: ConfigurationOptions;
  readonly #folders = new Map<string, string | null>();
  readonly #loaded = new Map<string, Promise<LoadedConfiguration | null>>();

  constructor(options: ConfigurationOptions) {
    this.#options = options;
  }

  /**
   * What is configured for a file; null where nothing is.
   * @throws UsageError for a configuration that cannot be read, or says what it cannot say.
   */
  async for(file: string): Promise<FileConfiguration | null> {
    return (await this.#of(file))?.files.for(file) ?? null;
  }

  /** Whether something may be configured for a file. */
  mayHave(file: string): boolean {
    const { file: named, none } = this.#options;
    return named !== undefined || (!none && this.#folderFor(file) !== null);
  }

  /** The configuration that counts for a file, with all that it extends. */
  async resolved(file: string): Promise<ResolvedConfiguration | null> {
    return (await this.#of(file))?.resolved ?? null;
  }

  /** The files that the configurations were read from that were asked for until now. */
  async sources(): Promise<string[]> {
    const loaded = await Promise.all(this.#loaded.values());
    return loaded.flatMap((one) => one?.resolved.sources ?? []);
  }

  async #of(file: string): Promise<LoadedConfiguration | null> {
    const { cwd, file: named, none } = this.#options;
    if (named !== undefined) return this.#load(named, async () => (await import("./read-configuration.js")).readConfiguration(path.resolve(cwd, named), "--config"));
    const folder = none ? null : this.#folderFor(file);
    if (folder === null) return null;
    return this.#load(folder, async () => (await import("./read-configuration.js")).searchConfiguration(folder));
  }

  #folderFor(file: string): string | null {
    const folder = path.dirname(file);
    const known = this.#folders.get(folder);
    return known === undefined ? folderWithConfiguration(folder, this.#folders, this.folderNames) : known;
  }

  #load(key: string, read: () => Promise<{ file: string; value: unknown } | null>): Promise<LoadedConfiguration | null> {
    let loaded = this.#loaded.get(key);
    if (loaded === undefined) {
      loaded = loadWith(read, this.#options.plugins ?? {});
      this.#loaded.set(key, loaded);
    }
    return loaded;
  }
}

async function loadWith(
  read: () => Promise<{ file: string; value: unknown } | null>,
  plugins: Readonly<Record<string, ESLint.Plugin>>,
): Promise<LoadedConfiguration | null> {
  const raw = await read();
  if (raw === null) return null;
  const { resolveConfiguration } = await import("./resolve-configuration.js");
  const { FileConfigurations } = await import("./file-configurations.js");
  const resolved = await resolveConfiguration(raw, plugins);
  return { resolved, files: await FileConfigurations.of(resolved) };
}
