import type { ProgramId } from "./program.js";
import { countOf, type Setting, type SettingsReader } from "./settings.js";
import type { NeedReason, ThreadNeeds } from "./thread-needs.js";

type ThreadRule = (settings: SettingsReader) => ThreadNeeds;

/** Variables that carry options of Java, in the order in which the JVM and the usual start scripts read them. */
export const javaCarriers: readonly (string | null)[] = [
  "JAVA_TOOL_OPTIONS",
  "JDK_JAVA_OPTIONS",
  "JAVA_OPTS",
  "CATALINA_OPTS",
  "ES_JAVA_OPTS",
  "OPENSEARCH_JAVA_OPTS",
  "LS_JAVA_OPTS",
  "KAFKA_OPTS",
  "KAFKA_HEAP_OPTS",
  "KAFKA_JVM_PERFORMANCE_OPTS",
  "MAVEN_OPTS",
  "GRADLE_OPTS",
  "SOLR_OPTS",
  "JVM_OPTS",
  "JAVA_ARGS",
  null,
  "_JAVA_OPTIONS",
];

/** Variables that carry options of the Erlang VM, in the order in which it reads them. */
export const erlangCarriers: readonly (string | null)[] = [
  "ERL_AFLAGS",
  "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
  "ELIXIR_ERL_OPTIONS",
  null,
  "ERL_FLAGS",
  "ERL_ZFLAGS",
];

/** How the threads of each program follow from its settings. A program that is not here was not measured. */
export const threadRules: Readonly<Partial<Record<ProgramId, ThreadRule>>> = {
  node,
  python,
  ruby,
  redis,
  java,
  go,
  "go-cgo": go,
  mariadb,
  postgres,
  erlang,
  apache,
  "apache-prefork": apachePrefork,
  nginx,
  memcached,
  haproxy,
  varnish,
  "php-fpm": phpFpm,
  php: () => fixed(1),
  perl: () => fixed(1),
  mosquitto: () => fixed(1),
  shell: () => ({ ...fixed(1), working: 2, note: "Each program that it starts is one more." }),
  deno: () => ({ ...fixed(6), floor: 4, working: 40, note: "Its own message asks for a limit of 40." }),
  bun: () => ({ ...fixed(2), working: 8, note: "Reading files and fetching start more threads." }),
};

function part(count: number, text: string, setting: Setting | null = null): NeedReason {
  return { count, text, setting };
}

function fixed(count: number): ThreadNeeds {
  return { atStart: count, floor: count, working: count, reasons: [part(count, "the program itself")], note: null };
}

function total(reasons: readonly NeedReason[]): number {
  return reasons.reduce((sum, { count }) => sum + count, 0);
}

interface Chosen {
  readonly count: number;
  readonly setting: Setting | null;
}

// A setting counts only where it is a number in the program's range; else the default holds.
function choose(setting: Setting | null, fallback: number, least = 1): Chosen {
  const count = countOf(setting, least);
  return count === null ? { count: fallback, setting: null } : { count, setting };
}

function node(settings: SettingsReader): ThreadNeeds {
  const platform = choose(settings.option("--v8-pool-size"), 4);
  // libuv takes at most 1024, and starts the whole pool with its first job.
  const pool = choose(settings.variable("UV_THREADPOOL_SIZE"), 4);
  const poolSize = Math.min(pool.count, 1024);
  const own = [
    part(3, "Node's main thread, its scheduler and its signal thread"),
    part(platform.count, "V8's worker threads", platform.setting),
    part(poolSize, "libuv's pool, which the first use of files, DNS or cryptography starts", pool.setting),
  ];
  const floor = total(own);
  const manager = packageManager(settings);
  const copies = choose(settings.option("-i", "--instances"), 1);
  const instances = settings.has("pm2-runtime", "pm2", "pm2-docker") ? copies : { count: 1, setting: null };
  const reasons = [...own, ...manager];
  if (instances.count > 1) reasons.push(part(instances.count * floor, "pm2's instances", instances.setting));
  return {
    atStart: floor - poolSize + total(manager),
    floor: floor + total(manager),
    working: total(reasons),
    reasons,
    note: "Each worker thread and each child process of the application is one more, or a whole Node more.",
  };
}

// npm, yarn and the like are Node themselves and stay in front of the program that they start, with a shell between.
function packageManager(settings: SettingsReader): NeedReason[] {
  const managers = ["npm", "npx", "yarn", "pnpm", "pnpx"];
  return settings.has(...managers) ? [part(12, "the package manager and its shell, which stay")] : [];
}

