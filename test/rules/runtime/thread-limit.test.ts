import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testWithEslint } from "../rule-tester.js";
import { suggested, type RuleRun } from "../run-rule.js";
import { LimitCases, service } from "./limit-cases.js";

const cases = new LimitCases("thread-limit");
const run = cases.run.bind(cases);

const node = "image: node:20-alpine";
const java = "image: eclipse-temurin:21";
const user = 'user: "1000"';
const scope = "`nproc` counts all processes and threads of that user id on the whole host, not those of one container.";
const nodeParts =
  "(3: Node's main thread, its scheduler and its signal thread; 4: V8's worker threads; 4: libuv's pool, which the first use of files, DNS or cryptography starts)";

const messages: [name: string, text: string, found: string, message: string][] = [
  [
    "tooLow, where the program hangs",
    service(node, "pids_limit: 4"),
    "error tooLow 4:17-4:18",
    `\`pids_limit: 4\` is too low for the service \`web\`: Node.js needs 11 processes and threads at least ${nodeParts}. Below that: Node.js stops at start (\`Assertion failed: (0) == (uv_thread_create(t.get(), start_thread, this))\`), or hangs at start without a word. Raise the limit to 11 or more.`,
  ],
  [
    "tooLow, where the program dies at its first work",
    service(node, "pids_limit: 10"),
    "error tooLow 4:17-4:19",
    `\`pids_limit: 10\` is too low for the service \`web\`: Node.js needs 11 processes and threads at least ${nodeParts}. Below that: Node.js stops when it creates a thread without a word (exit status 134). Raise the limit to 11 or more.`,
  ],
  [
    "notAllStart",
    service("image: httpd:2.4", "pids_limit: 40"),
    "warning notAllStart 4:17-4:19",
    "`pids_limit: 40` is less than what the service `web` starts by itself: Apache httpd (event or worker) has 82 processes and threads when it is idle, so some of them are refused, and it works with fewer or dies. Raise the limit to 82 or more; in full work it has up to 433.",
  ],
  [
    "belowSettings",
    service("image: postgres:16", "command: postgres -c max_connections=300", "pids_limit: 200"),
    "warning belowSettings 5:17-5:20",
    "`pids_limit: 200` is less than what the settings of the service `web` let PostgreSQL have: 306 processes and threads (6: the server's own processes; 300: one process for each connection (max_connections=300)). In full work it is refused more. Raise the limit to 306 or more, or lower the setting.",
  ],
  [
    "conflict",
    service("image: own", "pids_limit: 100", "deploy: { resources: { limits: { pids: 200 } } }"),
    "error conflict 4:17-4:20",
    "`pids_limit` of the service `web` is 100 and `deploy.resources.limits.pids` is 200, and Docker Compose refuses a file in which they differ. Keep one of them.",
  ],
  [
    "sharedUser",
    `services:\n  web:\n    ${node}\n    ${user}\n    ulimits: { nproc: 20 }\n  api:\n    ${node}\n    ${user}\n`,
    "warning sharedUser 5:23-5:25",
    `\`ulimits.nproc: 20\` is less than what all containers of the user of the service \`web\` need together, 22 processes and threads: \`api\` has the same. ${scope} Raise the limit to 22 or more, give each service a \`user\` of its own, or use \`pids_limit\`, which counts for each container.`,
  ],
  [
    "rootExempt",
    service(node, "ulimits: { nproc: 5 }"),
    "warning rootExempt 4:23-4:24",
    "`ulimits.nproc: 5` has no effect on the service `web`, which runs as root: the kernel does not hold root to `nproc`. As another user Node.js would need 11. To limit this container, use `pids_limit` with 11 or more.",
  ],
  [
    "userUnknown",
    service("image: nginx:1.27", "ulimits: { nproc: 1 }"),
    "warning userUnknown 4:23-4:24",
    `\`ulimits.nproc: 1\` is too low for the service \`web\`, unless it runs as root, whom \`nproc\` does not bind: nginx needs 2 processes and threads at least. Below that: nginx stays up but does not work at start (\`fork() failed while spawning "worker process" (11: Resource temporarily unavailable)\`). ${scope} Raise the limit to 2 or more; in full work it has up to 3.`,
  ],
  [
    "softAboveHard",
    service("image: own", "ulimits: { nproc: { soft: 100, hard: 50 } }"),
    "error softAboveHard 4:31-4:34",
    "The soft limit `ulimits.nproc.soft: 100` of the service `web` is above the hard limit 50, and the container does not start (`error setting rlimit type 6: invalid argument`). Lower it to 50.",
  ],
];

