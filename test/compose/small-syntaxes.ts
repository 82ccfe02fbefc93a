import { cleanPath } from "../../src/compose/canonical.js";
import { parseByteSize } from "../../src/compose/byte-size.js";
import { parseDotenv } from "../../src/compose/dotenv.js";
import { durationText, parseDuration } from "../../src/compose/duration.js";
import { evaluateTemplate, type VariableLookup } from "../../src/compose/interpolation.js";
import { parseShortPort } from "../../src/compose/port-syntax.js";
import type { Json } from "../../src/compose/resolved-model.js";
import { splitCommand } from "../../src/compose/split-command.js";
import { plainContent } from "../../src/compose/yaml-scalar.js";
import { scalarText } from "../../src/compose/value-text.js";
import { parseShortVolume } from "../../src/compose/volume-syntax.js";

/** A little language inside Compose files: pieces to make texts of, and what we and the real Compose make of a text. */
export interface SmallSyntax {
  name: string;
  pieces: readonly string[];
  /** Our reading, in the form that `expected` finds in the real one; undefined for a text that is refused. */
  ours(text: string): Json | undefined;
  /** A project with some texts, each in a place of its own. */
  files(texts: readonly string[]): Record<string, string>;
  /** The real reading of the text at an index. */
  real(model: Json, index: number): Json | undefined;
}

type Path = readonly (string | number)[];

/** The value at a path. */
export function at(value: Json | undefined, path: Path): Json | undefined {
  let found = value;
  for (const key of path) {
    if (typeof found !== "object" || found === null) return undefined;
    found = (found as Record<string | number, Json>)[key];
  }
  return found;
}

/** A file with one service for each text. */
function services(texts: readonly string[], setting: (text: string) => string): Record<string, string> {
  const entries = texts.map((text, index) => `  s${index}:\n    image: x\n    ${setting(text)}\n`);
  return { "compose.yaml": `services:\n${entries.join("")}` };
}

function quoted(text: string): string {
  return JSON.stringify(text.replaceAll("$", "$$$$"));
}

const environment: Record<string, string> = { A: "a", B_1: "b", EMPTY: "" };

const lookup: VariableLookup = (name) => {
  const value = environment[name];
  return value === undefined ? null : { value, origin: { kind: "process" } };
};

export const templateEnvironment: Readonly<Record<string, string>> = environment;

function undouble(value: Json | undefined): Json | undefined {
  if (typeof value === "string") return value.replaceAll("$$", "$");
  return Array.isArray(value) ? value.map((item) => undouble(item) ?? null) : value;
}

