import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseDockerfile } from "../../src/dockerfile/parse.js";
import { resolveStages } from "../../src/dockerfile/stages.js";

/** A piece that is repeated up to a size, between a head and a tail. */
const SHAPES: Readonly<Record<string, [head: string, piece: string, tail: string]>> = {
  "many stages": ["", "FROM alpine\n", ""],
  "a chain of stages": ["FROM alpine AS a\n", "FROM a AS a\nENV V=x\n", ""],
  "many instructions": ["FROM alpine\n", "RUN echo $A ${B:-c} \\\n  x\n", ""],
  "one long RUN": ["FROM alpine\nRUN a", " && \\\n b", "\n"],
  "comments in one RUN": ["FROM alpine\nRUN a", " \\\n# c", "\n"],
  "many pairs": ["FROM alpine\nENV", " \\\n A=$B", "\n"],
  "many variables": ["FROM alpine\nCOPY", " \\\n $A/${B:-c}", " d\n"],
  "here-documents": ["FROM alpine\n", "RUN <<EOF\nx\nEOF\n", ""],
  "here-documents of one RUN": ["FROM alpine\nRUN", " \\\n <<EOF", "\n"],
  "one open here-document": ["FROM alpine\nRUN <<EOF\n", "line\n", ""],
  "many JSON strings": ['FROM alpine\nRUN ["a"', ', \\\n"b\\n"', "]\n"],
  "nested JSON": ["FROM alpine\nRUN ", "[", "\n"],
  "open JSON strings": ["FROM alpine\nRUN [", '"a" \\\n', "\n"],
  "ONBUILD after ONBUILD": ["FROM alpine\n", "ONBUILD \\\n", "RUN x\n"],
  "nested braces": ["FROM alpine\nUSER ", "${A:-\\\n", "\n"],
  "open braces": ["FROM alpine\nUSER ", "${\\\n", "\n"],
  "open quotes": ["FROM alpine\nENV ", 'A=" \\\n', "\n"],
  "many flags": ["FROM alpine\nRUN", " \\\n --mount=type=cache,target=/a", "\n"],
  "fields of one mount": ["FROM alpine\nRUN --mount=a", ",b=c\\\n", "\n"],
  "blanks in one line": ["FROM alpine\nRUN <<", " \\\n", "<\n"],
  "continuation characters": ["FROM alpine\nRUN ", "\\\\\\\n", "\n"],
  "carriage returns": ["FROM alpine\n", "\r", "\n"],
  "copies from stages": ["FROM alpine AS a\nFROM alpine\n", "COPY --from=a x y\n", ""],
  "unknown flags": ["FROM alpine\nCOPY", " \\\n --a=b", "\n"],
  "inherited triggers": ["FROM alpine AS a\nONBUILD RUN x\nONBUILD RUN y\n", "FROM a\n", ""],
};

function build([head, piece, tail]: [string, string, string], size: number): string {
  return head + piece.repeat(Math.ceil(size / piece.length)) + tail;
}

/** Processor time, which other work on the machine hardly changes. */
function seconds(text: string): number {
  const start = process.cpuUsage();
  const { ast } = parseDockerfile(text);
  resolveStages(ast);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** Whether eight times the text takes clearly less than the 64 times as long that growth with the square would take. */
function growsEvenly(smallTime: number, largeTime: number): boolean {
  return largeTime < 24 * smallTime + 0.15;
}

describe("time for large files", () => {
  for (const [name, shape] of Object.entries(SHAPES)) {
    it(`grows with the size of ${name}`, (test) => {
      const small = build(shape, 50_000);
      const large = build(shape, 400_000);
      seconds(build(shape, 20_000));
      let smallTime = Math.min(seconds(small), seconds(small));
      let largeTime = seconds(large);
      // Other work on the machine makes a run longer, never shorter: the shortest counts.
      for (let retry = 0; retry < 4 && !growsEvenly(smallTime, largeTime); retry += 1) {
        smallTime = Math.min(smallTime, seconds(small));
        largeTime = Math.min(largeTime, seconds(large));
      }
      test.diagnostic(`${smallTime.toFixed(3)} s for 50 kB, ${largeTime.toFixed(3)} s for 400 kB`);
      assert.ok(growsEvenly(smallTime, largeTime), `${largeTime} s is too long after ${smallTime} s`);
    });
  }
});
