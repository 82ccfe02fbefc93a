// Which recorded case stands for a program and a cause, and which part of its lines are the decisive words.
export interface Pick {
  /** The id in src/program. */
  program: string;
  /** The program's name in the recording, and its version where several were measured. */
  recorded: string;
  version?: string;
  cause: "EPERM" | "EAGAIN" | "ENOMEM";
  /** Parts of the recorded command and limit that single the case out. */
  command: string;
  limit?: string;
  when: string;
  /** The part of a line to keep, without process ids and times; null where nothing is printed. */
  words: RegExp | null;
}

function pick(
  program: string,
  recorded: string,
  cause: Pick["cause"],
  command: string,
  when: string,
  words: RegExp | null,
  limit?: string,
): Pick {
  const base = { program, recorded, cause, command, when, words };
  return limit === undefined ? base : { ...base, limit };
}

// Node's wording changed between releases: these are the first and last ones measured with each form.
const nodeVersions = ["10.24.1", "20.10.0", "20.11.0", "21.0.0", "21.2.0", "22.23.3", "26.10.0"];

const start = "at start";
const thread = "when it creates a thread";
const spawn = "when it starts a program";
const memory = "when memory runs out";

/** Words that were reported and could not be measured here, each with the report. */
export const reported: string[] = [
  report("mysql", start, "1", "Can't create thread to handle bootstrap (errno: 1)", "docker-library/mysql#1058"),
  report("dotnet", start, "137", "Failed to create CoreCLR, HRESULT: 0x80070008", "dotnet/sdk#37661"),
  report("mongodb", start, "14", "std::exception::what(): Operation not permitted", "docker-library/mongo#695"),
];

function report(program: string, when: string, exit: string, words: string, source: string): string {
  return [program, "-", "seccomp", when, "exits", exit, words, source].join("\t");
}

