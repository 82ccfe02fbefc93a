import { isAbsolute } from "node:path";
import { keyValues, type Traced } from "./key-values.js";
import { joinPath } from "./local-path.js";
import { serviceEnvironment, serviceLabels, type FileReading } from "./service-environment.js";
import { splitCommand } from "./split-command.js";
import { entryValue, isNull, stringOf, type MapEntry, type Origin, type Value } from "./value.js";

/** How a service's image is built. */
export interface ServiceBuild {
  from: Value;
  /** A directory, absolute, or whatever else BuildKit takes for a context. */
  context: Traced<string> | null;
  /** The context if it is a directory of this machine. */
  contextDirectory: string | null;
  /** The Dockerfile as the file names it, or the implied one. */
  dockerfile: Traced<string> | null;
  /** The absolute path of the Dockerfile; null if it is inline or elsewhere. */
  dockerfilePath: string | null;
  dockerfileInline: Traced<string> | null;
  target: Traced<string> | null;
  /** Build arguments; one without a value anywhere is not given to the build. */
  args: Map<string, Traced<string | null>>;
  additionalContexts: Map<string, Traced<string | null>>;
  platforms: Traced<string>[];
}

const notADirectory = /:\/\/|^(?:service:|github\.com\/|git@)/u;

/** A service as it will run: all files merged, variables replaced, short forms written out. */
export class ProjectService {
  readonly name: string;
  /** Where the key of the service is written. */
  readonly key: Origin;
  readonly value: Value;
  /** False if the chosen profiles leave it out. */
  readonly enabled: boolean;
  /** The variables of the container, those of `env_file` included; null for one that has no value anywhere. */
  readonly environment: ReadonlyMap<string, Traced<string | null>>;
  /** The labels of the container, those of `label_file` included. */
  readonly labels: ReadonlyMap<string, Traced<string | null>>;

  /**
   * @param profiles The chosen profiles.
   * @param reading Where problems with the service's `env_file` and `label_file` go.
   */
  constructor(name: string, entry: MapEntry, profiles: readonly string[], reading: FileReading) {
    this.name = name;
    this.key = entry.key;
    this.value = entry.value;
    const own = this.profiles.map((profile) => profile.value);
    this.enabled = own.length === 0 || profiles.some((profile) => profile === "*" || own.includes(profile));
    this.environment = serviceEnvironment(entry.value, reading);
    this.labels = serviceLabels(entry.value, reading);
  }

  /** The value at a path of keys, such as `get("deploy", "resources", "limits", "pids")`; undefined if there is none. */
  get(...path: string[]): Value | undefined {
    let value: Value | undefined = this.value;
    for (const key of path) value = entryValue(value, key);
    return value === undefined || isNull(value) ? undefined : value;
  }

  /** The text at a path; numbers and booleans are no text. */
  text(...path: string[]): Traced<string> | null {
    return tracedText(this.get(...path));
  }

  boolean(...path: string[]): Traced<boolean> | null {
    const value = this.get(...path);
    return value?.kind === "scalar" && value.content.type === "boolean" ? { value: value.content.value, from: value } : null;
  }

  number(...path: string[]): Traced<number> | null {
    const value = this.get(...path);
    if (value?.kind !== "scalar") return null;
    const { content } = value;
    return content.type === "integer" || content.type === "float" ? { value: Number(content.value), from: value } : null;
  }

  /** The texts of a list. */
  texts(...path: string[]): Traced<string>[] {
    return tracedTexts(this.get(...path));
  }

  get image(): Traced<string> | null {
    return this.text("image");
  }

  get build(): ServiceBuild | null {
    const from = this.get("build");
    return from?.kind === "map" ? readBuild(from) : null;
  }

  get privileged(): Traced<boolean> | null {
    return this.boolean("privileged");
  }

  get capAdd(): Traced<string>[] {
    return this.texts("cap_add");
  }

  get capDrop(): Traced<string>[] {
    return this.texts("cap_drop");
  }

  get securityOpt(): Traced<string>[] {
    return this.texts("security_opt");
  }

  get profiles(): Traced<string>[] {
    return this.texts("profiles");
  }

  get platform(): Traced<string> | null {
    return this.text("platform");
  }

  /** The words of `command`; null if the image's own holds. */
  get command(): Traced<string[]> | null {
    return tracedCommand(this.get("command"));
  }

  /** The words of `entrypoint`; null if the image's own holds. */
  get entrypoint(): Traced<string[]> | null {
    return tracedCommand(this.get("entrypoint"));
  }

  get dependsOn(): string[] {
    const value = this.get("depends_on");
    return value?.kind === "map" ? [...value.entries.keys()] : [];
  }
}

function readBuild(from: Value): ServiceBuild {
  const context = tracedText(entryValue(from, "context"));
  const dockerfile = tracedText(entryValue(from, "dockerfile"));
  const contextDirectory = context === null || notADirectory.test(context.value) ? null : context.value;
  const dockerfileInline = tracedText(entryValue(from, "dockerfile_inline"));
  return {
    from,
    context,
    contextDirectory,
    dockerfile,
    dockerfilePath: dockerfileInline === null ? dockerfilePath(contextDirectory, dockerfile) : null,
    dockerfileInline,
    target: tracedText(entryValue(from, "target")),
    args: keyValues(entryValue(from, "args")),
    additionalContexts: keyValues(entryValue(from, "additional_contexts")),
    platforms: tracedTexts(entryValue(from, "platforms")),
  };
}

function dockerfilePath(context: string | null, dockerfile: Traced<string> | null): string | null {
  if (dockerfile === null) return null;
  if (isAbsolute(dockerfile.value)) return dockerfile.value;
  return context === null ? null : joinPath(context, dockerfile.value);
}

function tracedText(value: Value | undefined): Traced<string> | null {
  const text = stringOf(value);
  return text === null || value === undefined ? null : { value: text, from: value };
}

function tracedTexts(value: Value | undefined): Traced<string>[] {
  if (value?.kind === "list") return value.items.map(tracedText).filter((text) => text !== null);
  const text = tracedText(value);
  return text === null ? [] : [text];
}

function tracedCommand(value: Value | undefined): Traced<string[]> | null {
  if (value?.kind === "list") return { value: tracedTexts(value).map((text) => text.value), from: value };
  const text = stringOf(value);
  const words = text === null ? null : splitCommand(text);
  return words === null || value === undefined ? null : { value: words, from: value };
}