export const smallSyntaxes: readonly SmallSyntax[] = [
  {
    name: "templates",
    pieces: ["$", "$$", "${", "}", "{", "A", "B_1", "EMPTY", "U", ":-", "-", ":+", "+", ":?", "?", "x", " ", ".", "${A}", "${U:-", "${A:+", "5", ":", "ſ"],
    ours: (text) => {
      const result = evaluateTemplate(text, lookup);
      return result.problems.length > 0 ? undefined : result.value;
    },
    files: (texts) => services(texts, (text) => `labels: [${JSON.stringify(`k=${text}`)}]`),
    real: (model, index) => undouble(at(model, ["services", `s${index}`, "labels", "k"])),
  },
  {
    name: "dotenv",
    pieces: ["A", "B", "=", "=", "\n", "\n", " ", "'", '"', "\\", "$", "${A}", "${U:-d}", "#", " #", "export ", "\r\n", ":", "ä", "-", ".", "\t", "\\n", "\\0101", "x y", "\u00a0"],
    ours: (text) => {
      const { values, problems } = parseDotenv(text, { lookup });
      return problems.length > 0 ? undefined : Object.fromEntries([...values].map(([key, { value }]): [string, Json] => [key, value]));
    },
    files: (texts) => ({
      ...services([...texts.keys()].map(String), (index) => `env_file: [f${index}.env]`),
      ...Object.fromEntries(texts.map((text, index) => [`f${index}.env`, text])),
    }),
    real: (model, index) => {
      const found = at(model, ["services", `s${index}`, "environment"]) ?? {};
      if (typeof found !== "object" || Array.isArray(found)) return undefined;
      return Object.fromEntries(Object.entries(found).map(([key, value]): [string, Json] => [key, undouble(value) ?? null]));
    },
  },
  {
    name: "commands",
    pieces: ["a", "b c", " ", "'", '"', "\\", "$", "(", ")", "$(", "`", ";", "&", "|", ">", "2>", "<", "\t", "-x=1"],
    ours: (text) => splitCommand(text) ?? undefined,
    files: (texts) => services(texts, (text) => `command: ${quoted(text)}`),
    real: (model, index) => undouble(at(model, ["services", `s${index}`, "command"])),
  },
  {
    name: "volumes",
    pieces: ["/", "a", "./x", "/abs", "~", ":", ":", "ro", "rw", "z", ",", "C", "\\", "nocopy", "${", "}", "..", "shared", "bad", "ü"],
    ours: (text) => {
      const reading = parseShortVolume(text);
      if (!reading.ok) return undefined;
      const { type, source, target, readOnly } = reading.volume;
      // A named volume has to be declared, and a bind mount's source depends on where the project is.
      return type === "bind" || source === "" ? { type, target: cleanPath(target), readOnly } : null;
    },
    files: (texts) => services(texts, (text) => `volumes: [${quoted(text)}]`),
    real: (model, index) => {
      const path = ["services", `s${index}`, "volumes", 0];
      const target = undouble(at(model, [...path, "target"]));
      return { type: at(model, [...path, "type"]) ?? null, target: target ?? null, readOnly: at(model, [...path, "read_only"]) ?? false };
    },
  },
  {
    name: "ports",
    pieces: ["80", "8080", "65535", "65536", "0", ":", ":", "-", "/tcp", "/udp", "/TCP", "/", "127.0.0.1", "[::1]", "::1", "1", "2", "/sctp", "08", "+1", " "],
    ours: (text) => {
      // Debian's build of Compose refuses an IPv6 address without brackets, the official one reads it.
      if (text.includes('::') && !text.startsWith("[")) return null;
      const reading = parseShortPort(text);
      if (!reading.ok || reading.ports.length > 50) return reading.ok ? null : undefined;
      return reading.ports.map(({ target, published, hostIp, protocol }) => ({ target, published, hostIp, protocol }));
    },
    files: (texts) => services(texts, (text) => `ports: [${quoted(text)}]`),
    real: (model, index) => {
      const ports = at(model, ["services", `s${index}`, "ports"]);
      if (!Array.isArray(ports)) return undefined;
      return ports.map((port) => ({
        target: at(port, ["target"]) ?? 0,
        published: at(port, ["published"]) ?? "",
        hostIp: at(port, ["host_ip"]) ?? "",
        protocol: at(port, ["protocol"]) ?? "",
      }));
    },
  },
  {
    name: "durations",
    pieces: ["1", "0", "30", "1.5", ".5", "s", "m", "h", "ms", "us", "ns", "d", "w", "µs", "-", "+", "2.", "999999999"],
    ours: (text) => {
      const value = parseDuration(text);
      return value === null ? undefined : durationText(value);
    },
    files: (texts) => services(texts, (text) => `stop_grace_period: ${quoted(text)}`),
    real: (model, index) => at(model, ["services", `s${index}`, "stop_grace_period"]),
  },
  {
    name: "sizes",
    pieces: ["1", "0", "64", "1.5", ".", "k", "K", "m", "g", "t", "p", "b", "B", "i", " ", "e3", "-", "+", "_", "x", "1e"],
    ours: (text) => {
      const value = parseByteSize(text);
      return value === null ? undefined : value >= 2 ** 63 ? null : String(BigInt(value));
    },
    files: (texts) => services(texts, (text) => `mem_limit: ${quoted(text)}`),
    real: (model, index) => at(model, ["services", `s${index}`, "mem_limit"]) ?? "0",
  },
  {
    name: "plain scalars",
    pieces: ["0", "1", "7", "8", "x", "o", "b", "_", ".", "e", "E", "+", "-", "inf", ".nan", "F", "null", "true", "yes", "~", "12", "2001", "1e3", "0x", "0o"],
    ours: (text) => {
      if (/^[-?:](?:\s|$)|^$|:$|^---|^\.\.\.$/u.test(text)) return null;
      const content = plainContent(text);
      if (content.type === "timestamp") return undefined;
      return content.type === "null" ? "" : scalarText(content);
    },
    files: (texts) => services(texts, (text) => `labels:\n      k: ${text}`),
    real: (model, index) => at(model, ["services", `s${index}`, "labels", "k"]),
  },
];
