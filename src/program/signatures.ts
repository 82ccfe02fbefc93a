import { causeWeights } from "./cause.js";
import type { ProgramId } from "./program.js";
import type { Reading, Signature } from "./signature.js";

const noErrno = {
  seccomp: "An engine older than 20.10.10 answers `clone3` of a newer C library with EPERM; the words do not say so.",
  "process-limit":
    "`pids_limit`, `deploy.resources.limits.pids` or `ulimits.nproc` may be too low; the words do not say so.",
  memory: "Memory may be missing for the new thread's stack; the words do not say so.",
};

const forkWords = {
  seccomp: "A filter's refusal would read otherwise.",
  "process-limit":
    "So does a program speak that reached `pids_limit`, `deploy.resources.limits.pids` or `ulimits.nproc`.",
  memory: "Memory may be missing for the new process.",
};

const memoryWords = {
  seccomp: "Nothing here speaks of a refused call.",
  "process-limit": "Nothing here speaks of threads or processes.",
  memory: "The program or the kernel says that memory ran out.",
};

const killWords = {
  seccomp: "A refused call kills nothing; some runtimes end so after a refused thread, with words of their own before.",
  "process-limit":
    "A limit on processes kills nothing; a program that hangs under one, as Node does, is killed when somebody stops it.",
  memory: "137 is SIGKILL: the kernel's, for memory, unless somebody killed the container or it did not stop in time.",
};

const eitherWords = {
  ...noErrno,
  memory: "The text speaks of memory, and stands for any refused thread or process too.",
};

// How often each cause stands behind words that all three share. A filter's refusal comes at every start, so it is what
// people paste most; the weights are an estimate, and an errno, the Compose file or the engine overrules them.
const startRefused: Reading = { weights: causeWeights(75, 20, 5), because: noErrno };
const threadRefused: Reading = { weights: causeWeights(60, 30, 10), because: noErrno };
const hookRefused: Reading = { weights: causeWeights(85, 10, 5), because: noErrno };
// EPERM stops these programs earlier and in other words.
const lateThreadRefused: Reading = { weights: causeWeights(5, 80, 15), because: noErrno };
const popenRefused: Reading = { weights: causeWeights(65, 15, 20), because: eitherWords };
const encoderRefused: Reading = { weights: causeWeights(50, 15, 35), because: eitherWords };
const forkRefused: Reading = { weights: causeWeights(2, 88, 10), because: forkWords };
const outOfMemory: Reading = { weights: causeWeights(1, 1, 98), because: memoryWords };
const killed: Reading = { weights: causeWeights(15, 15, 70), because: killWords, isKill: true };
const wordedEperm: Reading = {
  weights: causeWeights(96, 2, 2),
  because: { ...noErrno, seccomp: "This program words EPERM so, which only a filter or a security module answers." },
};

function of(
  program: ProgramId | null,
  id: string,
  words: string,
  reading: Reading | null = null,
  weak = false,
): Signature {
  return { program, id, words, reading, weak, line: null };
}

function onLine(program: ProgramId | null, id: string, words: string, reading: Reading, line: RegExp): Signature {
  return { program, id, words, reading, weak: false, line };
}

