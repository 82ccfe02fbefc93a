import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { diagnoseLog, diagnoseLogStream, LogDiagnosis } from "../../src/program/diagnose-log.js";
import type { LogMatch } from "../../src/program/diagnosis.js";
import { signatures } from "../../src/program/signatures.js";
import { LineIndex } from "../../src/text/line-index.js";

const assertion = "  #  Assertion failed: (0) == (uv_thread_create(t.get(), start_thread, this))";
const goCrash = "runtime/cgo: pthread_create failed: Operation not permitted";

function only(text: string): LogMatch {
  const { matches } = diagnoseLog(text);
  assert.equal(matches.length, 1, JSON.stringify(matches));
  return matches[0] ?? assert.fail();
}

describe("a log's form", () => {
  const forms: [name: string, text: string, line: number, column: number, service: string | null][] = [
    ["plain", `ok\n${goCrash}\n`, 2, 0, null],
    ["CRLF", `ok\r\n${goCrash}\r\n`, 2, 0, null],
    ["lone CR of a progress bar", `10%\r20%\r${goCrash}\r\n`, 3, 0, null],
    ["docker logs --timestamps", `2026-11-23T10:53:12.117548210Z ${goCrash}\n`, 1, 31, null],
    ["docker compose logs", `db-1   | ready\nweb-1  | ${goCrash}\n`, 2, 9, "web"],
    ["docker-compose v1", `web_1    | ${goCrash}\n`, 1, 11, "web"],
    ["colours", `\u001b[36mmy-app-2 | \u001b[0m${goCrash}\n`, 1, 20, "my-app"],
    ["compose logs --timestamps", `web-1  | 2026-11-23T10:53:12.117548210Z ${goCrash}\n`, 1, 40, "web"],
    ["a GitHub job", `2023-06-27T14:37:58.7054840Z web-1  | ${goCrash}\n`, 1, 38, "web"],
    ["a GitLab job", `2024-05-22T12:43:46.962646Z 00O ${goCrash}\n`, 1, 32, null],
    ["a GitLab section", `section_start:1560896352:x\r\u001b[0K\u001b[0;m${goCrash}\n`, 2, 9, null],
    ["BuildKit", `#12 1.234 ${goCrash}\n`, 1, 10, null],
    ["JSON-file", `{"log":"${goCrash}\\n","stream":"stderr","time":"2026"}\n`, 1, 8, null],
    ["JSON-file with escapes", `{"log":"\\u001b[31m${goCrash.replace("/", "\\u002f")}\\n"}\n`, 1, 18, null],
    ["JSON-file with colours", `{"log":"\\u001b[1mCan't \\u001b[0minitialize \\u001b[31mtimers"}\n`, 1, 17, null],
    ["colours inside", "Can't \u001b[0minitialize \u001b[38;5;1mtimers\n", 1, 0, null],
    ["CRI", `2026-11-23T10:53:12.1Z stderr F ${goCrash}\n`, 1, 32, null],
    ["no line break at the end", goCrash, 1, 0, null],
    ["typographic quotes", "Can’t initialize timers", 1, 0, null],
  ];
  for (const [name, text, line, column, service] of forms) {
    it(`${name}: place and service are exact`, () => {
      const match = only(text);
      assert.deepEqual([match.line, match.column, match.service], [line, column, service]);
    });
  }

  it("names the signature, the program, the errno and the words", () => {
    const match = only(`x\u001b[1m${goCrash}`);
    assert.deepEqual(match, {
      line: 1,
      column: 5,
      text: goCrash,
      signature: "go-cgo-thread",
      program: "go-cgo",
      service: null,
      errno: "EPERM",
      weak: false,
    });
  });
});

