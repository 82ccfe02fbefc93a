import type { Env, From, Healthcheck, Instruction, KeyValue, Label, StageName } from "./ast.js";
import {
  buildCommand,
  buildJsonOrWords,
  buildShellText,
  buildSingleWord,
  buildWords,
  type ArgumentText,
} from "./build-arguments.js";
import { buildFlag, buildKeyValue, buildKeyword, buildWord } from "./build-word.js";
import { scanFlags } from "./flags.js";
import { sourceRange, type JoinedText } from "./joined-text.js";
import { UNLINKED } from "./link-parents.js";
import type { SourceText } from "./source-text.js";
import { splitArguments, splitQuotedWords, type Span } from "./split-words.js";
import { isArgumentSeparator, isAsciiSpace, skipSpace, toLower, trimSpaceEnd } from "./whitespace.js";

type Base = Omit<Extract<Instruction, { type: "Run" }>, "type" | "command">;

/**
 * An instruction of a span of joined lines. What BuildKit's parser itself refuses is reported; the rest is checked
 * later.
 */
export function buildInstruction(source: SourceText, joined: JoinedText, span: Span, isTrigger: boolean): Instruction {
  const { text } = joined;
  const start = skipSpace(text, span.start, span.end);
  const end = trimSpaceEnd(text, start, span.end);
  let nameEnd = start;
  while (nameEnd < end && !isArgumentSeparator(text.charCodeAt(nameEnd))) nameEnd += 1;
  const name = toLower(text.slice(start, nameEnd));
  const scan = scanFlags(joined, nameEnd, end, source.escape);
  const base: Base = {
    parent: UNLINKED,
    ...source.place(sourceRange(joined.segments, start, end)),
    keyword: buildKeyword(source, joined, { start, end: nameEnd }),
    flags: scan.flags.map((flag) => buildFlag(source, joined, flag, name)),
    heredocs: [],
    emptyContinuations: [],
  };
  const argumentsStart = skipSpace(text, scan.argumentsStart, end);
  return finishInstruction(name, base, { source, joined, span: { start: argumentsStart, end } }, isTrigger);
}

function finishInstruction(name: string, base: Base, args: ArgumentText, isTrigger: boolean): Instruction {
  switch (name) {
    case "from":
      return buildFrom(base, args);
    case "run":
      return { type: "Run", ...base, command: buildCommand(args) };
    case "cmd":
      return { type: "Cmd", ...base, command: buildCommand(args) };
    case "entrypoint":
      return { type: "Entrypoint", ...base, command: buildCommand(args) };
    case "shell":
      return { type: "Shell", ...base, command: buildCommand(args) };
    case "healthcheck":
      return buildHealthcheck(base, args);
    case "arg":
      return { type: "Arg", ...base, pairs: buildDeclarations(args) };
    case "env":
      return { type: "Env", ...base, pairs: buildAssignments("ENV", base, args) };
    case "label":
      return { type: "Label", ...base, pairs: buildAssignments("LABEL", base, args) };
    case "copy":
      return {
        type: "Copy",
        ...base,
        ...buildTransfer(args),
        from: base.flags.find((flag) => flag.name === "from") ?? null,
      };
    case "add":
      return { type: "Add", ...base, ...buildTransfer(args) };
    case "onbuild":
      return { type: "Onbuild", ...base, instruction: buildTrigger(args, isTrigger) };
    default:
      return finishSimpleInstruction(name, base, args);
  }
}

function finishSimpleInstruction(name: string, base: Base, args: ArgumentText): Instruction {
  switch (name) {
    case "workdir":
      return { type: "Workdir", ...base, path: buildSingleWord(args, "expanded") };
    case "user":
      return { type: "User", ...base, user: buildSingleWord(args, "expanded") };
    case "stopsignal":
      return { type: "Stopsignal", ...base, signal: buildSingleWord(args, "expanded") };
    case "maintainer":
      return { type: "Maintainer", ...base, name: buildSingleWord(args, "literal") };
    case "expose":
      return { type: "Expose", ...base, ports: buildWords(args, "expanded") };
    case "volume": {
      const { json, words } = buildJsonOrWords(args);
      return { type: "Volume", ...base, json, volumes: words };
    }
    default: {
      const isEmpty = args.span.start === args.span.end;
      return { type: "UnknownInstruction", ...base, arguments: isEmpty ? null : buildShellText(args) };
    }
  }
}

function buildTransfer(
  args: ArgumentText,
): Pick<Extract<Instruction, { type: "Copy" }>, "json" | "sources" | "destination"> {
  const { json, words } = buildJsonOrWords(args);
  // One argument alone is a source: what is missing is the destination.
  if (words.length < 2) return { json, sources: words, destination: null };
  return { json, sources: words.slice(0, -1), destination: words.at(-1) ?? null };
}

