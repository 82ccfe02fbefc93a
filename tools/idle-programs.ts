import type { MeasuredProgram } from "./measured-program.js";

const asNobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups"];
/** A command as nobody, for programs that look their user up. */
export const setpriv = `setpriv ${asNobody.join(" ")}`;
const postgresPrograms = "/usr/lib/postgresql/15/bin";
const nginx = ["-c", "WORK/nginx.conf", "-e", "stderr", "-g"];
const npmPackage = '{"scripts":{"start":"node app.js"}}';

/** Programs whose threads, processes and memory are counted while they are idle. */
export const idlePrograms: MeasuredProgram[] = [
  // As root the two ask for a user; setpriv gives them one.
  {
    name: "mariadbd-idle",
    recordAs: "mariadbd",
    executable: "setpriv",
    version: "10.11",
    before: [
      "mkdir -p WORK/my2 && chown 65534 WORK/my2",
      `${setpriv} mariadb-install-db --no-defaults --datadir=WORK/my2`,
    ],
    cases: [],
    counts: {
      idle: [...asNobody, "mariadbd", "--no-defaults", "--datadir=WORK/my2", "--socket=WORK/my2/s"],
    },
  },
  {
    name: "postgres-idle",
    recordAs: "postgres",
    executable: "setpriv",
    version: "15",
    before: ["mkdir -p WORK/pg2 && chown 65534 WORK/pg2", `${setpriv} ${postgresPrograms}/initdb -D WORK/pg2`],
    cases: [],
    counts: {
      idle: [...asNobody, `${postgresPrograms}/postgres`, "-D", "WORK/pg2", "-k", "WORK/pg2", "-h", ""],
    },
  },
  {
    name: "nginx",
    executable: "nginx",
    versionArguments: ["-v"],
    before: ["printf 'events {}\\nhttp { server { listen 127.0.0.1:18090; } }\\n' > WORK/nginx.conf"],
    cases: [],
    counts: {
      idle: [...nginx, "daemon off; pid WORK/nginx.pid;"],
      "worker-processes-4": [...nginx, "daemon off; pid WORK/nginx2.pid; worker_processes 4;"],
    },
  },
  {
    name: "redis-server",
    executable: "redis-server",
    cases: [],
    counts: {
      idle: ["--port", "16379", "--save", ""],
      "io-threads-4": ["--port", "16379", "--save", "", "--io-threads", "4"],
    },
  },
  {
    name: "python-idle",
    recordAs: "python3",
    executable: "/usr/bin/python3",
    cases: [],
    counts: { idle: ["-c", "import time;time.sleep(60)"] },
  },
  {
    name: "ruby-idle",
    recordAs: "ruby",
    executable: "ruby",
    version: "3.1",
    cases: [],
    counts: { idle: ["-e", "sleep"] },
  },
  {
    name: "npm",
    executable: "npm",
    before: [
      "mkdir -p WORK/app && echo 'setTimeout(String,60000)' > WORK/app/app.js",
      `printf '${npmPackage}' > WORK/app/package.json`,
    ],
    cases: [],
    counts: { start: ["--prefix", "WORK/app", "start"] },
  },
];
