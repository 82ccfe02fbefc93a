/**
 * The image on which a Dockerfile's last stage stands, with defaults of its arguments put in.
 *
 * A tool's reading, for the plain files of published images; the linter itself has a full parser.
 *
 * @returns null where the text has no FROM, or an argument has no default
 */
export function baseOfDockerfile(text: string): string | null {
  const stages = new Map<string, string>();
  const args = new Map<string, string>();
  let last: string | null = null;
  for (const line of logicalLines(text)) {
    const arg = /^ARG\s+(\w+)=(\S+)/i.exec(line);
    if (arg !== null && last === null) args.set(arg[1] ?? "", expand(unquoted(arg[2] ?? ""), args));
    const from = /^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?\s*$/i.exec(line);
    if (from === null) continue;
    const base = expand(unquoted(from[1] ?? ""), args);
    last = stages.get(base.toLowerCase()) ?? base;
    if (from[2] !== undefined) stages.set(from[2].toLowerCase(), last);
  }
  return last === null || last.includes("$") ? null : last;
}

function logicalLines(text: string): string[] {
  const escape = /^\s*#\s*escape\s*=\s*`/im.test(text) ? "`" : "\\";
  const lines: string[] = [];
  let current = "";
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line.startsWith("#") || (line === "" && current !== "")) continue;
    if (line.endsWith(escape)) {
      current += `${line.slice(0, -1)} `;
      continue;
    }
    lines.push((current + line).trim());
    current = "";
  }
  return lines;
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, "$2");
}

function expand(text: string, args: ReadonlyMap<string, string>): string {
  return text.replaceAll(
    /\$\{(\w+)(?::-([^}]*))?\}|\$(\w+)/g,
    (whole, braced?: string, fallback?: string, bare?: string) => {
      return args.get(braced ?? bare ?? "") ?? fallback ?? whole;
    },
  );
}