function python(settings: SettingsReader): ThreadNeeds {
  const count = settings.option("--workers", "-w", "--concurrency", "-c") ?? settings.variable("WEB_CONCURRENCY");
  if (settings.has("gunicorn")) return workers(choose(count, 1), choose(settings.option("--threads"), 0));
  if (settings.has("celery")) return workers(choose(count, settings.cpus), choose(null, 0));
  const asynchronous = choose(count, 1);
  const executor = Math.min(32, settings.cpus + 4);
  const isServer = settings.has("uvicorn", "hypercorn");
  if (isServer && asynchronous.count > 1) return workers(asynchronous, { count: executor, setting: null });
  return {
    atStart: 1,
    floor: 1,
    working: 1 + executor,
    reasons: [part(1, "the interpreter"), part(executor, "the default pool of asyncio, where it is used")],
    note: "Each thread, and each process of a pool, is one more.",
  };
}

function ruby(settings: SettingsReader): ThreadNeeds {
  const pool = settings.variable("RAILS_MAX_THREADS", "PUMA_MAX_THREADS", "MAX_THREADS");
  if (settings.has("sidekiq")) {
    const jobs = settings.option("-c", "--concurrency") ?? settings.variable("SIDEKIQ_CONCURRENCY") ?? pool;
    return threaded(choose(jobs, 5));
  }
  if (!settings.has("puma") && pool === null) {
    return { ...fixed(1), working: 2, note: "Each thread of the application is one more; Timeout has one of its own." };
  }
  // `-t 1:5` is the least and the most.
  const threads = choose(lastNumber(settings.option("-t", "--threads")) ?? pool, 5);
  const count = choose(settings.option("-w", "--workers") ?? settings.variable("WEB_CONCURRENCY"), 0, 0);
  return count.count === 0 ? threaded(threads) : workers(count, threads);
}

function threaded(threads: Chosen): ThreadNeeds {
  const reasons = [part(1, "the interpreter"), part(threads.count, "its threads", threads.setting)];
  const note = "Each thread of the application is one more.";
  return { atStart: 1, floor: 1, working: total(reasons), reasons, note };
}

// Servers that fork: one process for the master, one for each worker, and the threads of each worker.
function workers(processes: Chosen, threads: Chosen): ThreadNeeds {
  const reasons = [
    part(1, "the master process"),
    part(processes.count, "its worker processes", processes.setting),
    part(processes.count * threads.count, "the workers' threads", threads.setting),
  ];
  const floor = 1 + processes.count;
  return { atStart: floor, floor, working: total(reasons), reasons, note: null };
}

function redis(settings: SettingsReader): ThreadNeeds {
  const threads = choose(settings.option("--io-threads") ?? settings.variable("REDIS_IO_THREADS"), 1);
  const reasons = [
    part(4, "the main thread and three background threads"),
    part(threads.count - 1, "further I/O threads", threads.setting),
    part(1, "the allocator's thread"),
    part(1, "the process that saves the data set"),
  ];
  const floor = 4 + threads.count - 1;
  return { atStart: floor + 1, floor, working: floor + 2, reasons, note: null };
}

function java(settings: SettingsReader): ThreadNeeds {
  const interpreted = settings.has("-Xint");
  // Measured on 17 and 25: with the serial collector 13 or 14, interpreted only 11; with G1 19, on two processors.
  const serial = interpreted ? 11 : 13;
  const serialCollector = settings.has("-XX:+UseSerialGC");
  const collectors = choose(settings.prefixed("-XX:ParallelGCThreads="), settings.cpus);
  const pool = choose(settings.variable("SERVER_TOMCAT_THREADS_MAX"), 0);
  const reasons = [
    part(serial, "the virtual machine's own threads"),
    part(serialCollector ? 0 : 6 + collectors.count - 2, "the threads of the garbage collector", collectors.setting),
    part(pool.count, "the threads of the web server", pool.setting),
  ];
  return {
    atStart: serialCollector ? serial : serial + 6,
    // It begins to run with two less of them. Below 1792 MiB or two processors it takes the serial collector by itself.
    floor: settings.has("-XX:+UseG1GC") ? serial + 4 : serial - 1,
    working: total(reasons),
    reasons,
    note: "The application's own threads come on top, and the collector's grow with the processors.",
  };
}

function go(settings: SettingsReader): ThreadNeeds {
  const processors = choose(settings.variable("GOMAXPROCS"), settings.cpus);
  const reasons = [
    part(3, "the runtime's own threads"),
    part(processors.count, "threads that run goroutines", processors.setting),
  ];
  return { atStart: 4, floor: 4, working: total(reasons), reasons, note: "Each blocking call holds one more thread." };
}

function mariadb(settings: SettingsReader): ThreadNeeds {
  const connections = choose(settings.option("--max-connections", "--max_connections"), 151);
  const reasons = [
    part(15, "the server's own threads"),
    part(connections.count, "one thread for each connection", connections.setting),
  ];
  // Near 12 it fails in different ways from run to run.
  return { atStart: 15, floor: 12, working: total(reasons), reasons, note: null };
}

