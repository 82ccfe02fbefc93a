export function pick<Item>(items: readonly [Item, ...Item[]], random: () => number): Item {
  return items[Math.floor(random() * items.length)] ?? items[0];
}

const images = ["node:20", "python:3.11", "redis:7", "alpine:3.19", "debian:bookworm", "node:${TAG:-18}", "${UNSET}"] as const;

/** Files of many projects that build, extend and include one another, by their relative paths. */
export function projectTree(projects: number, random: () => number): Record<string, string> {
  const files: Record<string, string> = {
    "shared/base.yaml": "services:\n  base:\n    image: node:20\n",
    "shared/included.yaml": "services:\n  extra:\n    image: python:3.11\n    security_opt: [seccomp=unconfined]\n",
    "shared/Dockerfile": "FROM node:20\nRUN npm ci\n",
  };
  for (let index = 0; index < projects; index += 1) {
    const folder = `team${index % 5}/project${index}`;
    files[`${folder}/compose.yaml`] = composeText(random);
    if (random() < 0.4) files[`${folder}/compose.override.yaml`] = overrideText(random);
    if (random() < 0.5) files[`${folder}/.env`] = envText(random);
    if (random() < 0.5) files[`${folder}/app/Dockerfile`] = dockerfileText(random);
    if (random() < 0.3) files[`${folder}/app/unusual.build`] = dockerfileText(random);
    if (random() < 0.2) files[`${folder}/docker-compose.prod.yml`] = composeText(random);
  }
  return files;
}

export function composeText(random: () => number): string {
  const lines = ["services:", "  web:", `    image: ${pick(images, random)}`];
  if (random() < 0.3) lines.push("    security_opt:", "      - seccomp=unconfined");
  if (random() < 0.4) lines.push("  built:", "    build:", "      context: ./app", ...(random() < 0.5 ? ["      dockerfile: unusual.build"] : []));
  if (random() < 0.2) lines.push("  common:", "    build: ../../shared");
  if (random() < 0.3) lines.push("  more:", "    extends:", "      file: ../../shared/base.yaml", "      service: base");
  const included = ["../../shared/included.yaml", `../../team${Math.floor(random() * 5)}/project${Math.floor(random() * 20)}/compose.yaml`].filter(() => random() < 0.15);
  if (included.length > 0) lines.push("include:", ...included.map((file) => `  - ${file}`));
  if (random() < 0.1) lines.push("  : broken");
  return `${lines.join("\n")}\n`;
}

export function overrideText(random: () => number): string {
  return `services:\n  web:\n    image: ${pick(images, random)}\n`;
}

export function envText(random: () => number): string {
  return `TAG=${pick(["18", "20", "20-alpine"], random)}\n`;
}

export function dockerfileText(random: () => number): string {
  return `FROM ${pick(["node:20", "node:18", "python:3.11", "alpine:3.19"], random)}\nRUN echo ${random() < 0.5 ? "one" : "two"}\n`;
}
