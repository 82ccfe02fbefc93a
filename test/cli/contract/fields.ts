/** The fields of JSON texts, as sorted lines `PATH TYPES`: `[].messages[].line number`. */
export function fieldsOf(texts: readonly string[], keyed: readonly string[] = []): string[] {
  const types = new Map<string, Set<string>>();
  for (const text of texts) walk(JSON.parse(text), "", { types, keyed });
  return [...types].map(([path, found]) => `${path} ${[...found].sort().join("|")}`).sort();
}

interface Walk {
  types: Map<string, Set<string>>;
  /** Objects whose keys are names that the user chose, shown as `*`. */
  keyed: readonly string[];
}

function walk(value: unknown, path: string, context: Walk): void {
  if (path !== "") {
    const known = context.types.get(path) ?? new Set<string>();
    context.types.set(path, known.add(Array.isArray(value) ? "array" : value === null ? "null" : typeof value));
  }
  if (Array.isArray(value)) for (const item of value) walk(item, `${path}[]`, context);
  else if (value !== null && typeof value === "object") {
    for (const [key, item] of Object.entries(value)) {
      const name = context.keyed.includes(path) ? "*" : key;
      walk(item, path === "" ? name : `${path}.${name}`, context);
    }
  }
}