describe("thread-limit tells", () => {
  for (const [name, text, found, message] of messages) cases.tells(`${name}, in full`, text, found, message);
});

describe("thread-limit tells of what cannot be used", () => {
  const unusable: [line: string, found: string, message: string | RegExp][] = [
    ["pids_limit: 4194305", "error tooManyPids 3:17-3:24", "`pids_limit: 4194305` of the service `web` is more than the kernel can count, which is 4194304, so the container does not start. Lower it, or write -1 for no limit."],
    ["deploy: { resources: { limits: { pids: abc } } }", "error notACount 3:44-3:47", "`deploy.resources.limits.pids: abc` of the service `web` is not a whole number, and Docker Compose refuses the file. Write a whole number, or -1 for no limit."],
    ["deploy: { resources: { limits: { pids: 1.5 } } }", "error notACount 3:44-3:47", /is not a whole number/u],
    ["ulimits: { nosuch: 5 }", "error unknownUlimit 3:24-3:25", /^`nosuch` in `ulimits` of the service `web` is no limit that Linux knows, .*`wrong rlimit value: RLIMIT_NOSUCH`/u],
    ["ulimits: { nofile: { soft: 900, hard: 800 } }", "error softAboveHard 3:32-3:35", /`ulimits\.nofile\.soft: 900` .*`error setting rlimit type 7: invalid argument`/u],
    ["ulimits: { nproc: { hard: 5 } }", "error halfUlimit 3:16-3:21", /has no `soft`/u],
    ["ulimits: { nproc: ~ }", "error noValue 3:23-3:24", /^`ulimits\.nproc` of the service `web` is empty, /u],
    ["ulimits: { nproc: [5] }", "error noValue 3:16-3:21", /^`ulimits\.nproc` of the service `web` is a list, /u],
    ["pids_limit:", "error noValue 3:5-3:15", "`pids_limit` of the service `web` is empty, and Docker Compose refuses the file. Write a whole number behind it, or remove the key for no limit."],
    ["pids_limit: { a: 5 }", "error noValue 3:5-3:15", /^`pids_limit` of the service `web` is a mapping, /u],
    ["deploy: { resources: { limits: { pids: } } }", "error noValue 3:38-3:42", /^`deploy\.resources\.limits\.pids` of the service `web` is empty/u],
    ["ulimits: { nofile: -1 }", "error tooManyFiles 3:24-3:26", /^`ulimits\.nofile: -1` gives the service `web` more open files than any kernel permits/u],
  ];
  for (const [line, found, message] of unusable) cases.tells(line, service(line), found, message);

  it("where it is empty in a file whose value a later file gives", () => {
    const { findings } = run(service("image: own", "pids_limit:"), { files: { "compose.override.yaml": service("pids_limit: 5") } });
    assert.deepEqual(findings.map(({ messageId }) => messageId), ["noValue"]);
  });

  it("and not of what Docker takes", () => {
    cases.takes(["pids_limit: 4194304", "pids_limit: -5", "pids_limit: !reset null", "pids_limit: 99999999999999999999", "ulimits: { NOFILE: 500 }", "ulimits: { core: { soft: 5, hard: -1 } }", "ulimits: { nofile: 1048576 }", "ulimits: { fsize: 0 }", 'ulimits: { cpu: "5" }']);
  });

  it("with a suggestion where there is a better value", () => {
    const text = service("ulimits: { nofile: { soft: 900, hard: 800 } }");
    assert.deepEqual(Object.values(suggested(run(text).findings[0], text)), [text.replace("900", "800")]);
  });
});

