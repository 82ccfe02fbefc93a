/*
 * Tells what the seccomp filter of its container does with syscalls, without any of them being executed.
 *
 * Reads probes from standard input, one a line: ABI NUMBER ARG0 ... ARG5 (hexadecimal), where ABI is 64 (x86_64),
 * 32 (i386, by int 0x80) or x32. Prints for each the error number of the filter, "pass" where the filter lets it
 * through (ALLOW, LOG, TRACE), or "killed N" with the signal.
 *
 * A child adds a filter of its own that hands every syscall to this process, which answers instead of the kernel. The
 * kernel takes the strictest of all filters, and an error of the container's filter is stricter than a hand-over.
 *
 * With the arguments IN OUT it reads and writes files instead of the standard streams.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAXIMUM_PROBES 16384
#define PASSED 3999
#define X32_BIT 0x40000000L

struct probe {
  int abi;
  long number;
  unsigned long args[6];
};

struct shared {
  volatile int listener;
  volatile int current;
  volatile int done;
  volatile long results[MAXIMUM_PROBES];
};

static struct probe probes[MAXIMUM_PROBES];
static struct shared *shared;

static long call64(long number, const unsigned long *a) {
  long result;
  register unsigned long r10 __asm__("r10") = a[3];
  register unsigned long r8 __asm__("r8") = a[4];
  register unsigned long r9 __asm__("r9") = a[5];
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a[0]), "S"(a[1]), "d"(a[2]), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}

/* The compiler keeps rbx and rbp for itself, and may use the 128 bytes below the stack pointer. */
static long call32(long number, const unsigned long *a) {
  long result = number;
  register const unsigned long *arguments __asm__("r12") = a;
  __asm__ volatile("sub $128, %%rsp\n\tpush %%rbx\n\tpush %%rbp\n\t"
                   "mov 0(%[a]), %%rbx\n\tmov 40(%[a]), %%rbp\n\t"
                   "int $0x80\n\t"
                   "pop %%rbp\n\tpop %%rbx\n\tadd $128, %%rsp"
                   : "+a"(result)
                   : "c"(a[1]), "d"(a[2]), "S"(a[3]), "D"(a[4]), [a] "r"(arguments)
                   : "r8", "r9", "r10", "r11", "memory", "cc");
  return (int)result;
}

static long call(const struct probe *probe) {
  if (probe->abi == 32) return call32(probe->number, probe->args);
  return call64(probe->number | (probe->abi == 64 ? 0 : X32_BIT), probe->args);
}

/* Runs in the child: nothing after the filter may need a syscall. */
static void make_calls(int first, int count) {
  struct sock_filter everything[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF)};
  struct sock_fprog program = {1, everything};
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) _exit(101);
  long fd = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
  if (fd < 0) _exit(102);
  shared->listener = (int)fd;
  for (int i = first; i < count; i++) {
    shared->current = i;
    shared->results[i] = call(&probes[i]);
  }
  shared->done = 1;
  for (;;) __asm__ volatile("pause");
}

static void answer(int listener) {
  struct seccomp_notif request;
  struct seccomp_notif_resp response;
  memset(&request, 0, sizeof request);
  if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &request) != 0) return;
  memset(&response, 0, sizeof response);
  response.id = request.id;
  response.error = -PASSED;
  ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response);
}

/* Serves one child until it has made all calls or died; returns the index of the next probe. */
static int serve(int first, int count) {
  shared->listener = -1;
  shared->done = 0;
  shared->current = first;
  /* The descriptor table is shared, so the child's listener is ours too. */
  long child = syscall(SYS_clone, 0x400 /* CLONE_FILES */ | SIGCHLD, 0, 0, 0, 0);
  if (child < 0) { perror("clone"); exit(1); }
  if (child == 0) make_calls(first, count);
  for (;;) {
    int status;
    if (waitpid((pid_t)child, &status, WNOHANG) == child) {
      if (shared->listener >= 0) close(shared->listener);
      if (!WIFSIGNALED(status)) { fprintf(stderr, "child ended with %d\n", WEXITSTATUS(status)); exit(1); }
      shared->results[shared->current] = -100000 - WTERMSIG(status);
      return shared->current + 1;
    }
    if (shared->done) {
      kill((pid_t)child, SIGKILL);
      waitpid((pid_t)child, &status, 0);
      close(shared->listener);
      return count;
    }
    if (shared->listener < 0) { usleep(100); continue; }
    struct pollfd poll_fd = {shared->listener, POLLIN, 0};
    if (poll(&poll_fd, 1, 5) > 0 && (poll_fd.revents & POLLIN)) answer(shared->listener);
  }
}

static int read_probes(void) {
  char abi[8];
  int count = 0;
  struct probe *p = probes;
  while (count < MAXIMUM_PROBES && scanf("%7s %ld %lx %lx %lx %lx %lx %lx", abi, &p->number, &p->args[0], &p->args[1],
                                         &p->args[2], &p->args[3], &p->args[4], &p->args[5]) == 8) {
    p->abi = strcmp(abi, "64") == 0 ? 64 : strcmp(abi, "32") == 0 ? 32 : 33;
    p = &probes[++count];
  }
  return count;
}

int main(int argc, char **argv) {
  if (argc == 3 && (freopen(argv[1], "r", stdin) == NULL || freopen(argv[2], "w", stdout) == NULL)) {
    perror(argv[1]);
    return 1;
  }
  int count = read_probes();
  shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) { perror("mmap"); return 1; }
  for (int next = 0; next < count;) next = serve(next, count);
  for (int i = 0; i < count; i++) {
    long result = shared->results[i];
    if (result <= -100000) printf("killed %ld\n", -100000 - result);
    else if (result == -PASSED) printf("pass\n");
    else printf("%ld\n", result < 0 ? -result : 0);
  }
  return 0;
}