const runtimes: readonly Signature[] = [
  of("node", "node-thread", "Assertion{w}uv_thread_create(", startRefused),
  of("node", "node-inspector-thread", "]: pthread_create: {errno}"),
  of("node", "node-worker", "Error: {errno}{w}at new Worker ("),
  of("node", "node-worker-initialization", "Worker initialization failure: {errno}"),
  of("node", "node-spawn", "spawn {s} {code}"),
  of("node", "node-heap", "JavaScript heap out of memory", outOfMemory),
  of("node", "node-reservation", "Fatal process OOM in", outOfMemory),
  of("python", "python-thread", "can't start new thread", threadRefused),
  of("python", "python-fork", "BlockingIOError: [Errno 11] {eagain}", null, true),
  onLine("python", "python-memory", "MemoryError", outOfMemory, /(?:^|[\s|._])(?:_Array)?MemoryError(?:$|[:\s])/),
  of("ruby", "ruby-thread", "can't create Thread: {errno}"),
  of("ruby", "ruby-fork", "{eagain} - {w}(Errno::EAGAIN)"),
  of("ruby", "ruby-memory", "failed to allocate memory (NoMemoryError)", outOfMemory),
  of("java", "java-thread", "pthread_create failed ({errno})"),
  of("java", "java-vm-thread", "Cannot create VM thread. Out of system resources", startRefused),
  of("java", "java-gc-thread", "Cannot create worker GC thread. Out of system resources", startRefused),
  of("java", "java-old-gc-thread", "Cannot create GC thread. Out of system resources", startRefused),
  of("java", "java-native-thread", "OutOfMemoryError: unable to create native thread", lateThreadRefused),
  of("java", "java-old-native-thread", "OutOfMemoryError: unable to create new native thread", lateThreadRefused),
  of("java", "java-heap", "OutOfMemoryError: Java heap space", outOfMemory),
  of("java", "java-gc-overhead", "OutOfMemoryError: GC overhead limit exceeded", outOfMemory),
  of("java", "java-metaspace", "OutOfMemoryError: Metaspace", outOfMemory),
  of("java", "java-map", "Native memory allocation ({w}) failed to", outOfMemory),
  of("java", "java-class-space", "Could not allocate compressed class space", outOfMemory),
  of("java", "java-reserve", "Could not reserve enough space for", outOfMemory),
  of("go-cgo", "go-cgo-thread", "runtime/cgo: pthread_create failed: {errno}"),
  of("go", "go-thread", "failed to create new OS thread (have {n} already; errno={errnum})"),
  of("go", "go-exec", "fork/exec {w}: {eagain}"),
  of("go", "go-memory", "runtime: out of memory", outOfMemory),
  of("go", "go-memory-reservation", "runtime: cannot allocate memory", outOfMemory),
  of("rust", "rust-thread", "failed to spawn thread: Os { code: {errnum}"),
  of("rust", "rust-worker-thread", "OS can't spawn worker thread: {errno}"),
  of("rust", "rust-memory", "memory allocation of {n} bytes failed", outOfMemory),
  of("dotnet", "dotnet-start", "CoreCLR, HRESULT: 0x80070008", startRefused),
  of("dotnet", "dotnet-heap", "GC heap initialization failed with error 0x8007000E", outOfMemory),
  of("deno", "deno-thread", "Deno could not start: unable to create worker threads", startRefused),
  of("bun", "bun-client-thread", "Failed to start HTTP Client thread: {errno}"),
  of("bun", "bun-worker-thread", "TypeError: Failed to spawn worker thread", threadRefused),
  of("perl", "perl-thread", "Thread creation failed: pthread_create returned {errnum}"),
  onLine("perl", "perl-memory", "Out of memory!", outOfMemory, /(?:^|\| |Z )Out of memory!\s*$/),
  of("perl", "perl-memory-in", "Out of memory in perl:", outOfMemory),
  of("php", "php-popen", "popen({w}): Cannot allocate memory", popenRefused),
  of("php", "php-exec", "exec(): Unable to fork [", threadRefused),
  of("php", "php-shell-exec", "shell_exec(): Unable to execute '", threadRefused, true),
  of("php", "php-proc-open", "proc_open(): Fork failed{w}{errno}"),
  of("php", "php-posix-spawn", "posix_spawn() failed: {errno}"),
  of("php", "php-memory", "Allowed memory size of {n} bytes exhausted", outOfMemory),
  of("erlang", "erlang-thread", "Failed to create thread: {errno} ({n})"),
  of("erlang", "erlang-scheduler", "Failed to create{w}scheduler thread {n}, error = {errnum}"),
  of("erlang", "erlang-carrier", "erts_mmap: Failed to create super carrier of size", outOfMemory),
  of("erlang", "erlang-memory", "_alloc: Cannot allocate {n} bytes of memory", outOfMemory),
];

const servers: readonly Signature[] = [
  of("redis", "redis-background-jobs", "Fatal: Can't initialize Background Jobs{errormessage}", startRefused),
  of("redis", "redis-io-thread", "Fatal: Can't initialize IO thread", lateThreadRefused),
  of("redis", "redis-allocator-thread", "background thread creation failed ({errnum})"),
  of("mariadb", "mariadb-timers", "Can't initialize timers", startRefused),
  of("mariadb", "mariadb-interrupt-thread", "Can't create interrupt-thread (error {n}, errno: {errnum}"),
  of("mysql", "mysql-bootstrap-thread", "Can't create thread to handle bootstrap (errno: {errnum}"),
  of("mysql", "mysql-connection-thread", "Can't create a new thread (errno {errnum}"),
  of("mysql", "innodb-buffer-pool", "Cannot allocate memory for the buffer pool", outOfMemory),
  of("mariadb", "innodb-buffer-pool-map", "Cannot map innodb_buffer_pool_size_max", outOfMemory),
  of("postgres", "postgres-fork", "could not fork {w}process{w}: {errno}"),
  of("postgres", "postgres-shared-memory", "could not map anonymous shared memory: {errno}"),
  of("initdb", "initdb-popen", "popen failure: Cannot allocate memory", popenRefused),
  of("mongodb", "mongodb-thread", "std::exception::what(): {errno}{w}std::system_error"),
  of("memcached", "memcached-thread", "Can't start {w}thread: {errno}"),
  of("memcached", "memcached-worker-thread", "Can't create thread: {errno}"),
  of("varnish", "varnish-system", 'Condition((system({w}) not true.{w}errno = {errnum} ('),
  of("apache", "apache-thread", "{errno}: AH{n}: ap_thread_create: unable to create worker thread"),
  of("apache-prefork", "apache-fork", "{errno}: AH{n}: fork: Unable to fork new process"),
  of("nginx", "nginx-thread", "pthread_create() failed ({errnum}:"),
  of("nginx", "nginx-fork", 'fork() failed while spawning "{w}" ({errnum}:'),
  of("nginx", "nginx-memory", "alloc({n}) failed (12: Cannot allocate memory)", outOfMemory),
];

