import type { Program, ProgramId, SpawnStart, ThreadStart } from "./program.js";

// Every measured row is checked against the recorded measurements by test/program/known-programs.test.ts.
const programs: Readonly<Record<ProgramId, Program>> = {
  apache: measured("apache", "Apache httpd (event or worker)", "at start", "never",
    "It exits with status 0, so a restart policy `on-failure` does not restart it."),
  "apache-prefork": measured("apache-prefork", "Apache httpd (prefork)", "never", "never", null),
  apt: measured("apt", "apt-get", "in use", "in use", "It fails in hooks and while packages are unpacked."),
  bun: measured("bun", "Bun", "in use", "unknown",
    "It starts; fetch fails, workers fail and reading a file waits for ever."),
  curl: measured("curl", "curl", "in use", "never",
    "Only resolving a name needs a thread; `localhost` and addresses do not."),
  deno: measured("deno", "Deno", "at start", "unknown",
    "Its message blames the limit on processes, whatever the cause."),
  dotnet: reported("dotnet", ".NET"),
  erlang: measured("erlang", "Erlang VM", "at start", "unknown", null),
  ffmpeg: measured("ffmpeg", "ffmpeg", "in use", "unknown",
    "Encoders such as libx264 fail; the codecs of libavcodec itself go on with one thread."),
  git: measured("git", "Git", "in use", "never",
    "Fetching, packing and searching need threads; status, add, commit and log do not."),
  go: measured("go", "Go (without cgo)", "never", "never",
    "The Go runtime makes its threads by `clone` itself, without the C library."),
  "go-any": {
    id: "go-any",
    title: "Go",
    startsThreads: "unknown",
    spawnsPrograms: "unknown",
    evidence: "none",
    note: "Whether a Go program makes its threads through the C library is decided when it is built: with cgo it does.",
  },
  "go-cgo": measured("go-cgo", "Go (with cgo)", "at start", "unknown", null),
  gpg: measured("gpg", "GnuPG", "in use", "unknown", "Its agent starts a thread for each connection."),
  haproxy: measured("haproxy", "HAProxy", "at start", "unknown",
    "Its worker hangs without a word: it accepts connections and never answers."),
  initdb: measured("initdb", "PostgreSQL initdb", "never", "at start", null),
  java: measured("java", "Java", "at start", "unknown", null),
  make: measured("make", "GNU Make", "never", "in use", "Every line of a recipe is started by posix_spawn."),
  mariadb: measured("mariadb", "MariaDB", "at start", "unknown", null),
  memcached: measured("memcached", "Memcached", "at start", "unknown", null),
  mongodb: reported("mongodb", "MongoDB"),
  mosquitto: measured("mosquitto", "Mosquitto", "never", "never", null),
  mysql: reported("mysql", "MySQL"),
  nginx: measured("nginx", "nginx", "in use", "never",
    "The default configuration needs no thread; `thread_pool` and `aio threads` do."),
  node: measured("node", "Node.js", "at start", "unknown", null),
  perl: measured("perl", "Perl", "in use", "never", "system and backticks work; threads do not."),
  php: measured("php", "PHP", "never", "in use", "popen, exec, shell_exec, system and passthru fail; proc_open works."),
  "php-fpm": measured("php-fpm", "PHP-FPM", "never", "in use",
    "It serves; popen, exec, shell_exec, system and passthru fail."),
  pigz: measured("pigz", "pigz", "at start", "unknown", "It hangs after its message."),
  postgres: measured("postgres", "PostgreSQL", "never", "at first start",
    "The server forks; only the first start, which runs initdb, fails."),
  python: measured("python", "Python", "in use", "in use",
    "subprocess and multiprocessing.Process work; threads, pools and os.posix_spawn do not."),
  redis: measured("redis", "Redis", "at start", "unknown", null),
  ruby: measured("ruby", "Ruby", "in use", "never", "system, backticks and spawn work; threads and Timeout do not."),
  rust: measured("rust", "Rust", "in use", "in use", null),
  shell: measured("shell", "a shell or one of the core utilities", "never", "never", null),
  varnish: measured("varnish", "Varnish", "at start", "at start", null),
  xz: measured("xz", "xz", "in use", "never", "Compressing with one thread works."),
};

/**
 * What is known of a program.
 * Source: the recorded measurements with the filter `clone3 -> EPERM` on Debian 12, and reports where nothing could be
 * measured (see src/data/program-symptoms.ts).
 */
export function knownProgram(id: ProgramId): Program {
  return programs[id];
}

/** All known programs, in the order of their ids. */
export function knownPrograms(): readonly Program[] {
  return Object.values(programs);
}

/** The text as a program id, or null where it is none. */
export function asProgramId(text: string): ProgramId | null {
  return Object.hasOwn(programs, text) ? (text as ProgramId) : null;
}

function measured(
  id: ProgramId,
  title: string,
  startsThreads: ThreadStart,
  spawnsPrograms: SpawnStart,
  note: string | null,
): Program {
  return { id, title, startsThreads, spawnsPrograms, evidence: "measured", note };
}

// Reports of the crash (see the rows of src/data/program-symptoms.ts) say that it comes at every start.
function reported(id: ProgramId, title: string): Program {
  return { id, title, startsThreads: "at start", spawnsPrograms: "unknown", evidence: "reported", note: null };
}