function postgres(settings: SettingsReader): ThreadNeeds {
  const flags = ["-c", "--"];
  const connections = choose(
    settings.parameter(flags, "max_connections") ?? settings.option("-N") ??
      settings.variable("POSTGRES_MAX_CONNECTIONS", "POSTGRESQL_MAX_CONNECTIONS"),
    100,
  );
  const parallel = choose(settings.parameter(flags, "max_worker_processes"), 8, 0);
  const vacuum = choose(settings.parameter(flags, "autovacuum_max_workers"), 3);
  const reasons = [
    part(6, "the server's own processes"),
    part(connections.count, "one process for each connection", connections.setting),
    part(parallel.count, "worker processes", parallel.setting),
    part(vacuum.count, "autovacuum workers", vacuum.setting),
  ];
  return { atStart: 6, floor: 6, working: total(reasons), reasons, note: null };
}

function erlang(settings: SettingsReader): ThreadNeeds {
  // `+S 4:4` has two numbers, the first of which is the threads.
  const schedulers = choose(firstNumber(settings.option("+S")), settings.cpus);
  const async = choose(settings.option("+A"), 1);
  const input = choose(settings.option("+SDio"), 10);
  const reasons = [
    part(6, "the virtual machine's own threads and its helper"),
    part(schedulers.count, "schedulers", schedulers.setting),
    part(settings.cpus, "schedulers for long calls"),
    part(input.count, "schedulers for input and output", input.setting),
    part(async.count, "async threads", async.setting),
  ];
  const atStart = total(reasons);
  const note = "It grows with the processors of the host.";
  // While it starts it has one more helper.
  return { atStart, floor: atStart + 1, working: atStart + 1, reasons, note };
}

function firstNumber(setting: Setting | null): Setting | null {
  return setting === null ? null : { ...setting, value: setting.value.split(":")[0] ?? "" };
}

function lastNumber(setting: Setting | null): Setting | null {
  return setting === null ? null : { ...setting, value: setting.value.split(":").at(-1) ?? "" };
}

function apache(): ThreadNeeds {
  const reasons = [
    part(1, "the main process"),
    part(27, "the first child: its process, its listener and 25 worker threads"),
    part(405, "15 more children, up to its 400 workers"),
  ];
  return { atStart: 82, floor: 28, working: 433, reasons, note: "Its configuration file can change each of these." };
}

function apachePrefork(): ThreadNeeds {
  const reasons = [part(1, "the main process"), part(1, "the first child"), part(149, "more children, up to 150")];
  return { atStart: 6, floor: 2, working: 151, reasons, note: "Its configuration file can change each of these." };
}

function nginx(settings: SettingsReader): ThreadNeeds {
  const directive = settings.option("-g");
  const value = /(?:^|[\s;])worker_processes\s+(\d{1,5})\s*;/.exec(directive?.value ?? "")?.[1];
  const configured = directive !== null && value !== undefined ? { ...directive, value } : null;
  const workerProcesses = choose(configured ?? settings.variable("NGINX_WORKER_PROCESSES"), settings.cpus);
  const reasons = [
    part(1, "the master process"),
    part(workerProcesses.count, "worker processes", workerProcesses.setting),
  ];
  const count = total(reasons);
  const note = "A thread pool has 32 more threads in each worker.";
  return { atStart: count, floor: 2, working: count, reasons, note };
}

function memcached(settings: SettingsReader): ThreadNeeds {
  const threads = choose(settings.option("-t", "--threads"), 4);
  const reasons = [part(6, "the server's own threads"), part(threads.count, "worker threads", threads.setting)];
  const count = total(reasons);
  return { atStart: count, floor: count, working: count, reasons, note: null };
}

function haproxy(settings: SettingsReader): ThreadNeeds {
  const reasons = [
    part(1, "the master process"),
    part(settings.cpus, "one thread for each processor, unless `nbthread` says otherwise"),
  ];
  const count = total(reasons);
  return { atStart: count, floor: count, working: count, reasons, note: "It grows with the processors of the host." };
}

function varnish(settings: SettingsReader): ThreadNeeds {
  const pools = choose(settings.parameter(["-p"], "thread_pools"), 2);
  const least = choose(settings.parameter(["-p"], "thread_pool_min"), 100);
  const reasons = [
    part(17, "the manager and the child's own threads"),
    part(pools.count * least.count, "worker threads that it starts at once", least.setting ?? pools.setting),
  ];
  const count = total(reasons);
  const note = "Under load each pool grows up to `thread_pool_max`.";
  return { atStart: count, floor: count, working: count, reasons, note };
}

function phpFpm(settings: SettingsReader): ThreadNeeds {
  const children = choose(settings.variable("PHP_FPM_PM_MAX_CHILDREN", "FPM_PM_MAX_CHILDREN", "PM_MAX_CHILDREN"), 5);
  const reasons = [part(1, "the master process"), part(children.count, "its children", children.setting)];
  return { atStart: 3, floor: 3, working: total(reasons), reasons, note: "Its configuration file can change this." };
}
