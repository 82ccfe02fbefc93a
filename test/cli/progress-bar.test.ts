import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ProgressBar, showsProgress } from "../../src/cli/progress-bar.js";

function terminal(columns = 80): { stream: { isTTY: boolean; columns: number; write: (text: string) => void }; parts: string[] } {
  const parts: string[] = [];
  return { parts, stream: { isTTY: true, columns, write: (text) => { parts.push(text); } } };
}

describe("the progress bar", () => {
  it("comes after half a second, is not drawn all the time, and leaves an empty line", () => {
    const { stream, parts } = terminal();
    let time = 0;
    const bar = new ProgressBar(stream, () => time);
    for (time = 0; time <= 700; time += 20) bar.update(time, 1000);
    assert.deepEqual(parts, ["\r[############............] 500 of 1000 files", "\r[##############..........] 600 of 1000 files", "\r[#################.......] 700 of 1000 files"]);
    bar.clear();
    bar.clear();
    assert.equal(parts.length, 4);
    assert.match(parts[3] ?? "", /^\r {44}\r$/);
  });

  it("is not seen of a short run", () => {
    const { stream, parts } = terminal();
    const bar = new ProgressBar(stream, () => 0);
    bar.update(1, 2);
    bar.clear();
    assert.deepEqual(parts, []);
  });

  it("stays within the line of a narrow terminal", () => {
    const { stream, parts } = terminal(20);
    let time = 0;
    const bar = new ProgressBar(stream, () => time);
    time = 1000;
    bar.update(5, 10);
    assert.equal(parts[0]?.length, 20);
  });

  it("is for terminals that people look at", () => {
    const { stream } = terminal();
    assert.equal(showsProgress(stream, {}), true);
    assert.equal(showsProgress(stream, { CI: "true" }), false);
    assert.equal(showsProgress(stream, { TERM: "dumb" }), false);
    assert.equal(showsProgress({ ...stream, isTTY: false }, {}), false);
  });
});
