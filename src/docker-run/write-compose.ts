import type { SourceRange } from "../text/source-range.js";
import type { ComposeMap, ComposeNode, ComposeScalar, ValueOrigin } from "./compose-node.js";
import type { ComposeService } from "./compose-service.js";

/** A part of the written file, from a key or `-` to the end of its value. */
export interface WrittenPart {
  readonly range: SourceRange;
  /** The keys below the service, with the indexes of items. */
  readonly path: readonly (string | number)[];
  /** That of the value, or of the first one below it. */
  readonly origin: ValueOrigin | null;
}

export interface WrittenCompose {
  readonly text: string;
  /** Outer ones before inner ones. */
  readonly parts: readonly WrittenPart[];
}

/** Writes a Compose file with one service. */
export function writeCompose({ name, service, volumes, networks }: ComposeService): WrittenCompose {
  const writer = new ComposeWriter();
  writer.write("services:\n");
  writer.write(`  ${quoted(name)}:\n`);
  writer.map(service, "    ", []);
  if (networks.length > 0) writer.write(`networks:\n${networks.map((network) => `  ${quoted(network)}:\n    external: true\n`).join("")}`);
  if (volumes.length > 0) writer.write(`volumes:\n${volumes.map((volume) => `  ${quoted(volume)}:\n`).join("")}`);
  return { text: writer.text, parts: writer.parts };
}

class ComposeWriter {
  text = "";
  readonly parts: WrittenPart[] = [];

  write(text: string): void {
    this.text += text;
  }

  map(map: ComposeMap, indent: string, path: readonly (string | number)[], firstIndent = indent): void {
    let isFirst = true;
    for (const [key, node] of map.entries) {
      this.text += isFirst ? firstIndent : indent;
      isFirst = false;
      this.#part([...path, key], node, () => {
        this.text += `${quoted(key)}:`;
        this.#value(node, indent, [...path, key]);
      });
    }
  }

  #value(node: ComposeNode, indent: string, path: readonly (string | number)[]): void {
    if (node.kind === "scalar") {
      this.text += ` ${scalarOf(node)}\n`;
    } else if (node.kind === "map") {
      if (node.entries.size === 0) this.text += " {}";
      this.text += "\n";
      this.map(node, `${indent}  `, path);
    } else {
      if (node.items.length === 0) this.text += " []";
      this.text += "\n";
      node.items.forEach((item, index) => { this.#item(item, `${indent}  `, [...path, index]); });
    }
  }

  #item(item: ComposeNode, indent: string, path: readonly (string | number)[]): void {
    this.text += indent;
    this.#part(path, item, () => {
      if (item.kind !== "map") {
        this.text += `- ${item.kind === "scalar" ? scalarOf(item) : "[]"}\n`;
        return;
      }
      this.text += "- ";
      // The first key stands behind the `-`.
      this.map(item, `${indent}  `, path, "");
    });
  }

  #part(path: readonly (string | number)[], node: ComposeNode, write: () => void): void {
    const start = this.text.length;
    const at = this.parts.length;
    write();
    this.parts.splice(at, 0, { range: [start, this.text.length - 1], path, origin: originOf(node) });
  }
}

function originOf(node: ComposeNode): ValueOrigin | null {
  if (node.kind === "scalar") return node.origin;
  for (const child of node.kind === "list" ? node.items : node.entries.values()) {
    const origin = originOf(child);
    if (origin !== null) return origin;
  }
  return null;
}

function scalarOf({ text, bare }: ComposeScalar): string {
  return bare ? text : quoted(text);
}

// Plain where YAML 1.1 and 1.2 both read text; numbers, times such as 22:22 and words such as `no` they read otherwise.
const plain = /^(?![-?:]$)[\w./$][\w./$@%+,={}-]*(?::[\w./$@%+,={}-]+)*$/u;
const otherThanText = /^(?:[-+]?[\d_.,:]+|0[xo].*|y|n|yes|no|on|off|true|false|null|~|[-+]?\.(?:inf|nan)|\d+(?:\.\d*)?e[-+]?\d+|\d{4}-\d\d?-\d\d?)$/iu;

function quoted(text: string): string {
  if (plain.test(text) && !otherThanText.test(text)) return text;
  // YAML takes fewer characters as they are than JSON does.
  return JSON.stringify(text)
    .replaceAll(/[\u007f-\u009f\ufeff\ufffe\uffff]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)
    // What nobody sees beyond U+FFFF; YAML has no pairs of escapes.
    .replaceAll(/(?=[\u{10000}-\u{10ffff}])\p{Default_Ignorable_Code_Point}/gu, (character) => `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`);
}
