import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { runRule } from "../rules/run-rule.js";
import { composeV1, composeV2 } from "./compose-program.js";
import { defaultProfileText } from "./default-profile-text.js";
import { startEngine, type Engine } from "./engine.js";
import { hasRealEngines } from "./places.js";
import { describeOutcome, runOrThrow, type Outcome } from "./run-program.js";
import { composeV2Unavailable, unavailable } from "./unavailable.js";

const skip = unavailable() ?? composeV2Unavailable() ?? false;
const ERROR = 2;

/** Every form of an entry that a person may write; all are asked of every engine. */
const entries = [
  ...["no-new-privileges", "no-new-privileges=true", "no-new-privileges:true", "no-new-privileges=0"],
  ...["no-new-privileges=", "no-new-privileges=yes", "no-new-privileges ", "no-new-privilege"],
  ...["label", "label=", "label=disable", "label:disable", "label=type:x", "label:type:x", "disable", "disable=x"],
  ...["apparmor", "apparmor=", "apparmor=unconfined", "apparmor:unconfined"],
  ...["seccomp", "seccomp=", "seccomp=unconfined", "seccomp:unconfined", "seccomp=./profile.json", "seccomp:./profile.json"],
  ...["Seccomp=unconfined", " seccomp=unconfined", "seccomp =unconfined"],
  ...["systempaths", "systempaths=unconfined", "systempaths:unconfined", "systempaths=x"],
  ...["writable-cgroups", "writable-cgroups=true", "writable-cgroups:false", "writable-cgroups=x"],
  ...["credentialspec=file://x.json", "foo", "foo=bar", "foo:bar", "=x", ""],
];

/** The docker client refuses an empty value itself; Compose hands it on, and the engine takes it. */
const takenByComposeAlone: readonly string[] = ["label=", "apparmor="];

function composeFile(list: readonly string[], command = "true"): string {
  const security = JSON.stringify(list);
  return `services:\n  web:\n    image: node:20\n    command: [sh, -c, ${JSON.stringify(command)}]\n    network_mode: none\n    security_opt: ${security}\n`;
}

/** Whether the rule reports an error. */
function isError(text: string, engine: string): boolean {
  const files = { "profile.json": defaultProfileText("20.10.9") };
  const { findings } = runRule({ rule: "security-opt", text, files, settings: { engine } });
  return findings.some(({ severity }) => severity === ERROR);
}

async function engineWithImage(version: string): Promise<Engine> {
  const engine = await startEngine(version);
  await engine.importNodeImage("node:20");
  // Unpacks it, which two at a time cannot.
  await composeV2.run(engine, engine.folder, ["version"]);
  return engine;
}

/** Runs tasks two at a time. */
async function inPairs<T>(items: readonly T[], task: (item: T) => Promise<void>): Promise<void> {
  for (let index = 0; index < items.length; index += 2) await Promise.all(items.slice(index, index + 2).map(task));
}

class Project {
  static #count = 0;
  readonly #engine: Engine;
  readonly folder: string;

  constructor(engine: Engine, text: string) {
    Project.#count += 1;
    this.#engine = engine;
    this.folder = path.join(engine.folder, `project-${Project.#count}`);
    mkdirSync(this.folder);
    writeFileSync(path.join(this.folder, "compose.yaml"), text);
    writeFileSync(path.join(this.folder, "profile.json"), defaultProfileText("20.10.9"));
  }

