/** Compose files that the tests of the command line start from. Their images name a suite, so that no day matters. */

/** A service that crashes before Docker Engine 20.10.10: glibc 2.36. */
export const failing = "services:\n  web:\n    image: node:20-bookworm\n";

/** A service that works on any engine, and has no distribution whose support could end: a static program. */
export const working = "services:\n  web:\n    image: traefik:1.7\n";

/** A service that is only warned of: its program creates no threads. */
export const harmless = "services:\n  web:\n    image: debian:bookworm\n    command: [sleep, infinity]\n";

export const oldEngine = ["--engine", "20.10.9"] as const;
export const profileName = "seccomp-compose-lint.json";

/** What `--fix` makes of `failing`. */
export const fixed =
  "services:\n  web:\n    image: node:20-bookworm\n    security_opt:\n      - seccomp=./seccomp-compose-lint.json\n";
