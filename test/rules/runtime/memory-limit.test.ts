import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testWithEslint } from "../rule-tester.js";
import { suggested, type RuleRun } from "../run-rule.js";
import { LimitCases, service } from "./limit-cases.js";

const cases = new LimitCases("memory-limit");
const run = cases.run.bind(cases);

const node = "image: node:20-alpine";
const java = "image: eclipse-temurin:21";
const mariadb = "image: mariadb:11";

const messages: [name: string, text: string, found: string, message: string][] = [
  [
    "belowEngine",
    service("image: own", "mem_limit: 512"),
    "error belowEngine 4:16-4:19",
    "`mem_limit: 512` of the service `web` is 512 B, and Docker Engine creates no container with less than 6 MiB. A number without a unit counts bytes: write `512m` for 512 MiB. Raise it.",
  ],
  [
    "tooLow",
    service(mariadb, "mem_limit: 64m"),
    "error tooLow 4:16-4:19",
    "`mem_limit: 64m` is too low for the service `web`: MariaDB needs 77 MiB to start, and more to work. Below that the kernel kills it (exit status 137), or it gives up by itself. Raise the limit.",
  ],
  [
    "belowSettings",
    service(node, "environment: { NODE_OPTIONS: --max-old-space-size=4096 }", "mem_limit: 512m"),
    "error belowSettings 5:16-5:20",
    "`mem_limit: 512m` of the service `web` is less than the 4 GiB that its own settings let Node.js take (4 GiB for V8's old generation, --max-old-space-size=4096). When it takes them, the kernel kills it (exit status 137) without a word. Raise the limit above 4104 MiB, or lower the setting.",
  ],
  [
    "noRoom",
    service(java, "command: java -Xmx1g -jar x.jar", "mem_limit: 1g"),
    "warning noRoom 5:16-5:18",
    "`mem_limit: 1g` of the service `web` leaves Java nothing beside the 1 GiB that its own settings let it take (1 GiB for the heap of Java, -Xmx=1g), and it needs more for itself. Then the kernel kills it (exit status 137) without a word. Raise the limit above 1040 MiB, or lower the setting.",
  ],
  [
    "stacks",
    service(java, "command: java -Xmx512m -Xss8m -jar x.jar", "environment: [SERVER_TOMCAT_THREADS_MAX=181]", "mem_limit: 1g"),
    "warning stacks 6:16-6:18",
    "`mem_limit: 1g` of the service `web` is less than what its own settings let Java take with the stacks of all its threads in use: 2112 MiB (512 MiB for the heap of Java, -Xmx=512m; 1.6 GiB for the stacks of Java's threads, -Xss=8m). Raise the limit, or lower one of the settings.",
  ],
  [
    "conflict",
    service("image: own", "mem_limit: 512m", "deploy: { resources: { limits: { memory: 1g } } }"),
    "error conflict 4:16-4:20",
    "`mem_limit` of the service `web` is 512m and `deploy.resources.limits.memory` is 1g, and Docker Compose refuses a file in which they differ. Keep one of them.",
  ],
  [
    "swapBelowMemory",
    service("image: own", "mem_limit: 512m", "memswap_limit: 256m"),
    "error swapBelowMemory 5:20-5:24",
    "`memswap_limit: 256m` of the service `web` is memory and swap together, and below `mem_limit: 512m`, so Docker creates no container. Set it to 512m for no swap, to more for some, or to -1 for any.",
  ],
  [
    "swapWithoutMemory",
    service("image: own", "memswap_limit: 256m"),
    "error swapWithoutMemory 4:20-4:24",
    "`memswap_limit: 256m` of the service `web` stands without a limit on memory, so Docker creates no container. Add `mem_limit`, or remove it.",
  ],
  [
    "reservationAbove",
    service("image: own", "deploy: { resources: { limits: { memory: 1g }, reservations: { memory: 2g } } }"),
    "error reservationAbove 4:76-4:78",
    "`deploy.resources.reservations.memory: 2g` of the service `web` is above the limit `deploy.resources.limits.memory: 1g`, so Docker creates no container. Lower the reservation, or raise the limit.",
  ],
  [
    "stackTooSmall",
    service(node, "ulimits: { stack: 8192 }"),
    "error stackTooSmall 4:23-4:27",
    "`ulimits.stack: 8192` gives the service `web` a stack of 8 KiB, and Node.js dies of SIGSEGV at its start with less than 64 KiB. `ulimits` counts bytes here, not KiB as `ulimit -s` does. Raise it; 8388608 is what Linux gives.",
  ],
  [
    "stackShort",
    service(node, "ulimits: { stack: 524288 }"),
    "warning stackShort 4:23-4:29",
    "`ulimits.stack: 524288` gives the service `web` a stack of 512 KiB, and V8 reckons with 984 KiB: endless recursion then kills Node.js with SIGSEGV where it would throw a RangeError. Raise it to 1 MiB or more; 8388608 is what Linux gives.",
  ],
  [
    "softAboveHard",
    service("image: own", "ulimits: { stack: { soft: 9000000, hard: 8388608 } }"),
    "error softAboveHard 4:31-4:38",
    "The soft limit `ulimits.stack.soft: 9000000` of the service `web` is above the hard limit 8388608, and the container does not start (`error setting rlimit type 3: invalid argument`). Lower it to 8388608.",
  ],
];

