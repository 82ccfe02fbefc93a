/** Pieces of Compose files, with all that the rules look at. */
export const composePieces: readonly string[] = [
  "services:\n", "  web:\n", "    image: node:20\n", "    image: redis:7\n", "    image: ${IMAGE:-python:3.11}\n", "    build: .\n", "    build: {context: ., dockerfile: Dockerfile, target: app}\n",
  "    build:\n      dockerfile_inline: |\n        FROM node:20\n        RUN npm ci\n", "    security_opt:\n      - seccomp=unconfined\n", "    security_opt: [\"seccomp:./profile.json\", apparmor=x]\n",
  "    security_opt: !reset []\n", "    security_opt: *a\n", "    pids_limit: 3\n", "    mem_limit: 4m\n", "    deploy: {resources: {limits: {pids: 2, memory: 5M}}}\n", "    ulimits: {nproc: 3}\n",
  "    cap_add: [SYS_ADMIN]\n", "    privileged: true\n", "    user: \"1000\"\n", "    command: [node, --max-old-space-size=900, x.js]\n", "    entrypoint: java -Xmx9g -jar a.jar\n",
  "    environment: {A: $B, UV_THREADPOOL_SIZE: 900}\n", "    environment:\n      - A=${B?no}\n      - C\n", "    env_file: .env\n", "    extends: {file: base.yaml, service: base}\n", "    extends: web\n",
  "include: [other.yaml]\n", "include:\n  - path: [other.yaml, compose.yaml]\n    env_file: .env\n", "x-a: &a {image: node:20, security_opt: [seccomp=unconfined]}\n", "    <<: *a\n", "    <<: [*a, *a]\n",
  "secrets: {s: {file: ./s}}\n", "configs: {c: {content: x}}\n", "    platform: linux/arm64\n", "    profiles: [p]\n", "name: ${NAME}\n", "version: '3'\n", "    ports: [\"80:80\"]\n", "    labels: [a=b]\n",
  "# compose-lint-disable-next-line thread-creation -- reason\n", "# eslint-disable compose-lint/syntax\n", "# eslint compose-lint/image-moved: [error, {days: 3}]\n", "# compose-lint-enable\n",
  "    image: node:20 # compose-lint-disable-line\n", "# eslint compose-lint/thread-limit: [error, {\n", "// eslint-disable-next-line compose-lint/syntax\n", "/* eslint-disable compose-lint/syntax */\n",
];
