import { idlePrograms, setpriv } from "./idle-programs.js";
import type { MeasuredProgram, ProgramCase } from "./measured-program.js";

// What tools/measure-programs.ts runs. `WORK` in words stands for a writable directory of the run.
const nodeIdle = ["-e", "require('net').createServer().listen(0)"];
const nodes = ["10", "12", "14", "16", "18", "20.10", "20.11", "21.0", "21.2", "22", "23", "24", "25", "26"];
const pythons = ["2.7", "3.6", "3.8", "3.10", "3.12", "3.13"];
const fillingClass =
  "class T{public static void main(String[] a){" +
  "var l=new java.util.ArrayList<byte[]>();for(;;)l.add(new byte[1<<20]);}}";
const sleepingClass = "class S{public static void main(String[] a)throws Exception{Thread.sleep(60000);}}";
const proxyConfiguration =
  "defaults\\n mode http\\n timeout connect 1s\\n timeout client 1s\\n timeout server 1s\\n" +
  "frontend f\\n bind 127.0.0.1:18081\\n";
const mariadb = ["--no-defaults", "--datadir=WORK/my", "--skip-networking", "--socket=WORK/my.sock"];
const postgres = ["-D", "WORK/pg", "-k", "WORK", "-c", "listen_addresses="];
const varnish = ["-F", "-a", "127.0.0.1:16081", "-b", "127.0.0.1:1"];
const fpmConfiguration = "/etc/php/8.2/fpm/php-fpm.conf";
const perlThread = ["-Mthreads", "-e", "threads->create(sub{1})->join"];

function eperm(lines: RegExp, ...words: string[]): ProgramCase {
  return { cause: "EPERM", words, lines };
}