describe("memory-limit tells", () => {
  for (const [name, text, found, message] of messages) cases.tells(`${name}, in full`, text, found, message);
});

describe("memory-limit finds", () => {
  const heap = "command: java -Xmx512m -jar x.jar";
  const texts: [name: string, text: string, found: string[], more?: Partial<RuleRun>][] = [
    ["nothing without a limit", service(java, "command: java -Xmx8g -jar x"), []],
    ["nothing where there is room", service(java, heap, "mem_limit: 768m"), []],
    ["nothing in 0", service(java, heap, "mem_limit: 0"), []],
    ["nothing in a variable without a value", service(java, heap, "mem_limit: ${LIMIT}"), []],
    ["a variable with a default", service(java, heap, "mem_limit: ${LIMIT:-256m}"), ["error belowSettings 5:16-5:30"]],
    ["units as Compose reads them", service(java, heap, "mem_limit: 0.25GiB"), ["error belowSettings 5:16-5:23"]],
    ["a plain number of bytes", service(java, heap, "mem_limit: 268435456"), ["error belowSettings 5:16-5:25"]],
    ["the limit of deploy", service(java, heap, "deploy: { resources: { limits: { memory: 256M } } }"), ["error belowSettings 5:46-5:50"]],
    ["nothing where swap takes the rest", service(java, heap, "mem_limit: 256m", "memswap_limit: -1"), []],
    ["nothing for percentages", service(java, "command: java -XX:MaxRAMPercentage=75 -jar x", "mem_limit: 256m"), []],
    ["equal sizes in two units as one", service("image: own", "mem_limit: 1024m", "deploy: { resources: { limits: { memory: 1g } } }"), []],
    ["different reservations", service("image: own", "mem_reservation: 10m", "deploy: { resources: { reservations: { memory: 20m } } }"), ["error conflict 4:22-4:25"]],
    ["InnoDB's buffer pool", service(mariadb, "command: --innodb-buffer-pool-size=1G", "mem_limit: 512m"), ["error belowSettings 5:16-5:20"]],
    ["Redis' data set", service("image: redis:7", "command: redis-server --maxmemory 2gb", "mem_limit: 1g"), ["error belowSettings 5:16-5:18"]],
    ["PostgreSQL's buffers", service("image: postgres:16", "command: postgres -c shared_buffers=1GB", "mem_limit: 512m"), ["error belowSettings 5:16-5:20"]],
    ["nothing where GOMEMLIMIT is the limit", service("image: golang:1.24", "command: go run .", "environment: [GOMEMLIMIT=512MiB]", "mem_limit: 512m"), []],
    ["variables of a Dockerfile", service("build: .", "mem_limit: 256m"), ["error belowSettings 4:16-4:20"], { files: { Dockerfile: "FROM node:20\nENV NODE_OPTIONS=--max-old-space-size=512\nCMD node x.js\n" } }],
    ["4 MiB as enough for an older engine", service("image: own", "mem_limit: 5m"), [], { settings: { engine: "19.03.15" } }],
    ["5 MiB as too little for a newer one", service("image: own", "mem_limit: 5m"), ["error belowEngine 4:16-4:18"], { settings: { engine: "20.10.0" } }],
    ["5 MiB as too little where both may run it", service("image: own", "mem_limit: 5m"), ["error belowEngine 4:16-4:18"], { settings: { engine: ">=19.03 <21" } }],
    ["a small stack of another program", service("image: own", "ulimits: { stack: 8192 }"), ["error stackTooSmall 4:23-4:27"]],
    ["no stack that is large enough for another program", service("image: own", "ulimits: { stack: 65536 }"), []],
    ["no stack without a limit", service(node, "ulimits: { stack: -1 }"), []],
    ["CRLF", service(mariadb, "mem_limit: 64m").replaceAll("\n", "\r\n"), ["error tooLow 4:16-4:19"]],
    ["flow style", `services: {web: {${mariadb}, mem_limit: 64m}}\n`, ["error tooLow 1:48-1:51"]],
    ["one finding for services that merge it", `x-a: &a\n  ${mariadb}\n  mem_limit: 64m\nservices:\n  a: { <<: *a }\n  b: { <<: *a }\n`, ["error tooLow 3:14-3:17"]],
    ["an alias", `x-n: &n 64m\n${service(mariadb, "mem_limit: *n")}`, ["error tooLow 5:16-5:18"]],
  ];
  for (const [name, text, found, more] of texts) cases.finds(name, text, found, more);
});