  compose(...args: string[]): Promise<Outcome> {
    return composeV2.run(this.#engine, this.folder, args);
  }
}

/** On a busy machine Compose at times ends with 0, having said that it creates and not that it has: then it is asked again. */
async function created(engine: Engine, text: string): Promise<Outcome> {
  let outcome = await new Project(engine, text).compose("create", "--pull", "never");
  for (let again = 0; again < 2 && outcome.code === 0 && !outcome.stderr.includes("Created"); again += 1) {
    outcome = await new Project(engine, text).compose("create", "--pull", "never");
  }
  return outcome;
}

for (const version of hasRealEngines ? ["18.09.9", "20.10.9", "23.0.6", "29.4.2"] : ["20.10.9"]) {
  describe(`security_opt on the engine ${version}`, { skip }, () => {
    let engine: Engine;
    before(async () => (engine = await engineWithImage(version)));
    after(() => engine.stop());

    it("is refused by Docker Compose and the engine where the rule reports an error, and nowhere else", async (test) => {
      const wrong: string[] = [];
      let refused = 0;
      await inPairs(entries, async (entry) => {
        const text = composeFile([entry]);
        const outcome = await created(engine, text);
        const isRefused = outcome.code !== 0;
        if (isRefused) refused += 1;
        if (isRefused !== isError(text, version)) wrong.push(`${JSON.stringify(entry)}: ${describeOutcome(outcome)}`);
      });
      assert.deepEqual(wrong, []);
      test.diagnostic(`${entries.length} entries, ${refused} refused, the rule agrees on all`);
    });

    it("is refused alike by `docker create`", async () => {
      const wrong: string[] = [];
      // The client does not know the project's folder.
      const asked = entries.filter((entry) => !entry.includes("profile.json"));
      await inPairs(asked, async (entry) => {
        const args = ["create", "--network", "none", "--security-opt", entry, "node:20", "true"];
        const outcome = await engine.docker(args);
        const expected = isError(composeFile([entry]), version) || takenByComposeAlone.includes(entry);
        if ((outcome.code !== 0) !== expected) wrong.push(`${JSON.stringify(entry)}: ${describeOutcome(outcome)}`);
      });
      assert.deepEqual(wrong, []);
    });

    it(`${version === "23.0.6" || version === "29.4.2" ? "knows" : "does not start with"} seccomp=builtin, as the rule says`, async () => {
      const text = composeFile(["seccomp=builtin"]);
      const outcome = await new Project(engine, text).compose("run", "--rm", "--pull", "never", "web");
      assert.equal(outcome.code !== 0, isError(text, version), describeOutcome(outcome));
    });
  });
}

describe("of several entries", { skip }, () => {
  let engine: Engine;
  before(async () => (engine = await engineWithImage("20.10.9")));
  after(() => engine.stop());

  // `Seccomp: 2` is a filter, 0 is none.
  const command = 'while read a b; do case $$a in Seccomp:|NoNewPrivs:) echo "$$a$$b";; esac; done < /proc/self/status';
  const lists: [list: string[], expected: string][] = [
    [["seccomp=unconfined", "seccomp=./profile.json"], "Seccomp:2"],
    [["seccomp=./profile.json", "seccomp=unconfined"], "Seccomp:0"],
    [["seccomp=./profile.json", "seccomp:unconfined"], "Seccomp:0"],
    [["no-new-privileges", "no-new-privileges=false"], "NoNewPrivs:0"],
    [["no-new-privileges:false", "no-new-privileges"], "NoNewPrivs:1"],
  ];
  for (const [list, expected] of lists) {
    it(`the last counts: ${list.join(", ")}`, async () => {
      const text = composeFile(list, command);
      const outcome = await new Project(engine, text).compose("run", "--rm", "--pull", "never", "web");
      assert.ok(outcome.stdout.includes(expected), describeOutcome(outcome));
      const { findings } = runRule({ rule: "security-opt", text });
      assert.ok(findings.some(({ messageId, message }) => messageId === "conflict" && message.includes(`only \`${list[1] ?? ""}\` counts`)), "the rule says so");
    });
  }

  it("two equal ones are refused by Compose 1 and 2, two that only mean the same are not", async () => {
    for (const [list, isRefused] of [[["label=disable", "label=disable"], true], [["label=disable", "label:disable"], false]] as const) {
      const text = composeFile(list);
      const project = new Project(engine, text);
      assert.equal(isError(text, "20.10.9"), isRefused);
      assert.equal((await project.compose("config")).code !== 0, isRefused);
      if (composeV1.unavailable() !== null) continue;
      assert.equal((await composeV1.run(engine, project.folder, ["config"])).code !== 0, isRefused);
    }
  });

  it("a file that is not there is told by the rule about profiles", async () => {
    const text = composeFile(["seccomp=./missing.json"]);
    const outcome = await new Project(engine, text).compose("create", "--pull", "never");
    assert.match(outcome.stderr, /opening seccomp profile \(\.\/missing\.json\) failed/, describeOutcome(outcome));
    assert.deepEqual(runRule({ rule: "security-opt", text }).findings, []);
    const { findings } = runRule({ rule: "seccomp-profile", text });
    assert.deepEqual(findings.map(({ messageId }) => messageId), ["unreadable"]);
  });

  it("a profile is read from the project's folder, or from the home folder behind ~", async () => {
    const text = composeFile(["seccomp=~/profile.json"]);
    const project = new Project(engine, text);
    await runOrThrow("mkdir", [path.join(project.folder, "home")]);
    const environment = { HOME: path.join(project.folder, "home") };
    const args = ["create", "--pull", "never"];
    assert.notEqual((await composeV2.run(engine, project.folder, args, { env: environment })).code, 0);
    writeFileSync(path.join(environment.HOME, "profile.json"), defaultProfileText("20.10.9"));
    const outcome = await composeV2.run(engine, project.folder, args, { env: environment });
    assert.equal(outcome.code, 0, describeOutcome(outcome));
  });
});
