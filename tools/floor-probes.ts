import { setpriv } from "./idle-programs.js";

/** A command whose lowest limits are looked for, and by what its success is known. `WORK` is a directory of the run. */
export interface Probe {
  name: string;
  program: string;
  words: string[];
  good: RegExp;
  /** Words that tell of a failure in spite of the success. */
  bad?: RegExp;
  version?: string;
  versionWords?: string[];
  before?: string[];
  beforeEach?: string[];
}

const readFile = "require('fs').promises.readFile('/etc/hostname').then(()=>console.log('ok'))";
const notices = "error_log stderr notice;";
const postgres = "/usr/lib/postgresql/15/bin";
const asNobody = setpriv.split(" ");

export const probes: Probe[] = [
  ...["18", "20", "20.10", "22", "24"].map((version): Probe => ({
    name: `node-${version}`,
    program: "node",
    words: ["node", "-e", readFile],
    good: /^ok$/m,
  })),
  { name: "python", program: "python", words: ["/usr/bin/python3", "-c", "print('ok')"], good: /^ok$/m },
  {
    name: "python-thread",
    program: "python",
    version: "3.11 with one thread",
    words: ["/usr/bin/python3", "-c", "import threading as t;x=t.Thread(target=print,args=('ok',));x.start();x.join()"],
    good: /^ok$/m,
  },
  {
    name: "java-17",
    program: "java",
    words: ["java", "-version"],
    versionWords: ["-version"],
    good: /Server VM/,
    bad: /Error|Failed/,
  },
  {
    name: "java-25",
    program: "java",
    words: ["java", "-version"],
    versionWords: ["-version"],
    good: /Server VM/,
    bad: /Error|Failed/,
  },
  ...["-XX:+UseSerialGC", "-XX:+UseG1GC"].map((option): Probe => ({
    name: `java-25${option}`,
    program: "java",
    version: `25 with ${option}`,
    words: ["java", option, "-version"],
    good: /Server VM/,
    bad: /Error|Failed/,
  })),
  { name: "ruby", program: "ruby", words: ["ruby", "-e", "puts 'ok'"], good: /^ok$/m },
  { name: "perl", program: "perl", words: ["perl", "-e", "print qq(ok\\n)"], good: /^ok$/m },
  { name: "php", program: "php", words: ["php", "-r", "echo 'ok';"], good: /ok/ },
  {
    name: "redis",
    program: "redis",
    words: ["redis-server", "--port", "16380", "--save", ""],
    good: /Ready to accept connections/,
    bad: /Fatal/,
  },
  {
    name: "mariadb",
    program: "mariadb",
    words: [...asNobody, "mariadbd", "--no-defaults", "--datadir=WORK/my", "--socket=WORK/my/s", "--skip-networking"],
    version: "10.11",
    before: [
      "mkdir -p WORK/my && chown 65534 WORK/my",
      `${setpriv} mariadb-install-db --no-defaults --datadir=WORK/my`,
    ],
    good: /ready for connections/,
    bad: /\[ERROR\]/,
  },
  {
    name: "postgres",
    program: "postgres",
    words: [...asNobody, `${postgres}/postgres`, "-D", "WORK/pg", "-k", "WORK/pg", "-h", ""],
    version: "15",
    before: ["mkdir -p WORK/pg && chown 65534 WORK/pg", `${setpriv} ${postgres}/initdb -D WORK/pg`],
    beforeEach: ["rm -f WORK/pg/postmaster.pid"],
    good: /ready to accept connections/,
    bad: /could not fork/,
  },
  {
    name: "nginx",
    program: "nginx",
    versionWords: ["-v"],
    words: ["nginx", "-c", "WORK/nginx.conf", "-e", "stderr", "-g", `daemon off; pid WORK/n.pid; ${notices}`],
    before: ["printf 'events {}\\nhttp { server { listen 127.0.0.1:18090; } }\\n' > WORK/nginx.conf"],
    good: /start worker process \d+/,
    bad: /failed/,
  },
  {
    name: "memcached",
    program: "memcached",
    words: [...asNobody, "memcached", "-p", "16381", "-vv"],
    version: "1.6",
    good: /server listening/,
    bad: /Can't/,
  },
  {
    name: "erlang",
    program: "erlang",
    version: "OTP 25",
    words: ["erl", "-noshell", "-eval", "io:format(\"ok~n\"),halt()."],
    good: /^ok$/m,
    bad: /Failed/,
  },
  { name: "deno", program: "deno", words: ["deno", "eval", "console.log('ok')"], good: /^ok$/m },
  {
    name: "bun",
    program: "bun",
    words: ["bun", "-e", "console.log((await Bun.file('/etc/hostname').text()).length>0?'ok':'')"],
    good: /^ok$/m,
  },
  {
    name: "varnish",
    program: "varnish",
    versionWords: ["-V"],
    words: ["varnishd", "-F", "-a", "127.0.0.1:16084", "-b", "127.0.0.1:1", "-n", "WORK/v"],
    good: /said Child starts/,
    bad: /Error|died/,
  },
  {
    name: "php-fpm",
    program: "php-fpm",
    version: "8.2",
    words: ["php-fpm8.2", "-F", "-O", "-y", "/etc/php/8.2/fpm/php-fpm.conf"],
    good: /ready to handle connections/,
    bad: /ERROR/,
  },
  {
    name: "go",
    program: "go",
    version: "1.19",
    words: ["WORK/hello"],
    before: [
      "printf 'package main\\nfunc main(){println(\"ok\")}\\n' > WORK/hello.go",
      "cd WORK && HOME=WORK GOCACHE=WORK/cache go build -o hello hello.go",
    ],
    good: /^ok$/m,
  },
  { name: "sh", program: "shell", version: "dash", words: ["sh", "-c", "/bin/true && echo ok"], good: /^ok$/m },
];
