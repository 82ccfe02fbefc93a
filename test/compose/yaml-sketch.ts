/** A YAML value that can be printed, and made smaller piece by piece. */
export type Sketch =
  | { kind: "scalar"; text: string; style: "plain" | "single" | "double" | "literal"; tag?: string; anchor?: string }
  | { kind: "map"; pairs: readonly (readonly [string, Sketch])[]; flow?: boolean; tag?: string; anchor?: string }
  | { kind: "list"; items: readonly Sketch[]; flow?: boolean; tag?: string; anchor?: string }
  | { kind: "alias"; name: string };

export type MapSketch = Extract<Sketch, { kind: "map" }>;

export function map(pairs: readonly (readonly [string, Sketch])[]): MapSketch {
  return { kind: "map", pairs };
}

export function list(items: readonly Sketch[]): Sketch {
  return { kind: "list", items };
}

/** Text that YAML takes for text whatever it is. */
export function text(value: string): Sketch {
  return { kind: "scalar", text: value, style: "double" };
}

/** Text as YAML reads it without quotes. */
export function plain(value: string | number | boolean): Sketch {
  return { kind: "scalar", text: String(value), style: "plain" };
}

export function nothing(): Sketch {
  return { kind: "scalar", text: "", style: "plain" };
}

/** The sketch as a YAML document. */
export function printSketch(sketch: Sketch): string {
  if (sketch.kind === "map" && sketch.pairs.length > 0) return `${printPairs(sketch.pairs, "")}\n`;
  return `${inline(sketch)}\n`;
}

function printPairs(pairs: MapSketch["pairs"], indent: string): string {
  return pairs.map(([key, value]) => `${indent}${printKey(key)}:${printValue(value, indent)}`).join("\n");
}

function printKey(key: string): string {
  return key === "<<" || /^[A-Za-z_][\w.-]*$/u.test(key) ? key : JSON.stringify(key);
}

function printValue(value: Sketch, indent: string): string {
  const inner = `${indent}  `;
  if (value.kind === "map" && value.flow !== true && value.pairs.length > 0) {
    return `${properties(value)}\n${printPairs(value.pairs, inner)}`;
  }
  if (value.kind === "list" && value.flow !== true && value.items.length > 0) {
    const items = value.items.map((item) => printItem(item, inner));
    return `${properties(value)}\n${items.join("\n")}`;
  }
  if (value.kind === "scalar" && value.style === "literal" && /^[^\s]/u.test(value.text)) {
    const lines = value.text.split("\n").map((line) => (line === "" ? "" : inner + line));
    return `${properties(value)} |-\n${lines.join("\n")}`;
  }
  const printed = inline(value);
  return printed === "" ? "" : ` ${printed}`;
}

function printItem(item: Sketch, indent: string): string {
  if (item.kind === "map" && item.flow !== true && item.pairs.length > 0 && properties(item) === "") {
    return `${indent}- ${printPairs(item.pairs, `${indent}  `).trimStart()}`;
  }
  return `${indent}- ${inline({ ...item, flow: true } as Sketch)}`;
}

function inline(value: Sketch): string {
  switch (value.kind) {
    case "alias":
      return `*${value.name}`;
    case "scalar":
      return `${properties(value)} ${printScalar(value)}`.trim();
    case "list":
      return `${properties(value)} [${value.items.map(inline).join(", ")}]`.trim();
    case "map": {
      // Nothing would be read differently by different YAML libraries here.
      const pairs = value.pairs.map(([key, inner]) => `${printKey(key)}: ${inline(inner) || "null"}`);
      return `${properties(value)} {${pairs.join(", ")}}`.trim();
    }
  }
}

function properties(value: { tag?: string; anchor?: string }): string {
  const anchor = value.anchor === undefined ? "" : ` &${value.anchor}`;
  const tag = value.tag === undefined ? "" : ` ${value.tag}`;
  return anchor + tag;
}

function printScalar(value: Extract<Sketch, { kind: "scalar" }>): string {
  switch (value.style) {
    case "plain":
      return value.text;
    case "single":
      return `'${value.text.replaceAll("'", "''")}'`;
    case "double":
    case "literal":
      return JSON.stringify(value.text);
  }
}

/** Every sketch that is one piece smaller: without one pair or item, or with one value in place of the whole. */
export function* smallerSketches(sketch: Sketch): Generator<Sketch> {
  if (sketch.kind === "map") {
    for (let index = 0; index < sketch.pairs.length; index += 1) yield { ...sketch, pairs: sketch.pairs.toSpliced(index, 1) };
    for (const [index, [key, value]] of sketch.pairs.entries()) {
      for (const smaller of smallerSketches(value)) yield { ...sketch, pairs: sketch.pairs.toSpliced(index, 1, [key, smaller]) };
    }
  }
  if (sketch.kind === "list") {
    for (let index = 0; index < sketch.items.length; index += 1) yield { ...sketch, items: sketch.items.toSpliced(index, 1) };
    for (const [index, item] of sketch.items.entries()) {
      for (const smaller of smallerSketches(item)) yield { ...sketch, items: sketch.items.toSpliced(index, 1, smaller) };
    }
  }
  if (sketch.kind !== "alias" && sketch.tag !== undefined) {
    const untagged = { ...sketch };
    delete untagged.tag;
    yield untagged;
  }
}
