import type { Add, Copy, From, Healthcheck, Instruction, KeyValue, Onbuild, Shell, Volume } from "./ast.js";
import { checkFlags } from "./check-flags.js";
import { checkRun } from "./check-run.js";
import { closestName } from "./closest-name.js";
import { parseGoDuration } from "./go-duration.js";
import { readHeredocOpener } from "./heredoc-opener.js";
import type { ProblemSink } from "./problem-sink.js";
import { skipSpace, toLower, trimSpaceEnd } from "./whitespace.js";

const INSTRUCTION_NAMES = [
  "ADD",
  "ARG",
  "CMD",
  "COPY",
  "ENTRYPOINT",
  "ENV",
  "EXPOSE",
  "FROM",
  "HEALTHCHECK",
  "LABEL",
  "MAINTAINER",
  "ONBUILD",
  "RUN",
  "SHELL",
  "STOPSIGNAL",
  "USER",
  "VOLUME",
  "WORKDIR",
];

/**
 * Reports what BuildKit refuses in an instruction that its parser could read: the number of arguments, flags, names.
 * The instruction after ONBUILD is not checked: BuildKit reads it only when the image is used as a base.
 */
export function checkInstruction(sink: ProblemSink, instruction: Instruction): void {
  checkFlags(sink, instruction);
  switch (instruction.type) {
    case "From":
      checkFrom(sink, instruction);
      break;
    case "Run":
      checkRun(sink, instruction);
      break;
    case "Shell":
      checkShell(sink, instruction);
      break;
    case "Healthcheck":
      checkHealthcheck(sink, instruction);
      break;
    case "Copy":
    case "Add":
      checkTransfer(sink, instruction);
      break;
    case "Volume":
      checkVolume(sink, instruction);
      break;
    case "Onbuild":
      checkOnbuild(sink, instruction);
      break;
    case "UnknownInstruction":
      reportUnknown(sink, instruction);
      break;
    default:
      checkArguments(sink, instruction);
  }
}

function checkArguments(sink: ProblemSink, instruction: Instruction): void {
  switch (instruction.type) {
    case "Arg":
    case "Env":
    case "Label":
      checkPairs(sink, instruction, instruction.pairs);
      break;
    case "Workdir":
      if (instruction.path === null) reportNoArgument(sink, instruction, "a folder, such as WORKDIR /app");
      break;
    case "User":
      if (instruction.user === null) reportNoArgument(sink, instruction, "a user name or number, such as USER 1000");
      break;
    case "Stopsignal":
      if (instruction.signal === null) reportNoArgument(sink, instruction, "a signal, such as STOPSIGNAL SIGTERM");
      break;
    case "Maintainer":
      if (instruction.name === null) reportNoArgument(sink, instruction, "a name; LABEL is the newer way to give one");
      break;
    case "Expose":
      if (instruction.ports.length === 0) reportNoArgument(sink, instruction, "a port, such as EXPOSE 8080");
      break;
    default:
  }
}

function nameOf(instruction: Instruction): string {
  return instruction.keyword.name.toUpperCase();
}

function reportNoArgument(sink: ProblemSink, instruction: Instruction, need: string): void {
  sink.report("missing-argument", `${nameOf(instruction)} has no argument. It needs ${need}.`, instruction.range);
}

function reportUnknown(sink: ProblemSink, instruction: Instruction): void {
  const { name } = instruction.keyword;
  const guess = closestName(name, INSTRUCTION_NAMES);
  const advice =
    guess === null
      ? "If it belongs to the line above, that line must end with a continuation character."
      : `Did you mean ${guess}?`;
  const range = name === "" ? instruction.range : instruction.keyword.range;
  sink.report("unknown-instruction", `There is no instruction "${name}". ${advice}`, range);
}

function checkFrom(sink: ProblemSink, from: From): void {
  const [extra] = from.rest;
  if (from.image === null) {
    reportNoArgument(sink, from, "a base image, such as FROM debian:12, or FROM scratch for an empty one");
  } else if (extra !== undefined || (from.as !== null && from.alias === null)) {
    sink.report(
      "from-arguments",
      "FROM takes an image, and after it AS and a stage name, nothing else: FROM image or FROM image AS name.",
      extra?.range ?? from.range,
    );
  } else if (from.alias !== null && !/^[a-z][a-z0-9_.-]*$/.test(from.alias.name)) {
    sink.report(
      "invalid-stage-name",
      `"${from.alias.text}" cannot be the name of a stage: it must start with a letter and can only have letters, ` +
        'digits, underscores ("_"), dots and dashes.',
      from.alias.range,
    );
  }
}