describe("thread-limit finds", () => {
  const dockerfile = "FROM node:20-alpine\nENV UV_THREADPOOL_SIZE=64\nUSER node\nCMD [\"node\", \"x.js\"]\n";
  const texts: [name: string, text: string, found: string[], more?: Partial<RuleRun>][] = [
    ["nothing without a limit", service(node), []],
    ["nothing at the floor", service(node, "pids_limit: 11"), []],
    ["no limit in 0 and in negative numbers", service(node, "pids_limit: 0", "deploy: { resources: { limits: { pids: -1 } } }"), []],
    ["no limit in nproc -1", service(node, user, "ulimits: { nproc: -1 }"), []],
    ["a limit in nproc 0", service(node, user, "ulimits: { nproc: 0 }"), ["error tooLow 5:23-5:24"]],
    ["numbers in quotes", service(node, 'pids_limit: "4"'), ["error tooLow 4:17-4:20"]],
    ["fractions, which Compose cuts off", service(node, "pids_limit: 10.9"), ["error tooLow 4:17-4:21"]],
    ["nothing in what is no number", service(node, "pids_limit: many"), []],
    ["nothing in a variable without a value", service(node, "pids_limit: ${LIMIT}"), []],
    ["a variable with a default", service(node, "pids_limit: ${LIMIT:-4}"), ["error tooLow 4:17-4:28"]],
    ["a variable of the environment", service(node, "pids_limit: $LIMIT"), ["error tooLow 4:17-4:23"], { variables: { LIMIT: "4" } }],
    ["the limit of deploy", service(node, "deploy: { resources: { limits: { pids: 4 } } }"), ["error tooLow 4:44-4:45"]],
    ["one finding for both keys that say the same", service(node, "pids_limit: 4", "deploy: { resources: { limits: { pids: 4 } } }"), ["error tooLow 4:17-4:18"]],
    ["the setting of a pool", service(node, "environment: [UV_THREADPOOL_SIZE=16]", "pids_limit: 22"), ["error tooLow 5:17-5:19"]],
    ["the option in NODE_OPTIONS", service(node, "environment: { NODE_OPTIONS: --v8-pool-size=1 }", "pids_limit: 8"), []],
    ["the command", service(node, "command: npm start", "pids_limit: 20"), ["error tooLow 5:17-5:19"]],
    ["Docker's init as one more", service(node, "init: true", "pids_limit: 11"), ["error tooLow 5:17-5:19"]],
    ["the settings of a Dockerfile", service("build: .", "pids_limit: 70"), ["error tooLow 4:17-4:19"], { files: { Dockerfile: dockerfile } }],
    ["the user of a Dockerfile", service("build: .", "ulimits: { nproc: 70 }"), ["error tooLow 4:23-4:25"], { files: { Dockerfile: dockerfile } }],
    ["the user of an image", service("image: redis:7", "ulimits: { nproc: 3 }"), ["error tooLow 4:23-4:24"]],
    ["nothing for a program that nobody measured", service("image: mysql:8", "pids_limit: 2"), []],
    ["nothing for an image that is not known", service("image: own", "pids_limit: 2"), []],
    ["no connections that nobody asked for", service("image: postgres:16", "pids_limit: 100"), []],
    ["root by its number", service(java, 'user: "0:0"', "ulimits: { nproc: 5 }"), ["warning rootExempt 5:23-5:24"]],
    ["nothing where root has enough", service(java, "ulimits: { nproc: 50 }"), []],
    ["replicas, which share a user id", service(java, user, "scale: 3", "ulimits: { nproc: 30 }"), ["warning sharedUser 6:23-6:25"]],
    ["nothing where the user ids differ", `services:\n  a: {${node}, user: "1", ulimits: {nproc: 20}}\n  b: {${node}, user: "2"}\n`, []],
    ["nothing where a name belongs to two images", "services:\n  a: {image: 'node:20', user: app, ulimits: {nproc: 20}}\n  b: {image: 'node:22', user: app}\n", []],
    ["CRLF", service(node, "pids_limit: 4").replaceAll("\n", "\r\n"), ["error tooLow 4:17-4:18"]],
    ["flow style", `services: {web: {${node}, pids_limit: 4}}\n`, ["error tooLow 1:53-1:54"]],
    ["one finding for services that merge it", `x-a: &a\n  ${node}\n  pids_limit: 4\nservices:\n  a: { <<: *a }\n  b: { <<: *a }\n`, ["error tooLow 3:15-3:16"]],
    ["an alias", `x-n: &n 4\n${service(node, "pids_limit: *n")}`, ["error tooLow 5:17-5:19"]],
    ["a limit of the extended service of another file", service("extends: { file: base.yaml, service: base }"), ["error tooLow 3:5-3:12"], { files: { "base.yaml": `services:\n  base:\n    ${node}\n    pids_limit: 4\n` } }],
    ["not a limit that only the override file says", service(node), [], { files: { "compose.override.yaml": service("pids_limit: 4") } }],
    ["a limit that the override file lowers no more", service(node, "pids_limit: 4"), [], { files: { "compose.override.yaml": service("pids_limit: 40") } }],
  ];
  for (const [name, text, found, more] of texts) cases.finds(name, text, found, more);

  it("nothing in a Dockerfile", () => {
    assert.deepEqual(run("FROM node:20\n", { name: "Dockerfile" }).findings, []);
  });
});

