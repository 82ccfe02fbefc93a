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

const start = "at start";
const thread = "when it creates a thread";
const spawn = "when it starts a program";
const memory = "when memory runs out";

export const picks: Pick[] = [
  pick("node", "node", "EPERM", "console.log", start, /Assertion failed.*/),
  pick("node", "node", "EAGAIN", "console.log", start, /Assertion failed.*/, "NPROC=1 "),
  pick("node", "node", "EAGAIN", "console.log", start, null, "NPROC=4 "),
  pick("node", "node", "EAGAIN", "readFile", thread, null, "NPROC=7 "),
  pick("node", "node", "ENOMEM", "console.log", memory, /Fatal process OOM.*/),
  pick("python", "python3", "EPERM", "threading", thread, /RuntimeError: .*/),
  pick("python", "python3", "EAGAIN", "threading", thread, /RuntimeError: .*/),
  pick("python", "python3", "ENOMEM", "threading", thread, /RuntimeError: .*/),
  pick("redis", "redis-server", "EPERM", "--port", start, /Fatal: .*/),
  pick("redis", "redis-server", "EAGAIN", "--port", start, /Fatal: .*/, "NPROC=1 "),
  pick("redis", "redis-server", "ENOMEM", "--port", start, /Fatal: .*/),
  pick("ruby", "ruby", "EPERM", "Thread.new", thread, /can't create Thread: .*/),
  pick("ruby", "ruby", "EAGAIN", "Thread.new", thread, /can't create Thread: .*/),
  pick("ruby", "ruby", "ENOMEM", "Thread.new", thread, /can't create Thread: .*/),
  pick("java", "java", "EPERM", "java -version", start, /pthread_create failed \(\w+\)/),
  pick("java", "java", "EAGAIN", "java -version", start, /pthread_create failed \(\w+\)/, "NPROC=1 "),
  pick("java", "java", "EAGAIN", "java T 40", thread, /java\.lang\.OutOfMemoryError: .*/),
  pick("java", "java", "ENOMEM", "java -version", memory, /Could not allocate compressed class space.*/, "3000"),
  pick("curl", "curl", "EPERM", "ip6-localhost", "when it resolves a name", /getaddrinfo\(\).*/),
  pick("curl", "curl", "EAGAIN", "ip6-localhost", "when it resolves a name", /getaddrinfo\(\).*/),
  pick("git", "git", "EPERM", "clone -q --no-local", thread, /cannot create async thread.*/),
  pick("git", "git", "EAGAIN", "index-pack", thread, /unable to create thread.*/),
  pick("go", "go (pure)", "EAGAIN", "./g", start, /runtime: failed to create new OS thread.*/),
  pick("go-cgo", "go (cgo)", "EPERM", "./gcgo", start, /runtime\/cgo: .*/),
  pick("go-cgo", "go (cgo)", "EAGAIN", "./gcgo", start, /runtime\/cgo: .*/),
  pick("rust", "rust std", "EPERM", "thread::spawn", thread, /failed to spawn thread: .*/),
  pick("rust", "rust std", "EAGAIN", "thread::spawn", thread, /failed to spawn thread: .*/),
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
  pick("initdb", "initdb (postgresql)", "EPERM", "initdb", start, /popen failure: .*/),
  pick("initdb", "initdb (postgresql)", "EAGAIN", "initdb", start, /popen failure: .*/, "NPROC=1 "),
  pick("postgres", "initdb (postgresql)", "EPERM", "initdb", "at first start", /popen failure: .*/),
  pick("postgres", "postgres", "EAGAIN", "postgres -D", start, /could not fork .*/, "NPROC=1 "),
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
