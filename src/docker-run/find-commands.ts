import { parseRun } from "./parse-run.js";
import { rangeInFile, type CodeRegion } from "./code-region.js";
import { codeRegions, type CodeKind } from "./code-regions.js";
import type { RunCommand } from "./run-command.js";

/** A command in a file. The ranges of the command are those of the region's text. */
export interface FoundCommand {
  readonly command: RunCommand;
  readonly region: CodeRegion;
  /** Variables that the file sets to a fixed text before the command. */
  readonly variables: Readonly<Record<string, string>>;
}

const clientName = /(?<![\w$.{]|[\w-]-)(?:[\w.~/-]{0,300}\/)?(?:docker|podman|nerdctl)(?:\.exe|\.lima)?(?=[ \t\\^])/gu;
/** Programs and assignments that stand before a command. */
const before =
  /(?:^|(?<=[\s;&|({!`"'@$]))(?:sudo(?:[ \t]+-[A-Za-z]+)*(?:[ \t]+-u[ \t]+\S+)?|exec|eval|time|nohup|command|env|winpty|lima|nice|run_cmd|[A-Za-z_]\w*=(?:"[^"\n]*"|'[^'\n]*'|\$\([^()\n]*\)|[^\s"'$]+|\$\w+)|-[A-Za-z])[ \t]+$/u;
const commandPosition = /(?:^|[;&|({!`"'@]|\$\(|\b(?:then|do|else|elif|if|while|until|RUN|run:|script:|not)|^[ \t]*[-+@]+|^[ \t>]*(?:[\w.@~:/\\ -]{0,60})[$#>%])[ \t]*$/u;

/** The `run` and `create` commands in a file, in the order in which they stand there. */
export function findCommands(text: string, kind: CodeKind): FoundCommand[] {
  return codeRegions(text, kind).flatMap((region) => commandsIn(region, text, kind));
}

function commandsIn(region: CodeRegion, file: string, kind: CodeKind): FoundCommand[] {
  const found: FoundCommand[] = [];
  const { text, dialect } = region;
  const [start, end] = region.range;
  clientName.lastIndex = start;
  for (let match = clientName.exec(text); match !== null && match.index < end; match = clientName.exec(text)) {
    const stop = endAt(region, match.index);
    if (stop === null) continue;
    const command = parseRun(text, match.index, stop, dialect);
    if (command === null || isMention(command, kind, stop !== end, region)) continue;
    const [from] = rangeInFile(region, [match.index, match.index + 1]);
    found.push({ command, region, variables: variablesBefore(file, from, kind) });
    clientName.lastIndex = Math.max(clientName.lastIndex, command.problems.length === 0 ? command.range[1] : 0);
  }
  return found;
}

/** Pages and texts in quotes speak of `docker run` and its options; only what looks like a whole command is one. */
function isMention({ problems }: RunCommand, kind: CodeKind, isQuoted: boolean, { text, range }: CodeRegion): boolean {
  const code = problems[0]?.code;
  if (code === undefined) return false;
  const isInline = kind === "page" && !/[\r\n]/u.test(text.slice(...range));
  return isInline || (isQuoted && code !== "refused") || (kind === "page" && code === "incomplete");
}

/** Where a command that starts at an offset must end; null where no command can start. */
function endAt({ text, range: [start, end], comments }: CodeRegion, offset: number): number | null {
  const lineStart = Math.max(start, text.lastIndexOf("\n", offset - 1) + 1, text.lastIndexOf("\r", offset - 1) + 1);
  let line = text.slice(lineStart, offset);
  if (line.length > 1000 || (comments && /^\s*(?:#|\/\/|rem\s|::)/iu.test(line))) return null;
  for (let next = line.replace(before, ""); next !== line; next = line.replace(before, "")) line = next;
  if (!commandPosition.test(line)) return null;
  const quote = /["']$/u.exec(line.trimEnd())?.[0];
  if (quote === undefined) return end;
  // A command inside quotes, as in `sh 'docker run ...'`.
  let close = offset;
  while (close < end && text.charAt(close) !== quote) close += text.charAt(close) === "\\" ? 2 : 1;
  return close < end ? close : end;
}

const assignments: Readonly<Record<CodeKind, RegExp>> = {
  script: /^[ \t]*(?:export[ \t]+|readonly[ \t]+|local[ \t]+)?([A-Za-z_]\w*)=("[^"\n]*"|'[^'\n]*'|[^\s"'`();&|]*)[ \t]*(?:;[ \t]*)?(?:(?<=[\s;"'])#.*)?$/gmu,
  page: /^[ \t$]*(?:export[ \t]+)?([A-Za-z_]\w*)=("[^"\n]*"|'[^'\n]*'|[^\s"'`();&|]*)[ \t]*$/gmu,
  makefile: /^(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*(?:[:?]{0,2}=)([^#\n\r]*)(?:#.*)?\r?$/gmu,
  yaml: /^[ \t]*(?:-[ \t]+)?([A-Za-z_]\w*):[ \t]+((?:"[^"\n]*"|'[^'\n]*')[ \t]*|[^\s"'#[{&*|>][^\n\r#]*)(?:#.*)?\r?$/gmu,
};

function variablesBefore(text: string, offset: number, kind: CodeKind): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [, name = "", value = ""] of text.slice(0, offset).matchAll(assignments[kind])) {
    const written = value.trim();
    const isVerbatim = written.startsWith("'");
    const plain = written.replace(/^(["'])(.*)\1$/u, "$2");
    const expanded = isVerbatim ? plain : plain.replaceAll(/\$\{?(\w+)\}?|\$\((\w+)\)/gu, (all, one?: string, two?: string) => variables[one ?? two ?? ""] ?? all);
    if (isVerbatim || !/[$`]/u.test(expanded)) variables[name] = expanded;
    // Set to what only a shell can tell: from here on it is not known.
    else Reflect.deleteProperty(variables, name);
  }
  return variables;
}