export const picks: Pick[] = [
  pick("node", "node", "EPERM", "console.log", start, /Assertion failed.*/),
  pick("node", "node", "EAGAIN", "console.log", start, /Assertion failed.*/, "NPROC=1 "),
  pick("node", "node", "EAGAIN", "console.log", start, null, "NPROC=4 "),
  pick("node", "node", "EAGAIN", "readFile", thread, null, "NPROC=7 "),
  ...nodeVersions.map((version): Pick => ({
    ...pick("node", "node", "EPERM", "node -e 0", start, /Assertion.*/),
    version,
  })),
  pick("node", "node", "ENOMEM", "--max-old-space-size", memory, /[A-Z][a-z ]+ - JavaScript heap out of memory/),
  pick("node", "node", "ENOMEM", "console.log", memory, /Fatal process OOM.*/),
  pick("python", "python3", "EPERM", "threading", thread, /RuntimeError: .*/),
  pick("python", "python3", "EAGAIN", "threading", thread, /RuntimeError: .*/),
  pick("python", "python3", "ENOMEM", "bytearray", memory, /MemoryError/),
  pick("python", "python3", "ENOMEM", "threading", thread, /RuntimeError: .*/),
  { ...pick("python", "python3", "EPERM", "threading", thread, /thread\.error: .*/), version: "2.7.18" },
  { ...pick("python", "python3", "EPERM", "threading", thread, /RuntimeError: .*/), version: "3.6.15" },
  { ...pick("python", "python3", "EPERM", "threading", thread, /RuntimeError: .*/), version: "3.13.0" },
  pick("redis", "redis-server", "EPERM", "--port", start, /Fatal: .*/),
  pick("redis", "redis-server", "EAGAIN", "--port", start, /Fatal: .*/, "NPROC=1 "),
  pick("redis", "redis-server", "ENOMEM", "--port", start, /Fatal: .*/),
  pick("ruby", "ruby", "EPERM", "Thread.new", thread, /can't create Thread: .*/),
  pick("ruby", "ruby", "EAGAIN", "Thread.new", thread, /can't create Thread: .*/),
  pick("ruby", "ruby", "ENOMEM", "'x'*", memory, /failed to allocate memory \(NoMemoryError\)/),
  pick("ruby", "ruby", "ENOMEM", "Thread.new", thread, /can't create Thread: .*/),
  pick("java", "java", "EPERM", "java -version", start, /pthread_create failed \(\w+\)/),
  pick("java", "java", "EAGAIN", "java -version", start, /pthread_create failed \(\w+\)/, "NPROC=1 "),
  pick("java", "java", "EAGAIN", "java T 40", thread, /java\.lang\.OutOfMemoryError: .*/),
  pick("java", "java", "ENOMEM", "-Xmx64m", memory, /java\.lang\.OutOfMemoryError: Java heap space/),
  pick("java", "java", "ENOMEM", "java -version", memory, /Could not allocate compressed class space.*/, "3000"),
  pick("curl", "curl", "EPERM", "ip6-localhost", "when it resolves a name", /getaddrinfo\(\).*/),
  pick("curl", "curl", "EAGAIN", "ip6-localhost", "when it resolves a name", /getaddrinfo\(\).*/),
  pick("git", "git", "EPERM", "clone -q --no-local", thread, /cannot create async thread.*/),
  pick("git", "git", "EAGAIN", "index-pack", thread, /unable to create thread.*/),
  pick("go", "go (pure)", "EAGAIN", "./g", start, /runtime: failed to create new OS thread.*/),
  pick("go", "go (pure)", "ENOMEM", "allocate", memory, /runtime: out of memory/),
  pick("go-cgo", "go (cgo)", "EPERM", "./gcgo", start, /runtime\/cgo: .*/),
  pick("go-cgo", "go (cgo)", "EAGAIN", "./gcgo", start, /runtime\/cgo: .*/),
  pick("rust", "rust std", "EPERM", "thread::spawn", thread, /failed to spawn thread: .*/),
  pick("rust", "rust std", "EAGAIN", "thread::spawn", thread, /failed to spawn thread: .*/),
  pick("rust", "rust std", "ENOMEM", "allocate", memory, /memory allocation of .* failed/),
  pick("memcached", "memcached", "EPERM", "-p 0", start, /Can't start logger thread: .*/),
  pick("memcached", "memcached", "EAGAIN", "-p 0", start, /Can't start logger thread: .*/),
  pick("haproxy", "haproxy", "EPERM", "-W", start, null),
  pick("varnish", "varnishd", "EPERM", "-F", start, /Condition\(\(system.*/),
  pick("deno", "deno", "EPERM", "eval 0", start, /Deno could not start: .*/),
  pick("deno", "deno", "EAGAIN", "eval 0", start, /Deno could not start: .*/),
  pick("bun", "bun", "EPERM", "fetch", thread, /Failed to start HTTP Client thread: .*/),
  pick("bun", "bun", "EPERM", "Bun.file", thread, null),
  pick("bun", "bun", "EAGAIN", "fetch", thread, /Failed to start HTTP Client thread: .*/),
  pick("perl", "perl", "EPERM", "-Mthreads", thread, /Thread creation failed: pthread_create returned \d+/),
  pick("perl", "perl", "EAGAIN", "-Mthreads", thread, /Thread creation failed: pthread_create returned \d+/),
  pick("perl", "perl", "ENOMEM", "'a'x", memory, /Out of memory!/),
  pick("shell", "dash", "EAGAIN", "dash -c", spawn, /Cannot fork/),
  pick("xz", "xz", "EPERM", "xz -T0", thread, /Cannot allocate memory/),
  pick("xz", "xz", "EAGAIN", "xz -T0", thread, /Cannot allocate memory/),
  pick("pigz", "pigz", "EPERM", "pigz", start, /pigz: already unlocked/),
  pick("pigz", "pigz", "EAGAIN", "pigz", start, /pigz: resource unavailable/),
  pick("make", "make", "EPERM", "Makefile2", spawn, /make: .*/),
  pick("make", "make", "EAGAIN", "make", spawn, /make: .*/),
  pick("ffmpeg", "ffmpeg", "EPERM", "libx264", thread, /Error while opening encoder.*/),
  pick("ffmpeg", "ffmpeg", "EAGAIN", "libx264", thread, /Error while opening encoder.*/),
  pick("mariadb", "mariadbd", "EPERM", "mariadbd", start, /Can't initialize timers/),
  pick("mariadb", "mariadbd", "EAGAIN", "mariadbd", start, /Can't initialize timers/, "NPROC=1 "),
  pick("mariadb", "mariadbd", "ENOMEM", "innodb-buffer-pool", start, /InnoDB: Cannot map innodb_buffer_pool_size_max/),
  pick("initdb", "initdb (postgresql)", "EPERM", "initdb", start, /popen failure: .*/),
  pick("initdb", "initdb (postgresql)", "EAGAIN", "initdb", start, /popen failure: .*/, "NPROC=1 "),
  pick("postgres", "initdb (postgresql)", "EPERM", "initdb", "at first start", /popen failure: .*/),
  pick("postgres", "postgres", "EAGAIN", "postgres -D", start, /could not fork .*/, "NPROC=1 "),
  pick("postgres", "postgres", "ENOMEM", "shared_buffers", start, /could not map anonymous shared memory: .*/),
  pick("php", "php-cli", "ENOMEM", "memory_limit", memory, /Allowed memory size of \d+ bytes exhausted/),
  pick("php", "php-cli", "EPERM", "popen", spawn, /popen\(.*Cannot allocate memory/),
  pick("php", "php-cli", "EAGAIN", "proc_open", spawn, /proc_open\(\): Fork failed: Resource temporarily unavailable/),
  pick("erlang", "erlang", "EPERM", "erl", start, /Failed to create thread: .*/),
  pick("erlang", "erlang", "EAGAIN", "erl", start, /Failed to create thread: .*/, "NPROC=3 "),
  pick("erlang", "erlang", "ENOMEM", "erl", start, /erts_mmap: .*/),
  pick("apache", "apache2", "EPERM", "mpm_event", start, /\(1\)Operation not permitted: AH00480.*/),
  pick("apache", "apache2", "EAGAIN", "mpm_event", start, /\(11\)Resource.*AH03104.*/, "NPROC=40 "),
  pick("apache-prefork", "apache2", "EAGAIN", "mpm_prefork", start, /\(11\)Resource.*AH00159.*/),
  pick("nginx", "nginx", "EPERM", "thread_pool", "with thread pools", /pthread_create\(\) failed .*/),
  pick("nginx", "nginx", "EAGAIN", "default configuration", start, /fork\(\) failed .*/),
  pick("apt", "apt-get", "EPERM", "install", "when it unpacks a package", /lzma error: .*/),
  pick("gpg", "gpg", "EPERM", "quick-gen-key", "when it talks to its agent", /can't connect to the agent.*/),
];
