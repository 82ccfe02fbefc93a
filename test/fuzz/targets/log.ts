import assert from "node:assert/strict";
import { signatures } from "../../../src/program/signatures.js";
import { diagnoseLog } from "../../../src/program/diagnose-log.js";
import type { FuzzTarget } from "../fuzz-target.js";
import { filesNamed } from "../seeds.js";

const lines = [
  "web-1  | Assertion failed: (0) == (uv_thread_create(t.get(), start_thread, this))\n", "RuntimeError: can't start new thread\n", "Fatal: Can't initialize Background Jobs. Error message: Operation not permitted\n",
  "web-1 exited with code 139\n", "\u001b[36mweb-1  | \u001b[0mpthread_create failed (EPERM)\n", '{"log":"can\'t start new thread\\n","stream":"stderr","time":"2026-01-01T00:00:00Z"}\n', "2026-01-01T00:00:00.000Z stderr F x\n",
];

export const log: FuzzTarget = {
  seeds: () => [lines.join(""), ...lines, ...filesNamed(/\.log$|symptom.*\.txt$/u)],
  pieces: [...lines, ...signatures.slice(0, 40).map(({ id }) => id), "Operation not permitted", "Resource temporarily unavailable", "errno = ", "EPERM", "EAGAIN", "\r", "\u001b[2K"],
  check(text) {
    const whole = diagnoseLog(text);
    for (const match of whole.matches) assert.ok(match.line >= 1 && match.column >= 0, "a place in the log");
    // A signature reaches over that many blanks only by chance.
    if (/\s{1000}/u.test(text)) return;
    const middle = text.length >> 1;
    assert.deepEqual(diagnoseLog([text.slice(0, middle), text.slice(middle)]), whole, "a log in two pieces says something else");
  },
};
