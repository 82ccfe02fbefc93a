import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Cause } from "../../src/program/cause.js";
import { diagnoseLog } from "../../src/program/diagnose-log.js";
import { recordedPrograms, type RecordedCase } from "./recorded.js";

const causeOf: Record<RecordedCase["cause"], Cause> = { EPERM: "seccomp", EAGAIN: "process-limit", ENOMEM: "memory" };

// Words that other failures share so often that they may not count as a sign: reading them as one would be a guess.
const tooCommon = [
  /^PermissionError: \[Errno 1\] Operation not permitted: /,
  /^Err\(Os \{ code: (?:1|11), /,
  /^nil$/,
  // Recorded to show that an address needs no thread: the refusal is the port's.
  /^curl: \(7\) Failed to connect/,
];

// glibc answers EAGAIN when the stack of a thread cannot be mapped, and some programs say no more.
function acceptable(recorded: RecordedCase): Cause[] {
  return recorded.cause === "ENOMEM" ? ["memory", "process-limit"] : [causeOf[recorded.cause]];
}

const { programs, missing } = recordedPrograms();
const failing = programs.flatMap(({ program, version, cases }) =>
  cases
    .filter(({ outcome, lines }) => lines.length > 0 && outcome !== "ok")
    .filter(({ outcome, exit, cause }) => !(exit === null && outcome === "serves" && cause === "EPERM"))
    .map((recorded) => ({ program: `${program} ${version}`, recorded })),
);

describe("the words of recorded failures", () => {
  it("are recognised, and the cause is the recorded one wherever the words tell it", (context) => {
    if (missing !== null) context.diagnostic(missing);
    let decided = 0;
    let likeliest = 0;
    let shared = 0;
    let common = 0;
    const wrong: string[] = [];
    for (const { program, recorded } of failing) {
      const where = `${program}, ${recorded.cause}, ${recorded.command}: ${recorded.lines[0] ?? ""}`;
      const diagnosis = diagnoseLog(`${recorded.lines.join("\n")}\n`);
      if (diagnosis.matchCount === 0) {
        if (recorded.lines.some((line) => tooCommon.some((pattern) => pattern.test(line)))) common += 1;
        else wrong.push(`not recognised: ${where}`);
        continue;
      }
      const allowed = acceptable(recorded);
      const top = diagnosis.candidates[0]?.cause;
      const possible = diagnosis.candidates.filter(({ likelihood }) => likelihood >= 0.02).map(({ cause }) => cause);
      const certain = diagnosis.decidedBy === "errno" || diagnosis.decidedBy === "words";
      if (certain && diagnosis.cause !== null && allowed.includes(diagnosis.cause)) decided += 1;
      else if (certain) wrong.push(`${String(diagnosis.cause)} instead of ${recorded.cause}: ${where}`);
      else if (top === causeOf[recorded.cause]) likeliest += 1;
      else if (possible.some((cause) => allowed.includes(cause))) shared += 1;
      else wrong.push(`excluded: ${where}`);
    }
    context.diagnostic(
      `${failing.length} recorded failures: ${decided} decided, ${likeliest} with the cause likeliest, ` +
        `${shared} with the cause among the candidates, ${common} too common to count`,
    );
    assert.deepEqual(wrong, []);
    assert.ok(decided > failing.length / 2);
  });

  it("are recognised in a garbled paste, without line breaks or with blanks inside words", () => {
    const missed: string[] = [];
    for (const { program, recorded } of failing) {
      const plain = diagnoseLog(`${recorded.lines.join("\n")}\n`);
      // A single short word has to stand in its place to count.
      const signs = plain.matches.filter(({ signature }) => !/memory$|killed$/.test(signature));
      if (signs.length === 0) continue;
      const joined = recorded.lines.join(" ");
      const blanks = joined.replace(/(.{7})/g, "$1 ");
      const wrapped = joined.replace(/(.{19})/g, "$1\n   ");
      for (const text of [joined.replaceAll(" ", ""), blanks, wrapped, joined.toUpperCase()]) {
        if (diagnoseLog(text).matchCount === 0) missed.push(`${program}: ${text}`);
      }
    }
    assert.deepEqual(missed, []);
  });

  it("do not appear in what the same programs print when all is well", () => {
    for (const { cases } of programs) {
      for (const { outcome, lines } of cases) {
        if (outcome !== "ok" && outcome !== "serves") continue;
        const harmless = lines.filter((line) => !/EAGAIN|temporarily unavailable|creation failed/.test(line));
        assert.equal(diagnoseLog(harmless.join("\n")).matchCount, 0, harmless.join("\n"));
      }
    }
  });
});