describe("the fix of thread-limit", () => {
  const texts: [name: string, marked: string, more?: Partial<RuleRun>][] = [
    ["raises the limit and keeps the comment", `services:\n  web:\n    ${node}\n-    pids_limit: 4 # few\n+    pids_limit: 11 # few\n    init: false\n`],
    ["keeps quotes", `services:\n  web:\n    ${node}\n-    pids_limit: '4'\n+    pids_limit: '11'\n`],
    ["works in flow style", `-services: {web: {${node}, pids_limit: 4, deploy: {}}}\n+services: {web: {${node}, pids_limit: 11, deploy: {}}}\n`],
    ["changes both keys", `services:\n  web:\n    ${node}\n-    pids_limit: 4\n+    pids_limit: 11\n    deploy:\n      resources:\n        limits:\n-          pids: 4\n+          pids: 11\n`],
    ["takes the greatest need of those who share it", `x-limit: &limit\n-  pids_limit: 4\n+  pids_limit: 19\nservices:\n  a: { <<: *limit, ${node} }\n  b: { <<: *limit, image: "eclipse-temurin:21", command: java -jar x }\n`],
    ["leaves what others get too", `x-limit: &limit\n  pids_limit: 4\nservices:\n  a: { <<: *limit, ${node} }\n  b: { <<: *limit, image: own }\n`],
    ["leaves a variable", `services:\n  web:\n    ${node}\n    pids_limit: \${LIMIT:-4}\n`],
    ["leaves what stands a second time in another file", service(node, "pids_limit: 4"), { files: { "compose.override.yaml": service("deploy: { resources: { limits: { pids: 4 } } }") } }],
    ["leaves what is another value too", service(node, "pids_limit: &n 4", "environment: { WORKERS: *n }")],
    ["leaves what is another value too, through the map around it", `services:\n  web:\n    ${node}\n    deploy: { resources: { limits: &l { pids: 4 } } }\n    labels: *l\n`],
    ["leaves warnings", `services:\n  web:\n    image: httpd:2.4\n    pids_limit: 40\n`],
    ["leaves a file that is not YAML", `services:\n  web:\n    ${node}\n    pids_limit: 4\n  "open: 1\n`],
  ];
  for (const [name, marked, more] of texts) cases.fixes(name, marked, more);

  it("is only a suggestion without the option", () => {
    const text = service(node, "pids_limit: 4");
    const { findings, output } = run(text);
    assert.equal(output, text);
    assert.deepEqual(suggested(findings[0], text), { "Raise `pids_limit` to 11": service(node, "pids_limit: 11") });
  });

  it("says which services a suggestion changes too", () => {
    const text = `x-limit: &limit\n  pids_limit: 4\nservices:\n  a: { <<: *limit, ${node} }\n  b: { <<: *limit, image: own }\n`;
    assert.deepEqual(Object.keys(suggested(run(text).findings[0], text)), ["Raise `pids_limit` to 11, for `b` too"]);
  });

  it("suggests what ends a contradiction, and nothing for root", () => {
    const conflict = messages.find(([name]) => name === "conflict")?.[1] ?? "";
    const [[words, text] = ["", ""]] = Object.entries(suggested(run(conflict).findings[0], conflict));
    assert.equal(words, "Set `pids_limit` to 200");
    assert.deepEqual(run(text).findings, []);
    const root = service(node, "ulimits: { nproc: 5 }");
    assert.deepEqual(suggested(run(root).findings[0], root), {});
  });
});

describe("thread-limit under ESLint", () => {
  testWithEslint("thread-limit", "compose", {
    valid: [{ code: service(node, "pids_limit: 11") }],
    invalid: [
      {
        code: service(node, "pids_limit: 4"),
        options: [{ fix: "raise" }],
        output: service(node, "pids_limit: 11"),
        errors: [{ messageId: "tooLow", suggestions: [{ messageId: "raise", output: service(node, "pids_limit: 11") }] }],
      },
    ],
  });
});