describe("the cause", () => {
  it("is decided by the errno", () => {
    const diagnosis = diagnoseLog(`# There is insufficient memory\n[os,thread] pthread_create failed (EAGAIN) for\n`);
    assert.equal(diagnosis.cause, "process-limit");
    assert.equal(diagnosis.decidedBy, "errno");
    assert.equal(diagnosis.program, "java");
  });

  it("is the likeliest where the words are shared, and the others stay named", () => {
    const diagnosis = diagnoseLog(assertion);
    assert.equal(diagnosis.decidedBy, "likelihood");
    assert.deepEqual(diagnosis.candidates.map(({ cause }) => cause), ["seccomp", "process-limit", "memory"]);
    assert.ok(Math.abs(diagnosis.candidates.reduce((sum, { likelihood }) => sum + likelihood, 0) - 1) < 0.01);
  });

  it("is not made certain by repeating shared words", () => {
    const once = diagnoseLog(`${assertion}\n`);
    const often = diagnoseLog(`${assertion}\n`.repeat(50));
    assert.equal(often.matchCount, 50);
    assert.deepEqual(often.candidates, once.candidates);
  });

  it("is memory for a container that was killed, and the words before win over that", () => {
    assert.equal(diagnoseLog("web-1 exited with code 137\n").cause, "memory");
    assert.equal(diagnoseLog("web-1 exited with code 137\n").service, "web");
    const dotnet = "web-1  | Failed to create CoreCLR, HRESULT: 0x80070008\nweb-1 exited with code 137\n";
    assert.equal(diagnoseLog(dotnet).cause, "seccomp");
    assert.equal(diagnoseLog(dotnet).program, "dotnet");
  });

  it("is told for each service", () => {
    const { services } = diagnoseLog(`web-1  | ${assertion}\njob-1  | ${goCrash}\ndb-1 exited with code 137\n`);
    assert.deepEqual(
      services.map(({ service, cause, program }) => [service, cause, program]),
      [["web", "seccomp", "node"], ["job", "seccomp", "go-cgo"], ["db", "memory", null]],
    );
  });

  it("is not guessed", () => {
    const harmless = [
      "",
      "all is well\n",
      "web-1 exited with code 1370\nweb-1 exited with code 0\n",
      "chown: changing ownership of '/data': Operation not permitted\n",
      "rm: cannot remove 'x': Operation not permitted\nmake: *** [Makefile:3: clean] Error 1\n",
      "a worker was Killed by the admin\nOut of memory! said nobody\n",
      "read: Resource temporarily unavailable\n",
    ];
    for (const text of harmless) {
      const { cause, matches, candidates } = diagnoseLog(text);
      assert.deepEqual([cause, matches, candidates], [null, [], []], text);
    }
    const weak = diagnoseLog("gpg: can't connect to the agent: End of file\n");
    assert.equal(weak.cause, null);
    assert.equal(weak.matchCount, 1);
    assert.ok(weak.candidates.length > 0);
  });
});

describe("Redis since 7.2, which names the error", () => {
  const causes = { "Operation not permitted": "seccomp", "Resource temporarily unavailable": "process-limit", "Cannot allocate memory": "memory" };
  for (const [error, cause] of Object.entries(causes)) {
    it(error, () => {
      const diagnosis = diagnoseLog(`1:M 01 Jan 2026 # Fatal: Can't initialize Background Jobs. Error message: ${error}\n`);
      assert.deepEqual([diagnosis.cause, diagnosis.decidedBy, diagnosis.program], [cause, "errno", "redis"]);
      assert.match(diagnosis.matches[0]?.text ?? "", new RegExp(`${error}$`, "u"));
    });
  }
});

describe("a program that tells of spawning", () => {
  it("is Node only in Node's words", () => {
    assert.equal(diagnoseLog("Error: spawn /bin/sh EAGAIN\n").program, "node");
    const rust = 'failed to spawn thread: Os { code: 11, kind: WouldBlock, message: "Resource temporarily unavailable" }\n';
    const { program, matches } = diagnoseLog(rust);
    assert.deepEqual([program, matches.map(({ signature }) => signature)], ["rust", ["rust-thread"]]);
  });
});

describe("words that people reported", () => {
  // Each with the report; the errno decides all but .NET's.
  const reports: [report: string, text: string, program: string, decidedBy: string][] = [
    [
      "docker-library/mysql#1058",
      "2024-05-10T10:53:12.119773190Z 2024-05-10T10:53:12.115741Z 0 [Warning] [MY-010001] [Server] " +
        "Can't create thread to handle bootstrap (errno: 1)",
      "mysql",
      "errno",
    ],
    ["dotnet/sdk#37661", "Failed to create CoreCLR, HRESULT: 0x80070008", "dotnet", "likelihood"],
    [
      "denoland/deno#17444",
      "thread 'main' panicked at 'OS can't spawn worker thread: Operation not permitted (os error 1)', src/task.rs:71",
      "rust",
      "errno",
    ],
    [
      "docker-library/mongo#695",
      '{"s":"F","msg":"Writing fatal message","attr":{"message":"std::exception::what(): Operation not permitted' +
        '\\nActual exception type: std::system_error\\n\\n"}}',
      "mongodb",
      "errno",
    ],
    [
      "docker-library/httpd#238",
      "[Tue Jun 27 14:37:58 2023] [mpm_event:alert] [pid 8:tid 47] (1)Operation not permitted: " +
        "AH00480: ap_thread_create: unable to create worker thread",
      "apache",
      "errno",
    ],
  ];
  for (const [report, text, program, decidedBy] of reports) {
    it(`${report} is a case of seccomp`, () => {
      const diagnosis = diagnoseLog(`${text}\n`);
      assert.deepEqual([diagnosis.cause, diagnosis.program, diagnosis.decidedBy], ["seccomp", program, decidedBy]);
    });
  }
});