const tools: readonly Signature[] = [
  of("curl", "curl-resolver-thread", "getaddrinfo() thread failed to start", startRefused),
  of("git", "git-thread", "unable to create thread: {errno}"),
  of("git", "git-async-thread", "cannot create async thread: {errno}"),
  of("git", "git-grep-thread", "grep: failed to create thread: {errno}"),
  of("git", "git-index-thread", "unable to create load_{w}thread: {errno}"),
  of("git", "git-fork", "cannot fork() for {w}: {errno}"),
  of("xz", "xz-thread", "xz: {w}: Cannot allocate memory", encoderRefused),
  of("apt", "dpkg-unpack", "lzma error: Cannot allocate memory", popenRefused),
  of("apt", "apt-update-hook", "Problem executing scripts APT::Update::Post-Invoke", hookRefused),
  of("apt", "apt-dpkg-hook", "Problem executing scripts DPkg::Post-Invoke", hookRefused),
  of("pigz", "pigz-thread", "pigz: already unlocked (pigz.c:", wordedEperm),
  of("pigz", "pigz-thread-limit", "pigz: {eagain} (pigz.c:"),
  of("make", "make-spawn", "make: {s}: {errno}{w}Error 127"),
  of("make", "make-nested-spawn", "make[{n}]: {s}: {errno}{w}Error 127"),
  of("ffmpeg", "ffmpeg-encoder", "Error while opening encoder for output stream #", threadRefused, true),
  of("gpg", "gpg-agent", "can't connect to the agent: End of file", startRefused, true),
  of("shell", "bash-fork", "fork: {errno}"),
  of("shell", "bash-fork-retry", "fork: retry: {errno}"),
  of("shell", "busybox-fork", "can't fork: {errno}"),
  of("shell", "dash-fork", ": {n}: Cannot fork", forkRefused),
  of(null, "exec-limit", "exec /{s}: {eagain}"),
  of(null, "exec-user-limit", "exec user process caused: {eagain}"),
];

const libraries: readonly Signature[] = [
  of(null, "openblas-thread", "blas_thread_init: pthread_create failed for thread {n} of {n}: {errno}"),
  of(null, "openmp-thread", "libgomp: Thread creation failed: {errno}"),
  of(null, "cpp-thread", "'std::system_error'{w}what(): {errno}"),
  of(null, "glib-thread", "error '{errno}' during 'pthread_create'"),
  of(null, "glib-old-thread", "Error creating thread: {errno}"),
];

const endings: readonly Signature[] = [
  of(null, "exited-137", "exited with code 137", killed),
  of(null, "exit-code-137", "exit code 137", killed),
  of(null, "exit-code-colon-137", "exit code: 137", killed),
  of(null, "exit-status-137", "exit status 137", killed),
  of(null, "non-zero-code-137", "returned a non-zero code: 137", killed),
  of(null, "exited-parenthesis-137", "exited (137)", killed),
  onLine(null, "shell-killed", "Killed", killed, /(?:^|\| |Z |line \d{1,6}: {1,8}\d{1,7} )Killed(?:\s|$)/),
  of(null, "kernel-kill", "Out of memory: Killed process", outOfMemory),
  of(null, "cgroup-kill", "Memory cgroup out of memory", outOfMemory),
  of(null, "oom-killed", '"OOMKilled": true', outOfMemory),
  of(null, "oom-killed-reason", "Reason: OOMKilled", outOfMemory),
];

/**
 * The signatures, more telling ones of a program first. Sources: the measurements in src/data/program-symptoms.ts; for
 * MySQL (docker-library/mysql#1058), .NET (dotnet/sdk#37661), MongoDB (docker-library/mongo#695) and Rust's Tokio
 * (denoland/deno#17444) reports of the crash; for endings the words of Docker, Compose and the runners of CI jobs.
 */
export const signatures: readonly Signature[] = [...runtimes, ...servers, ...tools, ...libraries, ...endings];
