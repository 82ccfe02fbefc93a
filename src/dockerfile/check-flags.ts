import type { Flag, Instruction } from "./ast.js";
import { closestName } from "./closest-name.js";
import type { ProblemSink } from "./problem-sink.js";

type FlagKind = "text" | "texts" | "boolean";

type FlagKinds = Readonly<Record<string, FlagKind>>;

const NO_FLAGS: FlagKinds = {};

/** The flags of each instruction, from BuildKit's frontend/dockerfile/instructions (v0.29). */
const FLAGS: Partial<Record<Instruction["type"], FlagKinds>> = {
  From: { platform: "text" },
  Run: { mount: "texts", network: "text", security: "text", device: "texts" },
  Copy: { chown: "text", from: "text", chmod: "text", link: "boolean", exclude: "texts", parents: "boolean" },
  Add: {
    chown: "text",
    chmod: "text",
    link: "boolean",
    "keep-git-dir": "boolean",
    checksum: "text",
    unpack: "boolean",
    exclude: "texts",
  },
  Healthcheck: { interval: "text", timeout: "text", "start-period": "text", "start-interval": "text", retries: "text" },
};

/** Reports the flags that the instruction does not know, that are given twice or that have no proper value. */
export function checkFlags(sink: ProblemSink, instruction: Instruction): void {
  if (ignoresFlags(instruction)) return;
  const kinds = FLAGS[instruction.type] ?? NO_FLAGS;
  const seen = new Set<string>();
  for (const flag of instruction.flags) {
    const kind = Object.hasOwn(kinds, flag.name) ? kinds[flag.name] : undefined;
    if (kind === undefined) {
      reportUnknown(sink, instruction, flag, Object.keys(kinds));
    } else if (seen.has(flag.name) && kind !== "texts") {
      sink.report(
        "duplicate-flag",
        `--${flag.name} is given twice, and only one value could count. Remove one of them.`,
        flag.range,
      );
    } else {
      checkValue(sink, flag, kind);
    }
    seen.add(flag.name);
  }
}

/** BuildKit reads no flags of these, so that any are accepted and mean nothing. */
function ignoresFlags(instruction: Instruction): boolean {
  if (instruction.type === "Healthcheck") return instruction.kind?.name.toUpperCase() === "NONE";
  return instruction.type === "Arg" || instruction.type === "Stopsignal" || instruction.type === "UnknownInstruction";
}

function reportUnknown(sink: ProblemSink, instruction: Instruction, flag: Flag, known: string[]): void {
  const name = instruction.keyword.name.toUpperCase();
  const guess = closestName(flag.name, known);
  let advice =
    known.length === 0 ? `${name} has no flags` : `Its flags are ${known.map((each) => `--${each}`).join(", ")}`;
  if (guess !== null) advice = `Did you mean --${guess}?`;
  else advice += '; put "--" in front if it is an argument.';
  sink.report("unknown-flag", `${name} does not know the flag --${flag.name}. ${advice}`, flag.range);
}

function checkValue(sink: ProblemSink, flag: Flag, kind: FlagKind): void {
  if (kind !== "boolean") {
    if (flag.value !== null) return;
    sink.report(
      "missing-flag-value",
      `--${flag.name} has no value. Write --${flag.name}=VALUE, without a space.`,
      flag.range,
    );
    return;
  }
  const isBoolean = flag.value === null || /^(?:true|false)$/iu.test(flag.value);
  if (isBoolean) return;
  sink.report(
    "invalid-flag-value",
    `--${flag.name} is either there or not: "${flag.value}" is neither true nor false. Write --${flag.name} alone.`,
    flag.range,
  );
}
