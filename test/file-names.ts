import type { FileKind } from "../src/eslint/file-kind.js";

/** Names of files by what they tell, for all tables of names: discovery, ESLint's patterns, hooks. Some are in folders. */
export const fileNames: Readonly<Record<FileKind | "none", readonly string[]>> = {
  compose: [
    "compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml", "compose.override.yaml", "compose.prod.yaml",
    "docker-compose.prod.yml", "docker-compose-dev.yml", "compose-test.yaml", "compose.a.b.yml", "compose-lint.yaml", "compose-lint.config-a.yml",
    "docker-compose.override.yml", "a/b/compose.yml", ".devcontainer/docker-compose.yml", "compose-stacks/web/compose.yaml", "compose-lint-baseline.yaml",
  ],
  dockerfile: [
    "Dockerfile", "Dockerfile.dev", "Dockerfile-prod", "app.Dockerfile", "app.dockerfile", "Containerfile", "Containerfile.dev",
    "my.app.Dockerfile", "Dockerfile.a.b", "Dockerfile.a.b-c", "Containerfile-x", "Dockerfile.mdx", "Dockerfile.python", "Dockerfile.shared", "Dockerfile-js",
    "Dockerfile-build.sh-x", "dockerfile", "a/dockerfile", "Dockerfile.a~b", "Dockerfile-a~b", "Dockerfile.xmlx", "Dockerfile-log", "a/Dockerfile.dev", "b/app.dockerfile", "containerfile", "a/containerfile", "app.containerfile", "a/my.app.Containerfile", ".dockerfile", "a/.containerfile", "a/b/Dockerfile", "compose/Dockerfile", ".devcontainer/Dockerfile",
  ],
  none: [
    "compose.json", "compose-lint.config.yaml", "compose-lint.config.yml", "a/compose-lint.config.yaml", "compose.yaml.bak", "decompose.yaml", "my-compose.yml", "composer.yaml",
    "compose", "config.yaml", "docker-compose", "compose.yaml.txt", "xDockerfile", "Dockerfiles", "Dockerfile_prod", "dockerfile.md", "README.md", "docker-compose.txt", "docker-composed.yaml",
    "Dockerfile.md", "Dockerfile.dev.md", "Dockerfile.dockerignore", "Dockerfile.dev.dockerignore", "app.Dockerfile.dockerignore", "Containerfile.dockerignore",
    "a/b/Dockerfile.dockerignore", "Dockerfile-build.sh", "Containerfile.yml", "Dockerfile.d.ts", "Dockerfile.yml", "Dockerfile.py", "Dockerfile-x.bak",
    "Dockerfile.html", "Dockerfile.sarif", "Dockerfile.xml", "Dockerfile-dev.xml", "Dockerfile.dev.swp", "Dockerfile.rej", "Dockerfile~", "Dockerfile.dev~", "Dockerfile-dev~", "a/Containerfile.x~",
    "dockerfile~", "app.Dockerfile~", "xdockerfile", "xContainerfile", "xcontainerfile", "containerfile~", "Containerfile_prod", "app.containerfile.md", "app.Containerfile~", ".containerfile.bak", "Dockerfile.x/notes", "compose.d/x.yaml", "compose-stacks/prometheus.yml",
  ],
};