describe("any text", () => {
  it("knows the service of a long line that ends with a break, be it the last one read", () => {
    const line = `cache-1  | ${"x".repeat(6000)} Fatal: Can't initialize Background Jobs.`;
    for (const log of [line, `${line}\n`, `${line}\n${line}\n`]) assert.deepEqual(diagnoseLog(log).matches.map(({ service }) => service), log.split("cache").slice(1).map(() => "cache"));
  });

  it("gives the same in whatever pieces it comes", async () => {
    const json = `{"log":"can't start new thr\\u0065ad\\n"}`;
    const text = `a\r\n\u001b[36mweb-1  | \u001b[0m${assertion}\nx ${goCrash}\r\n${json}\n`;
    const whole = diagnoseLog(text);
    assert.equal(whole.matchCount, 3);
    for (const size of [1, 2, 3, 7, 64]) {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
        text.slice(index * size, (index + 1) * size),
      );
      assert.deepEqual(diagnoseLog(pieces), whole, `pieces of ${size}`);
      assert.deepEqual(await diagnoseLogStream(stream(pieces)), whole);
    }
  });

  it("has its matches at the place where they were put, also far behind", () => {
    const filler = fc.array(fc.constantFrom("a\n", "bb\r\n", "c\r", "\u001b[31md\u001b[0m", "e f\t", "é", "\n"), {
      maxLength: 400,
    });
    fc.assert(
      fc.property(filler, fc.integer({ min: 0, max: 3000 }), (parts, repeat) => {
        const before = `${parts.join("")}${"x\n".repeat(repeat)}`;
        const place = new LineIndex(before + goCrash).positionAt(before.length);
        const match = only(`${before}${goCrash}\n${parts.join("")}`);
        assert.deepEqual([match.line, match.column], [place.line, place.column]);
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it("never makes it throw", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), fc.constantFrom(...signatures), (text, signature) => {
        diagnoseLog(`${text}${signature.words}${text}`);
      }),
      { seed: 12, numRuns: 1500 },
    );
  });

  it("counts lines and notices binary files", () => {
    assert.equal(diagnoseLog("").lines, 0);
    assert.equal(diagnoseLog("a").lines, 1);
    assert.equal(diagnoseLog("a\nb\n").lines, 2);
    assert.equal(diagnoseLog("a\nb").binary, false);
    assert.equal(diagnoseLog("\0\0ab\0").binary, true);
  });
});

describe("a large log", () => {
  it("takes bounded memory and keeps the first matches", () => {
    const line = "db-1 | LOG:  could not fork new process for connection: Resource temporarily unavailable\n";
    const piece = line.repeat(700);
    const diagnosis = new LogDiagnosis();
    for (let round = 0; round < 20; round += 1) diagnosis.add(piece);
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    for (let round = 0; round < 200; round += 1) diagnosis.add(piece);
    globalThis.gc?.();
    const grown = process.memoryUsage().heapUsed - before;
    const result = diagnosis.finish();
    assert.equal(result.lines, 220 * 700);
    assert.equal(result.matches.length, 200);
    assert.ok(result.matchCount >= 2000);
    assert.ok(grown < 40e6, `the heap grew by ${grown} bytes`);
  });

  it("has no words that take more than linear time", () => {
    const evil = signatures.map(({ words }) => words.replace(/\{\w+\}/g, "x:11 eagain")).join(" ");
    const text = evil.repeat(Math.ceil(1_000_000 / evil.length));
    const started = process.cpuUsage();
    diagnoseLog(text);
    diagnoseLog("make: ".repeat(100_000));
    diagnoseLog(`${"operation not permitted ".repeat(40_000)}Error 127`);
    diagnoseLog("(".repeat(1_000_000));
    const { user, system } = process.cpuUsage(started);
    assert.ok(user + system < 20e6, `${(user + system) / 1e6} s`);
  });
});

async function* stream(pieces: readonly string[]): AsyncGenerator<string> {
  for (const piece of pieces) yield await Promise.resolve(piece);
}