function buildFrom(base: Base, args: ArgumentText): From {
  const { source, joined, span } = args;
  const spans = splitArguments(joined.text, span.start, span.end);
  const [image, second, third, ...others] = spans;
  const hasAs = second !== undefined && /^as$/iu.test(joined.text.slice(second.start, second.end));
  const rest = hasAs ? others : spans.slice(1);
  return {
    type: "From",
    ...base,
    platform: base.flags.find((flag) => flag.name === "platform") ?? null,
    image: image === undefined ? null : buildWord(source, joined, image, "expanded"),
    as: hasAs ? buildKeyword(source, joined, second) : null,
    alias: hasAs && third !== undefined ? buildStageName(source, joined, third) : null,
    rest: rest.map((word) => buildWord(source, joined, word, "literal")),
  };
}

function buildStageName(source: SourceText, joined: JoinedText, span: Span): StageName {
  const text = joined.text.slice(span.start, span.end);
  const place = source.place(sourceRange(joined.segments, span.start, span.end));
  return { type: "StageName", parent: UNLINKED, ...place, text, name: toLower(text) };
}

function buildHealthcheck(base: Base, args: ArgumentText): Healthcheck {
  const { source, joined, span } = args;
  if (span.start === span.end) return { type: "Healthcheck", ...base, kind: null, command: null };
  let kindEnd = span.start;
  // BuildKit looks for a byte here: other white space is a part of the word, which then means nothing.
  while (kindEnd < span.end && !isAsciiSpace(joined.text.charCodeAt(kindEnd))) kindEnd += 1;
  const kind = buildKeyword(source, joined, { start: span.start, end: kindEnd });
  const commandSpan = { start: skipSpace(joined.text, kindEnd, span.end), end: span.end };
  return { type: "Healthcheck", ...base, kind, command: buildCommand({ source, joined, span: commandSpan }) };
}

function buildDeclarations({ source, joined, span }: ArgumentText): KeyValue[] {
  const words = splitQuotedWords(joined.text, span.start, span.end, source.escape);
  return words.map((word) => buildKeyValue(source, joined, word, "literal"));
}

/** The pairs of ENV and LABEL, in the new form (`key=value ...`) or the old one (`key the whole rest`). */
function buildAssignments(name: "ENV" | "LABEL", base: Base, args: ArgumentText): (Env | Label)["pairs"] {
  const { source, joined, span } = args;
  const words = splitQuotedWords(joined.text, span.start, span.end, source.escape);
  const first = words[0];
  if (first === undefined) return [];
  if (!first.text.includes("=")) return buildOldAssignment(name, base, args);
  for (const word of words) {
    if (word.text.includes("=")) continue;
    source.report(
      "missing-equals-sign",
      `"${word.text}" has no equals sign: after the first pair, every word of ${name} must have the form key=value. ` +
        "Write the value in double quotes if it contains spaces.",
      sourceRange(joined.segments, word.start, word.end),
    );
  }
  return words.map((word) => buildKeyValue(source, joined, word, "expanded"));
}

function buildOldAssignment(name: "ENV" | "LABEL", base: Base, { source, joined, span }: ArgumentText): KeyValue[] {
  const { text } = joined;
  let keyEnd = span.start;
  while (keyEnd < span.end && !isArgumentSeparator(text.charCodeAt(keyEnd))) keyEnd += 1;
  let valueStart = keyEnd;
  while (valueStart < span.end && isArgumentSeparator(text.charCodeAt(valueStart))) valueStart += 1;
  const hasValue = keyEnd < span.end;
  if (!hasValue) {
    source.report(
      "missing-value",
      `${name} needs a name and a value: write ${name} ${text.slice(span.start, keyEnd)}=value.`,
      base.range,
    );
  }
  return [
    {
      type: "KeyValue",
      parent: UNLINKED,
      ...source.place(sourceRange(joined.segments, span.start, span.end)),
      key: buildWord(source, joined, { start: span.start, end: keyEnd }, "expanded"),
      value: hasValue ? buildWord(source, joined, { start: valueStart, end: span.end }, "expanded") : null,
      separator: hasValue ? " " : null,
    },
  ];
}

/** The instruction of ONBUILD. One inside another is refused anyway and is not read further. */
function buildTrigger({ source, joined, span }: ArgumentText, isTrigger: boolean): Instruction | null {
  if (isTrigger || span.start === span.end) return null;
  return buildInstruction(source, joined, span, true);
}
