import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import { temporaryFolder } from "../cli/temporary-folder.js";
import { isContinuousIntegration, repository } from "./places.js";
import { Terminal } from "./terminal.js";
import { isInstalled } from "./unavailable.js";

const program = path.join(repository, "dist", "bin.cjs");
const skip = isInstalled("tmux") || isContinuousIntegration ? false : "needs tmux";

/** Files of which each takes a while, so that the bar is there to be seen. */
function largeFiles(count: number): Record<string, string> {
  const services = Array.from({ length: 300 }, (_, index) => `  s${index}:\n    image: node:20\n`).join("");
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`project${index}/compose.yaml`, `services:\n${services}`]));
}

describe("the progress bar in a terminal", { skip }, () => {
  for (const concurrency of ["off", "2"]) {
    it(`is shown, and Ctrl-C ends the run and leaves no trace of it (--concurrency ${concurrency})`, async (test) => {
      const folder = temporaryFolder(test, largeFiles(400));
      const words = [process.execPath, program, "--engine", "20.10.9", "--concurrency", concurrency, "-o", "report.txt", "."];
      const terminal = new Terminal(test, words, { cwd: folder });
      await terminal.hasOnScreen(/\[#*\.+\] \d+ of 400 files/u);
      terminal.press("C-c");
      assert.equal(await terminal.end(), 130);
      assert.doesNotMatch(terminal.text, /\d of 400|#|\.\./u);
    });
  }

  it("is gone when the findings are printed", async (test) => {
    const folder = temporaryFolder(test, largeFiles(60));
    const terminal = new Terminal(test, [process.execPath, program, "--engine", "20.10.9", "--format", "compact", "."], { cwd: folder, columns: 250 });
    assert.equal(await terminal.end(), 1);
    const lines = terminal.text.split("\n").filter((line) => line !== "" && !line.startsWith("[exit"));
    assert.equal(lines.at(-1), "18000 problems");
    assert.doesNotMatch(terminal.text, /of 60 files|\[#/u);
  });
});