function checkPairs(sink: ProblemSink, instruction: Instruction, pairs: readonly KeyValue[]): void {
  if (pairs.length === 0) reportNoArgument(sink, instruction, `a name, such as ${nameOf(instruction)} NAME=value`);
  for (const pair of pairs) {
    if (pair.key.text !== "") continue;
    sink.report(
      "blank-name",
      `There is no name before the equals sign: write ${nameOf(instruction)} NAME=value.`,
      pair.range,
    );
  }
}

function checkShell(sink: ProblemSink, shell: Shell): void {
  const { command } = shell;
  if (command === null || (command.type === "JsonStrings" && command.elements.length === 0)) {
    reportNoArgument(sink, shell, 'a program, such as SHELL ["/bin/bash", "-c"]');
  } else if (command.type === "ShellText") {
    sink.report(
      "shell-not-json",
      'SHELL takes only a JSON array of strings in double quotes, such as SHELL ["/bin/bash", "-c"].',
      command.range,
    );
  }
}

function checkHealthcheck(sink: ProblemSink, healthcheck: Healthcheck): void {
  const { kind, command } = healthcheck;
  const kindName = kind?.name.toUpperCase();
  const hasArguments = command !== null && (command.type === "ShellText" || command.elements.length > 0);
  if (kind === null) {
    reportNoArgument(sink, healthcheck, "CMD and a command, or NONE");
  } else if (kindName === "NONE") {
    if (!hasArguments) return;
    sink.report("too-many-arguments", "HEALTHCHECK NONE takes nothing after it. Remove what follows.", command.range);
  } else if (kindName !== "CMD") {
    sink.report(
      "invalid-healthcheck",
      `HEALTHCHECK takes CMD and a command, or NONE, not "${kind.name}". Write HEALTHCHECK CMD in front ` +
        "of the command.",
      kind.range,
    );
  } else if (hasArguments) {
    checkHealthcheckFlags(sink, healthcheck);
  } else {
    sink.report("missing-argument", "HEALTHCHECK CMD has no command. Write the command after it.", healthcheck.range);
  }
}

function checkHealthcheckFlags(sink: ProblemSink, { flags }: Healthcheck): void {
  for (const { name, value, range } of flags) {
    if (value === null || value === "") continue;
    if (name === "retries") {
      if (isRetries(value)) continue;
      sink.report("invalid-flag-value", `--retries must be a whole number from 0, not "${value}".`, range);
      continue;
    }
    const duration = parseGoDuration(value);
    if (duration !== null && (duration === 0n || duration >= 1_000_000n)) continue;
    sink.report(
      "invalid-flag-value",
      `--${name} must be a duration of at least one millisecond, such as 30s or 1m30s, not "${value}".`,
      range,
    );
  }
}

function isRetries(value: string): boolean {
  return /^[+]?[0-9]+$|^-0+$/.test(value) && Number(value) < 2 ** 31;
}

function checkTransfer(sink: ProblemSink, instruction: Copy | Add): void {
  const name = nameOf(instruction);
  if (instruction.destination === null) {
    sink.report(
      "missing-argument",
      `${name} needs at least one source and a destination. Write ${name} SOURCE DESTINATION.`,
      instruction.range,
    );
  } else if (readHeredocOpener(instruction.destination.text) !== null) {
    sink.report(
      "heredoc-destination",
      `A here-document cannot be the destination of ${name}. Put the path of the file after it.`,
      instruction.destination.range,
    );
  }
}

function checkVolume(sink: ProblemSink, volume: Volume): void {
  if (volume.volumes.length === 0) reportNoArgument(sink, volume, "a path, such as VOLUME /data");
  for (const word of volume.volumes) {
    if (trimSpace(word.text) !== "") continue;
    sink.report("blank-name", "The path of a volume cannot be empty. Write the path, or remove it.", word.range);
  }
}

function trimSpace(text: string): string {
  return text.slice(skipSpace(text, 0, text.length), trimSpaceEnd(text, 0, text.length));
}

const NO_TRIGGERS = ["ONBUILD", "MAINTAINER", "FROM"];

function checkOnbuild(sink: ProblemSink, onbuild: Onbuild): void {
  const trigger = onbuild.instruction;
  if (trigger === null) {
    reportNoArgument(sink, onbuild, "an instruction, such as ONBUILD RUN make");
    return;
  }
  const name = toLower(trigger.keyword.name).toUpperCase();
  if (!NO_TRIGGERS.includes(name)) return;
  sink.report(
    "invalid-trigger",
    `${name} cannot stand after ONBUILD. Only the other instructions can be left for a later build.`,
    trigger.keyword.range,
  );
}