describe("memory-limit tells of what cannot be used", () => {
  const noSize = (value: string): string => `\`mem_limit: ${value}\` of the service \`web\` is no size, and Docker Compose refuses the file. Write a number with a unit, b, k, m or g, such as \`512m\`.`;
  const unusable: [line: string, found: string, message: string | RegExp][] = [
    ["mem_limit: abc", "error notASize 3:16-3:19", noSize("abc")],
    ['mem_limit: "-1m"', "error notASize 3:16-3:21", noSize("-1m")],
    ['mem_limit: ""', "error notASize 3:16-3:18", noSize("")],
    ["mem_limit: 512MM", "error notASize 3:16-3:21", noSize("512MM")],
    ["mem_limit: true", "error notASize 3:16-3:20", noSize("true")],
    ['memswap_limit: "-1"', "error notASize 3:20-3:24", /, or -1 without quotes for no limit\.$/u],
    ["shm_size: 64x", "error notASize 3:15-3:18", /^`shm_size: 64x`/u],
    ["deploy: { resources: { limits: { memory: abc } } }", "error notASize 3:46-3:49", /^`deploy\.resources\.limits\.memory: abc`/u],
    ["deploy: { resources: { limits: { memory: 536870912 } } }", "error sizeUnquoted 3:46-3:55", "`deploy.resources.limits.memory: 536870912` of the service `web` is a number to YAML, and Docker Compose wants a text here and refuses the file. Put it in quotes, or give it a unit."],
    ['mem_limit: "8192p"', "error tooLarge 3:16-3:23", "`mem_limit: 8192p` of the service `web` is more than a number of 64 bits holds, and Docker Compose makes a negative number of it, with which Docker Engine creates no container. Write less than `8192p`, or remove the key for no limit."],
    ["mem_limit: 9223372036854775808", "warning overflows 3:16-3:35", /Docker Compose drops it without a word, as if it was not there\./u],
    ['memswap_limit: "9000p"', "warning overflows 3:20-3:27", /makes a negative number of it, which is no limit\./u],
    ["deploy: { resources: { limits: { memory: 9000p } } }", "error tooLarge 3:46-3:51", /with which Docker Engine creates no container/u],
    ["mem_limit: -1", "error negative 3:16-3:18", "`mem_limit: -1` of the service `web` is below 0, and Docker Engine creates no such container. Remove it for no limit."],
    ["shm_size: -5", "error negative 3:15-3:17", /Remove it for Docker's default of 64 MiB\.$/u],
    ["mem_limit: 1e9", "warning dropped 3:16-3:19", "`mem_limit: 1e9` of the service `web` is a number with a fraction to YAML, and Docker Compose drops it without a word, as if it was not there. Write a whole number of bytes, or one with a unit, such as `512m`."],
    ["mem_swappiness: 200", "error swappiness 3:21-3:24", "`mem_swappiness: 200` of the service `web` is not between 0 and 100, and Docker Engine creates no such container. Write a percentage, or remove it for the host's own."],
    ['mem_limit: " 512m"', "error notASize 3:16-3:23", noSize('" 512m"')],
    ["mem_limit:", "error noValue 3:5-3:14", "`mem_limit` of the service `web` is empty, and Docker Compose refuses the file. Write a size such as `512m` behind it, or remove the key for no limit."],
    ["mem_limit: ~", "error noValue 3:16-3:17", /^`mem_limit` of the service `web` is empty/u],
    ["mem_limit: [1g]", "error noValue 3:5-3:14", /^`mem_limit` of the service `web` is a list, /u],
    ["shm_size: { a: 1 }", "error noValue 3:5-3:13", /is a mapping, .* or remove the key for Docker's default of 64 MiB\.$/u],
    ["memswap_limit:", "error noValue 3:5-3:18", /Write a size such as `512m` behind it/u],
    ["mem_swappiness:", "error noValue 3:5-3:19", /Write a percentage behind it, or remove the key for the host's own\.$/u],
    ["mem_reservation:", "error noValue 3:5-3:20", /remove the key for no reservation\.$/u],
    ["deploy: { resources: { limits: { memory: } } }", "error noValue 3:38-3:44", /^`deploy\.resources\.limits\.memory` of the service `web` is empty/u],
    ["deploy: { resources: { reservations: { memory: ~ } } }", "error noValue 3:52-3:53", /^`deploy\.resources\.reservations\.memory`/u],
    ["ulimits: { stack: }", "error noValue 3:16-3:21", /^`ulimits\.stack` of the service `web` is empty, .* Write a whole number behind it/u],
    ["ulimits: { stack: { soft: ~, hard: 9000000 } }", "error noValue 3:31-3:32", /^`ulimits\.stack\.soft`/u],
    ["ulimits: { stack: 1.5 }", "error notACount 3:23-3:26", /is not a whole number, and Docker Compose refuses the file/u],
    ["ulimits: { memlock: { soft: 5 } }", "error halfUlimit 3:16-3:23", "`ulimits.memlock` of the service `web` has no `hard`, and Docker Compose refuses the file: it wants `soft` and `hard`, or one number for both. Add it."],
    ["ulimits: { memlock: { soft: -1, hard: 5 } }", "error softAboveHard 3:33-3:35", /`ulimits\.memlock\.soft: -1` .* above the hard limit 5, .*`error setting rlimit type 8: invalid argument`/u],
  ];
  for (const [line, found, message] of unusable) cases.tells(line, service(line), found, message);

  it("and not of what Docker Compose takes", () => {
    cases.takes(["memswap_limit: -1", "memswap_limit: -5", "mem_reservation: -5", "mem_limit: 0", 'mem_limit: "1e9"', "mem_limit: .5g", 'mem_limit: "1_000_000_000"', "mem_limit: 8191p", "mem_limit: ${LIMIT}", "mem_swappiness: -1", "ulimits: { memlock: { soft: 5, hard: -1 } }"]);
  });

  it("where it is empty in a file whose value a later file gives, which Docker Compose checks before", () => {
    for (const [line, given] of [["mem_limit:", "mem_limit: 64m"], ["deploy: { resources: { limits: { memory: } } }", "deploy: { resources: { limits: { memory: 64m } } }"]] as const) {
      const text = service("image: own", line);
      const later = { "compose.override.yaml": service(given) };
      assert.deepEqual(run(text, { files: later }).findings.map(({ messageId, line: at }) => `${messageId ?? ""} ${at}`), ["noValue 4"]);
      // Seen with Docker Compose 2.40.3: an empty one over a value keeps that, and what is extended may be empty.
      assert.deepEqual(run(service("image: own", given), { files: { "compose.override.yaml": service(line) } }).findings, []);
      const base = { "base.yaml": service(line).replace("web", "base") };
      assert.deepEqual(run(service("image: own", "extends: { file: base.yaml, service: base }", given), { files: base }).findings, []);
    }
  });

  it("once for services that merge it, and where a file extends it", () => {
    const text = "x-a: &a\n  mem_limit: abc\nservices:\n  a: { <<: *a }\n  b: { <<: *a }\n";
    const [finding, ...more] = run(text).findings;
    assert.deepEqual(more, []);
    assert.match(finding?.message ?? "", /of the services `a` and `b` is no size/u);
  });

  it("with the services that a suggestion changes too", () => {
    const text = `x-limit: &limit\n  mem_limit: 64m\nservices:\n  a: { <<: *limit, ${mariadb} }\n  b: { <<: *limit, image: own }\n`;
    assert.deepEqual(Object.keys(suggested(run(text).findings[0], text)), ["Set `mem_limit` to 77m, for `b` too"]);
  });

  it("with a suggestion where the meaning is plain", () => {
    const quoted = service("deploy: { resources: { limits: { memory: 536870912 } } }");
    assert.deepEqual(Object.values(suggested(run(quoted).findings[0], quoted)), [quoted.replace("536870912", '"536870912"')]);
    const swap = service("image: own", "mem_limit: 64m", 'memswap_limit: "-1"');
    assert.deepEqual(Object.values(suggested(run(swap).findings[0], swap)), [swap.replace('"-1"', "-1")]);
  });
});

describe("the fix of memory-limit", () => {
  const texts: [name: string, marked: string, more?: Partial<RuleRun>][] = [
    ["raises the limit and keeps the comment", `services:\n  web:\n    ${mariadb}\n-    mem_limit: 64m # small\n+    mem_limit: 77m # small\n`],
    ["keeps the style of the unit and quotes", `services:\n  web:\n    ${mariadb}\n-    mem_limit: "64MB"\n+    mem_limit: "77MB"\n`],
    ["changes both keys", `services:\n  web:\n    ${mariadb}\n-    mem_limit: 64m\n+    mem_limit: 77m\n-    deploy: { resources: { limits: { memory: 65536k } } }\n+    deploy: { resources: { limits: { memory: 77m } } }\n`],
    ["leaves what only the author knows", service(java, "command: java -Xmx1g -jar x", "mem_limit: 512m")],
    ["leaves a variable", `services:\n  web:\n    ${mariadb}\n    mem_limit: \${LIMIT:-64m}\n`],
    ["takes the limit of memory and swap along", `services:\n  web:\n    ${mariadb}\n-    mem_limit: 64m\n+    mem_limit: 77m\n-    memswap_limit: "70m"\n+    memswap_limit: "77m"\n`],
    ["leaves enough swap", `services:\n  web:\n    ${mariadb}\n-    mem_limit: 64m\n+    mem_limit: 77m\n    memswap_limit: 77m\n`],
    ["leaves what stands a second time in another file", service(mariadb, "mem_limit: 64m"), { files: { "compose.override.yaml": service("deploy: { resources: { limits: { memory: 64m } } }") } }],
    ["leaves what has a limit of swap in another file", service(mariadb, "mem_limit: 64m"), { files: { "compose.override.yaml": service("memswap_limit: 64m") } }],
    ["leaves what others get too", `x-limit: &limit\n  mem_limit: 64m\nservices:\n  a: { <<: *limit, ${mariadb} }\n  b: { <<: *limit, image: own }\n`],
    ["leaves what is another value too", service(mariadb, "mem_limit: &m 64m", "environment: { LIMIT: *m }")],
    ["changes what is another limit too, and what an extension notes", `x-notes: { limit: &m 10 }\nservices:\n  web:\n    ${mariadb}\n-    mem_limit: &n 64m\n+    mem_limit: &n 77m\n    memswap_limit: *n\n    x-limit: *n\n`],
  ];
  for (const [name, marked, more] of texts) cases.fixes(name, marked, more);

  const suggestions: [name: string, words: string, text: string][] = [
    ["belowEngine", "Set `mem_limit` to 512m, if the unit was forgotten", "mem_limit: 512m"],
    ["belowSettings", "Set `mem_limit` to 4104m", "mem_limit: 4104m"],
    ["noRoom", "Set `mem_limit` to 1040m", "mem_limit: 1040m"],
    ["conflict", "Set `mem_limit` to 1g", "mem_limit: 1g"],
    ["swapBelowMemory", "Set `memswap_limit` to 512m", "memswap_limit: 512m"],
    ["stackTooSmall", "Set `ulimits.stack` to 8388608, if the unit was forgotten", "stack: 8388608 "],
    ["softAboveHard", "Set `ulimits.stack.soft` to 8388608", "soft: 8388608,"],
  ];
  for (const [name, words, expected] of suggestions) {
    it(`suggests for ${name}: ${words}`, () => {
      const text = messages.find(([message]) => message === name)?.[1] ?? "";
      const [[found, changed] = ["", ""], ...more] = Object.entries(suggested(run(text).findings[0], text));
      assert.equal(found, words);
      assert.deepEqual(more, []);
      assert.ok(changed.includes(expected), changed);
      assert.deepEqual(run(changed).findings, []);
    });
  }
});

describe("memory-limit under ESLint", () => {
  testWithEslint("memory-limit", "compose", {
    valid: [{ code: service(mariadb, "mem_limit: 128m") }],
    invalid: [
      {
        code: service(mariadb, "mem_limit: 64m"),
        options: [{ fix: "raise" }],
        output: service(mariadb, "mem_limit: 77m"),
        errors: [{ messageId: "tooLow", suggestions: [{ messageId: "set", output: service(mariadb, "mem_limit: 77m") }] }],
      },
      {
        name: "a limit below what its own settings let the program take, which the least would still be",
        code: service(java, "command: java -Xmx512m -jar x.jar", "mem_limit: 6m", "memswap_limit: 6m"),
        options: [{ fix: "raise" }],
        output: service(java, "command: java -Xmx512m -jar x.jar", "mem_limit: 528m", "memswap_limit: 528m"),
        errors: [{ messageId: "tooLow", suggestions: [{ messageId: "set", output: service(java, "command: java -Xmx512m -jar x.jar", "mem_limit: 528m", "memswap_limit: 528m") }] }],
      },
      {
        name: "a limit whose settings may fill the swap",
        code: service(java, "command: java -Xmx512m -jar x.jar", "mem_limit: 6m", "memswap_limit: 1g"),
        options: [{ fix: "raise" }],
        output: service(java, "command: java -Xmx512m -jar x.jar", "mem_limit: 16m", "memswap_limit: 1g"),
        errors: [{ messageId: "tooLow", suggestions: [{ messageId: "set", output: service(java, "command: java -Xmx512m -jar x.jar", "mem_limit: 16m", "memswap_limit: 1g") }] }],
      },
      {
        name: "a limit of several services, raised for the one that takes most",
        code: `x-limits: &limits { mem_limit: 6m }\n${service(java, "<<: *limits")}  big:\n    ${java}\n    command: java -Xmx512m -jar x.jar\n    <<: *limits\n`,
        options: [{ fix: "raise" }],
        output: `x-limits: &limits { mem_limit: 528m }\n${service(java, "<<: *limits")}  big:\n    ${java}\n    command: java -Xmx512m -jar x.jar\n    <<: *limits\n`,
        errors: [{ messageId: "tooLow", suggestions: 1 }],
      },
    ],
  });
});
