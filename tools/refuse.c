/* Runs a program with a refusal: `refuse ERRNO NPROC AS_MIB UID PROGRAM ARGS...`, each of the first four a number or `-`.
   ERRNO is what clone3 answers, NPROC and AS_MIB are limits, UID is the user to run as.
   Build: cc -o refuse tools/refuse.c -lseccomp */
#define _GNU_SOURCE
#include <grp.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static int given(const char *text) { return strcmp(text, "-") != 0; }

static void limit(int resource, unsigned long value) {
  struct rlimit both = {value, value};
  if (setrlimit(resource, &both)) { perror("setrlimit"); exit(98); }
}

int main(int argc, char **argv) {
  if (argc < 6) return 99;
  if (given(argv[2])) limit(RLIMIT_NPROC, strtoul(argv[2], NULL, 10));
  if (given(argv[4])) {
    uid_t user = (uid_t)strtoul(argv[4], NULL, 10);
    if (setgroups(0, NULL) || setresgid(user, user, user) || setresuid(user, user, user)) { perror("user"); return 97; }
  }
  if (given(argv[3])) limit(RLIMIT_AS, strtoul(argv[3], NULL, 10) << 20);
  if (given(argv[1])) {
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(atoi(argv[1])), 435, 0) || seccomp_load(filter)) return 96;
  }
  execvp(argv[5], argv + 5);
  perror(argv[5]);
  return 95;
}
