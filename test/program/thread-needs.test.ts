import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { programFloors } from "../../src/data/program-floors.js";
import type { ProgramId } from "../../src/program/program.js";
import { knownPrograms } from "../../src/program/known-programs.js";
import type { ServiceSettings } from "../../src/program/settings.js";
import { threadNeeds, type ThreadNeeds } from "../../src/program/thread-needs.js";
import { recordedPrograms } from "./recorded.js";

function needs(id: ProgramId, settings: ServiceSettings = {}): ThreadNeeds {
  return threadNeeds(id, settings) ?? assert.fail(id);
}

describe("threads of a program", () => {
  // [program as recorded, count in the recording, program, settings, which figure it must be]
  const counted: [string, string, ProgramId, ServiceSettings, "atStart" | "floor"][] = [
    ["node", "idle", "node", {}, "atStart"],
    ["node", "plain_start", "node", {}, "atStart"],
    ["node", "v8-pool-size-1", "node", { command: "node --v8-pool-size=1 x.js" }, "atStart"],
    ["node", "v8-pool-size-8", "node", { environment: { NODE_OPTIONS: "--v8-pool-size=8" } }, "atStart"],
    ["node", "after-fs", "node", {}, "floor"],
    ["node", "after_pool_use_UV_THREADPOOL_SIZE_64", "node", { environment: { UV_THREADPOOL_SIZE: "64" } }, "floor"],
    ["node", "plain_start_UV_THREADPOOL_SIZE_64", "node", { environment: { UV_THREADPOOL_SIZE: "64" } }, "atStart"],
    ["npm", "start", "node", { command: "npm start" }, "atStart"],
    ["python3", "plain", "python", {}, "atStart"],
    ["redis-server", "idle", "redis", {}, "atStart"],
    ["redis-server", "io-threads-4", "redis", { command: ["redis-server", "--io-threads", "4"] }, "atStart"],
    ["java", "serial-gc", "java", { environment: { JAVA_TOOL_OPTIONS: "-XX:+UseSerialGC" } }, "atStart"],
    ["java", "serial-gc-interpreted", "java", { command: "java -Xint -XX:+UseSerialGC -jar x" }, "atStart"],
    ["memcached", "idle", "memcached", {}, "atStart"],
    ["memcached", "threads-8", "memcached", { command: "memcached -t 8" }, "atStart"],
    ["haproxy", "idle", "haproxy", {}, "atStart"],
    ["haproxy", "nbthread-8", "haproxy", { cpus: 8 }, "atStart"],
    ["varnishd", "idle", "varnish", {}, "atStart"],
    ["varnishd", "thread-pool-min-10", "varnish", { command: "varnishd -F -p thread_pool_min=10" }, "atStart"],
    ["erlang", "idle", "erlang", {}, "atStart"],
    ["erlang", "4-schedulers", "erlang", { environment: { ERL_FLAGS: "+S 4:4" } }, "atStart"],
    ["erlang", "64-async", "erlang", { environment: { RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "+A 64" } }, "atStart"],
    ["erlang", "1-dirty-io", "erlang", { command: "erl +SDio 1" }, "atStart"],
    ["postgres", "idle", "postgres", {}, "atStart"],
    ["postgres", "processes_idle", "postgres", {}, "atStart"],
    ["nginx", "worker-processes-4", "nginx", { command: ["nginx", "-g", "worker_processes 4;"] }, "atStart"],
    ["apache2", "mpm_event_processes_and_threads", "apache", {}, "atStart"],
    ["apache2", "mpm_prefork_processes_and_threads", "apache-prefork", {}, "atStart"],
    ["php-fpm", "idle", "php-fpm", {}, "atStart"],
    ["mariadbd", "idle_after_4s", "mariadb", {}, "atStart"],
    ["deno", "idle", "deno", {}, "atStart"],
    ["bun", "idle", "bun", {}, "atStart"],
  ];

  it("are as many as were counted, with and without settings", (context) => {
    const { programs, missing } = recordedPrograms();
    if (missing !== null) context.diagnostic(missing);
    let compared = 0;
    // These releases of Node kept three more threads for io_uring, where the kernel and the engine allow it.
    const withRing = ["20.10.0", "20.11.0", "21.0.0", "21.2.0"];
    for (const [recorded, key, id, settings, figure] of counted) {
      for (const { program, version, needs: figures } of programs) {
        const count = figures?.[key];
        if (program !== recorded || typeof count !== "number" || withRing.includes(version)) continue;
        compared += 1;
        assert.equal(needs(id, settings)[figure], count, `${recorded} ${version}, ${key}`);
      }
    }
    context.diagnostic(`${compared} counts compared`);
    assert.ok(compared >= 60);
  });

  it("have the floors that control groups showed", () => {
    for (const [id, floor] of Object.entries(programFloors)) {
      // A shell that only waits needs one; the measured one started a program.
      if (id !== "shell") assert.equal(needs(id as ProgramId).floor, floor.processes, id);
    }
    assert.equal(needs("java", { command: "java -XX:+UseG1GC -version" }).floor, 17);
  });

  it("are told with the setting that decides them", () => {
    const { floor, reasons } = needs("node", { environment: { UV_THREADPOOL_SIZE: "128" } });
    assert.equal(floor, 135);
    const pool = reasons.find(({ count }) => count === 128);
    assert.deepEqual(pool?.setting, {
      name: "UV_THREADPOOL_SIZE",
      value: "128",
      from: "environment",
      variable: "UV_THREADPOOL_SIZE",
    });
    const option = needs("node", { environment: { NODE_OPTIONS: "--v8-pool-size=9" } }).reasons[1]?.setting;
    assert.deepEqual(option, { name: "--v8-pool-size", value: "9", from: "environment", variable: "NODE_OPTIONS" });
  });

  it("follow the programs' own rules for settings", () => {
    const floors: [ProgramId, ServiceSettings, number][] = [
      ["node", { environment: { UV_THREADPOOL_SIZE: "99999" } }, 1031],
      ["node", { environment: { UV_THREADPOOL_SIZE: "many" } }, 11],
      ["node", { environment: { UV_THREADPOOL_SIZE: null } }, 11],
      ["node", { command: "UV_THREADPOOL_SIZE=8 node x" }, 15],
      ["node", { command: ["sh", "-c", "export X=1 && UV_THREADPOOL_SIZE=8 exec node --v8-pool-size 2 x"] }, 13],
      ["node", { command: "node --v8-pool-size=2 x", environment: { NODE_OPTIONS: "--v8-pool-size=9" } }, 9],
      ["node", { entrypoint: ["node", "--v8-pool-size=2"], command: ["x"] }, 9],
      ["node", { command: "yarn start" }, 23],
      ["redis", {}, 4],
      ["java", {}, 12],
      ["java", { environment: { JAVA_OPTS: "-XX:+UseG1GC" } }, 17],
      ["go", { environment: { GOMAXPROCS: "16" } }, 4],
      ["python", { command: "gunicorn -w 4 app:app" }, 5],
      ["python", { command: "gunicorn app:app", environment: { WEB_CONCURRENCY: "3" } }, 4],
      ["python", { command: "gunicorn app:app", environment: { GUNICORN_CMD_ARGS: "--workers=6" } }, 7],
      ["python", { command: "celery -A x worker --concurrency=8" }, 9],
      ["shell", {}, 1],
      ["ruby", { command: "bundle exec puma -w 2 -t 1:5" }, 3],
      ["ruby", { command: "bundle exec sidekiq -c 25" }, 1],
    ];
    for (const [id, settings, floor] of floors) {
      assert.equal(needs(id, settings).floor, floor, JSON.stringify(settings));
    }
    assert.equal(needs("postgres", { command: "postgres -c max_connections=300" }).working, 317);
    assert.equal(needs("mariadb", { command: "--max-connections=500" }).working, 515);
    assert.equal(needs("python", { command: "gunicorn -w 2 --threads 4 a:b" }).working, 11);
    assert.equal(needs("ruby", { command: "bundle exec puma -w 2 -t 1:5" }).working, 13);
    assert.equal(needs("ruby", { command: "bundle exec sidekiq -c 25" }).working, 26);
    assert.equal(needs("ruby", { command: "puma", environment: { RAILS_MAX_THREADS: "8" } }).working, 9);
    assert.equal(needs("python", { command: "uvicorn a:b --workers 3" }).floor, 4);
    assert.equal(needs("java", { environment: { SERVER_TOMCAT_THREADS_MAX: "200" } }).working, 219);
    assert.equal(needs("go", { environment: { GOMAXPROCS: "16" } }).working, 19);
  });

  it("are null where nobody counted them, and ordered where somebody did", () => {
    for (const id of ["mysql", "dotnet", "mongodb", "rust"] as const) assert.equal(threadNeeds(id), null);
    for (const program of knownPrograms()) {
      const found = threadNeeds(program);
      if (found === null) continue;
      assert.ok(found.floor >= 1 && found.working >= found.floor && found.working >= found.atStart, program.id);
      assert.ok(found.reasons.length > 0, program.id);
    }
  });

  it("never throw for any settings", () => {
    const ids = knownPrograms().map(({ id }) => id);
    const words = ["-w", "--workers=x", "+S", "-g", "worker_processes 1e9;", "-c", "max_connections=-1", "-t9"];
    const text = fc.oneof(fc.constantFrom(...words), fc.string());
    const variables = fc.dictionary(fc.string(), text);
    fc.assert(
      fc.property(fc.constantFrom(...ids), fc.array(text), variables, (id, command, environment) => {
        const found = threadNeeds(id, { command, environment, cpus: command.length - 1 });
        if (found !== null) assert.ok(Number.isSafeInteger(found.working) && found.floor >= 1);
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});