export const measuredPrograms: MeasuredProgram[] = [
  ...nodes.map((version): MeasuredProgram => ({
    name: `node-${version}`,
    recordAs: "node",
    executable: "node",
    cases: [
      eperm(/uv_thread_create/, "-e", "0"),
      { cause: "EAGAIN", processes: 1, words: ["-e", "0"], lines: /uv_thread_create/ },
      {
        cause: "ENOMEM",
        words: ["--max-old-space-size=20", "-e", "const a=[];for(;;)a.push(new Array(1e4).fill(a.length))"],
        lines: /heap out of memory/,
        user: "root",
      },
    ],
    counts: {
      idle: nodeIdle,
      "v8-pool-size-1": ["--v8-pool-size=1", ...nodeIdle],
      "v8-pool-size-8": ["--v8-pool-size=8", ...nodeIdle],
      "after-fs": ["-e", "require('net').createServer().listen(0);require('fs').readFile('/etc/hostname',()=>0)"],
    },
  })),
  ...pythons.map((version): MeasuredProgram => ({
    name: `python-${version}`,
    recordAs: "python3",
    executable: "python3",
    cases: [
      eperm(/can't start new thread/, "-c", "import threading;threading.Thread(target=id).start()"),
      { cause: "ENOMEM", addressSpace: 200, words: ["-c", "bytearray(1<<30)"], lines: /MemoryError/, user: "root" },
    ],
  })),
  {
    name: "numpy",
    executable: "/usr/bin/python3",
    recordAs: "openblas",
    version: "0.3.21",
    cases: [
      eperm(/blas_thread_init: pthread_create/, "-c", "import numpy"),
      { cause: "EAGAIN", processes: 1, words: ["-c", "import numpy"], lines: /blas_thread_init: pthread_create/ },
    ],
  },
  {
    name: "java-25",
    recordAs: "java",
    executable: "java",
    before: [
      `printf '${fillingClass}' > WORK/T.java`,
      `printf '${sleepingClass}' > WORK/S.java`,
    ],
    cases: [
      eperm(/pthread_create|Failed to create/, "-version"),
      { cause: "EAGAIN", processes: 1, words: ["-version"], lines: /pthread_create|Failed to create/ },
      {
        cause: "ENOMEM",
        words: ["-Xmx64m", "WORK/T.java"],
        lines: /OutOfMemoryError/,
        user: "root",
      },
    ],
    counts: {
      idle: ["WORK/S.java"],
      "serial-gc": ["-XX:+UseSerialGC", "WORK/S.java"],
      "serial-gc-interpreted": ["-XX:+UseSerialGC", "-Xint", "WORK/S.java"],
      "8-processors": ["-XX:ActiveProcessorCount=8", "WORK/S.java"],
      "8-gc-threads": ["-XX:ParallelGCThreads=8", "-XX:+UseParallelGC", "WORK/S.java"],
    },
  },
  {
    name: "erl",
    recordAs: "erlang",
    executable: "erl",
    version: "OTP 25",
    cases: [],
    counts: {
      idle: ["-noshell"],
      "4-schedulers": ["+S", "4:4", "-noshell"],
      "64-async": ["+A", "64", "-noshell"],
      "1-dirty-io": ["+SDio", "1", "-noshell"],
    },
  },
  {
    name: "memcached",
    executable: "memcached",
    cases: [
      { ...eperm(/thread/, "-p", "0"), user: "ordinary" },
      { cause: "EAGAIN", processes: 1, words: ["-p", "0"], lines: /thread/ },
      { cause: "EAGAIN", processes: 4, words: ["-p", "0"], lines: /thread/ },
    ],
    counts: { idle: ["-u", "nobody", "-p", "0"], "threads-8": ["-u", "nobody", "-p", "0", "-t", "8"] },
  },
  {
    name: "haproxy",
    executable: "haproxy",
    before: [
      `printf '${proxyConfiguration}' > WORK/h.cfg`,
      "(echo global; echo ' nbthread 8'; cat WORK/h.cfg) > WORK/h8.cfg",
    ],
    versionArguments: ["-v"],
    cases: [
      {
        ...eperm(/pthread|thread/, "-W", "-db", "-f", "WORK/h.cfg"),
        outcome: "hang: accepts connections and never answers",
      },
    ],
    counts: { idle: ["-W", "-db", "-f", "WORK/h.cfg"], "nbthread-8": ["-W", "-db", "-f", "WORK/h8.cfg"] },
  },
  {
    name: "varnishd",
    executable: "varnishd",
    versionArguments: ["-V"],
    cases: [eperm(/Assert error|Condition|errno/, ...varnish, "-n", "WORK/v")],
    counts: {
      idle: [...varnish, "-n", "WORK/v2"],
      "thread-pool-min-10": [...varnish, "-n", "WORK/v3", "-p", "thread_pool_min=10"],
    },
  },
  {
    name: "php-fpm8.2",
    recordAs: "php-fpm",
    executable: "php-fpm8.2",
    cases: [{ ...eperm(/ready to handle|ERROR|failed/, "-F", "-O", "-y", fpmConfiguration), outcome: "serves" }],
    counts: { idle: ["-F", "-y", fpmConfiguration] },
  },
  {
    name: "php",
    recordAs: "php-cli",
    executable: "php",
    cases: [
      {
        cause: "ENOMEM",
        words: ["-d", "memory_limit=8M", "-r", 'str_repeat("x", 1 << 28);'],
        lines: /Allowed memory size/,
        user: "root",
      },
    ],
  },
  {
    name: "perl",
    executable: "perl",
    cases: [
      eperm(/Thread creation failed/, ...perlThread),
      eperm(/0hi/, "-e", "print system('true'), `echo hi`"),
      { cause: "EAGAIN", processes: 1, words: perlThread, lines: /Thread creation/ },
      { cause: "ENOMEM", addressSpace: 60, words: ["-e", "$x='a'x(1<<29)"], lines: /Out of memory/i, user: "root" },
    ],
  },
  {
    name: "ruby",
    executable: "ruby",
    cases: [
      { cause: "ENOMEM", addressSpace: 300, words: ["-e", "'x'*1_000_000_000"], lines: /allocate/, user: "root" },
    ],
  },
  {
    name: "bun",
    executable: "bun",
    cases: [
      eperm(/ok/, "-e", "console.log('ok')"),
      eperm(/spawn|thread/, "-e", "new Worker('data:text/javascript,0')"),
      eperm(/HTTP Client thread/, "-e", "await fetch('http://127.0.0.1:1/')"),
      { ...eperm(/./, "-e", "await Bun.file('/etc/hostname').text()"), outcome: "hang" },
      { cause: "EAGAIN", processes: 1, words: ["-e", "await fetch('http://127.0.0.1:1/')"], lines: /HTTP Client/ },
    ],
    counts: { idle: ["-e", "setTimeout(()=>0,60000)"] },
  },
  {
    name: "deno",
    executable: "deno",
    cases: [
      eperm(/worker threads|PID limit/, "eval", "0"),
      { cause: "EAGAIN", processes: 1, words: ["eval", "0"], lines: /worker threads|PID limit/ },
    ],
    counts: { idle: ["eval", "setTimeout(()=>0,60000)"] },
  },
  {
    name: "c++",
    executable: "std-thread",
    version: "libstdc++ of the compiler",
    build: {
      compiler: "g++",
      suffix: ".cc",
      source: "#include <thread>\nint main(){std::thread t([]{});t.join();}\n",
      flags: [],
    },
    cases: [
      eperm(/terminate called|what\(\)/),
      { cause: "EAGAIN", processes: 1, words: [], lines: /terminate called|what\(\)/ },
    ],
  },
  {
    name: "openmp",
    executable: "parallel",
    version: "libgomp of the compiler",
    build: {
      compiler: "gcc",
      suffix: ".c",
      source: "#include <stdio.h>\nint main(){\n#pragma omp parallel\nputs(\"x\");}\n",
      flags: ["-fopenmp"],
    },
    cases: [eperm(/libgomp/), { cause: "EAGAIN", processes: 1, words: [], lines: /libgomp/ }],
  },
  {
    name: "glib",
    executable: "g-thread",
    version: "2.74",
    build: {
      compiler: "gcc",
      suffix: ".c",
      source: "#include <glib.h>\nvoid*f(void*x){return x;}int main(){g_thread_new(\"worker\",f,0);}\n",
      flags: ["pkg-config --cflags --libs glib-2.0"],
    },
    cases: [eperm(/GLib/), { cause: "EAGAIN", processes: 1, words: [], lines: /GLib/ }],
  },
  {
    name: "rust-memory",
    recordAs: "rust std",
    executable: "allocate",
    version: "of the compiler",
    build: {
      compiler: "rustc",
      suffix: ".rs",
      source: "fn main(){let v:Vec<u8>=vec![1;1<<31];println!(\"{}\",v.len());}\n",
      flags: [],
    },
    cases: [{ cause: "ENOMEM", addressSpace: 100, words: [], lines: /memory allocation/, user: "root" }],
  },
  {
    name: "go-memory",
    recordAs: "go (pure)",
    executable: "allocate",
    version: "of the compiler",
    build: {
      compiler: "go-compiler",
      suffix: ".go",
      source: "package main\nfunc main(){var a [][]byte;for{a=append(a,make([]byte,1<<26))}}\n",
      flags: [],
    },
    cases: [{ cause: "ENOMEM", addressSpace: 700, words: [], lines: /out of memory|cannot allocate/, user: "root" }],
  },
  {
    name: "bash",
    executable: "bash",
    cases: [{ cause: "EAGAIN", processes: 1, words: ["-c", "/bin/true; /bin/true"], lines: /fork/ }],
  },
  {
    name: "dash",
    executable: "dash",
    version: "0.5",
    cases: [{ cause: "EAGAIN", processes: 1, words: ["-c", "/bin/true; /bin/true"], lines: /fork/ }],
  },
  {
    name: "busybox",
    executable: "busybox",
    cases: [{ cause: "EAGAIN", processes: 1, words: ["sh", "-c", "/bin/true; /bin/true"], lines: /fork/ }],
  },
  {
    name: "mosquitto",
    executable: "mosquitto",
    versionArguments: ["-h"],
    cases: [{ ...eperm(/running|rror/, "-p", "18831"), outcome: "serves" }],
  },
  {
    name: "mariadbd",
    executable: "mariadbd",
    before: [
      "mkdir -p WORK/my && chown 65534 WORK/my",
      `${setpriv} mariadb-install-db --no-defaults --datadir=WORK/my`,
      "chown -R 61234 WORK/my",
    ],
    cases: [
      {
        cause: "ENOMEM",
        words: [...mariadb, "--innodb-buffer-pool-size=900G"],
        addressSpace: 8000,
        lines: /allocate|ERROR/,
      },
    ],
  },
  {
    name: "postgres",
    executable: "/usr/lib/postgresql/15/bin/postgres",
    before: [
      "mkdir -p WORK/pg && chown 65534 WORK/pg",
      `${setpriv} /usr/lib/postgresql/15/bin/initdb -D WORK/pg`,
      "chown -R 61234 WORK/pg",
    ],
    cases: [
      {
        cause: "ENOMEM",
        words: [...postgres, "-c", "shared_buffers=100GB"],
        addressSpace: 4000,
        lines: /FATAL|DETAIL|HINT/,
      },
    ],
  },
  ...idlePrograms,
];
