import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Cause } from "../../src/program/cause.js";
import { diagnoseLog } from "../../src/program/diagnose-log.js";
import { weighEvidence, type Evidence } from "../../src/program/weigh-evidence.js";

const shared = "  #  Assertion failed: (0) == (uv_thread_create(t.get(), start_thread, this))\n";
const refused = "runtime/cgo: pthread_create failed: Operation not permitted\n";
const limited = "runtime/cgo: pthread_create failed: Resource temporarily unavailable\n";
const killed = "web-1 exited with code 137\n";
const tight = { floor: 9e6, configured: 0 };
const node = { floor: 11, working: 11 };

describe("evidence of Compose file and engine", () => {
  const cases: [log: string, evidence: Evidence, cause: Cause][] = [
    [shared, {}, "seccomp"],
    [shared, { threadCreation: "fails" }, "seccomp"],
    [shared, { threadCreation: "works", processLimit: 4, threads: node }, "process-limit"],
    [shared, { threadCreation: "works", processLimit: null, memoryLimit: 8e6, memory: tight }, "memory"],
    [shared, { processLimit: 4, threads: node }, "process-limit"],
    [shared, { processLimit: 500, threads: node }, "seccomp"],
    [shared, { threadCreation: "fails", processLimit: 500, threads: node }, "seccomp"],
    [refused, { threadCreation: "works", processLimit: 1, threads: node }, "seccomp"],
    [limited, { threadCreation: "fails", processLimit: null }, "process-limit"],
    ["Error: spawn git EAGAIN\n", { threadCreation: "fails", processLimit: 500, threads: node }, "process-limit"],
    ["fork/exec /app: resource temporarily unavailable\n", { threadCreation: "fails", processLimit: null }, "process-limit"],
    ["pigz: resource unavailable (pigz.c:1:f)\n", { threadCreation: "fails", processLimit: null }, "process-limit"],
    [limited, { processLimit: null, memoryLimit: 8e6, memory: tight }, "memory"],
    [killed, { memoryLimit: null, threadCreation: "works", processLimit: null }, "memory"],
    [killed, { processLimit: 4, threads: node, memoryLimit: null, threadCreation: "fails" }, "memory"],
    [killed, { processLimit: 4, threads: node, memoryLimit: 64e6, memory: { floor: 9e6, configured: 0 } }, "memory"],
    [`${shared}${killed}`, { processLimit: 4, threads: node, threadCreation: "works" }, "process-limit"],
    [killed, { memoryLimit: 64e6, memory: { floor: null, configured: 128e6 } }, "memory"],
  ];
  for (const [log, evidence, cause] of cases) {
    it(`${log.trim()} with ${JSON.stringify(evidence)}: ${cause}`, () => {
      const weighed = weighEvidence(diagnoseLog(log), evidence);
      assert.equal(weighed.cause, cause);
      assert.equal(weighed.candidates[0]?.cause, cause);
    });
  }

  it("changes nothing where the words leave no doubt", () => {
    const heap = diagnoseLog("FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n");
    const weighed = weighEvidence(heap, { threadCreation: "fails", processLimit: 4, threads: node, memoryLimit: null });
    assert.deepEqual(weighed.candidates.map(({ cause, likelihood }) => [cause, likelihood]), heap.candidates.map(({ cause, likelihood }) => [cause, likelihood]));
  });

  it("is told in the reasons, and changes nothing where there was no sign", () => {
    const weighed = weighEvidence(diagnoseLog(shared), { processLimit: 4, threads: node });
    const reason = weighed.candidates.find(({ cause }) => cause === "process-limit")?.reason ?? "";
    assert.match(reason, /limited to 4 processes and threads, and its program needs 11 at least/);
    assert.equal(weighEvidence(diagnoseLog("fine\n"), { threadCreation: "fails" }).cause, null);
  });
});
