// Writes two texts into a file in turn until a signal ends it: `write-forever.ts FILE`.
import { writeFileSafely } from "../../src/cli/write-file.js";
import { setImmediate as nextTurn } from "node:timers/promises";

const [file = ""] = process.argv.slice(2);
for (let count = 0; ; count += 1) {
  writeFileSafely(file, (count % 2 === 0 ? "a" : "b").repeat(4_000_000));
  if (count === 1) process.stdout.write("writing\n");
  await nextTurn();
}
