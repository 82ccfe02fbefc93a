import type { ImageReference } from "./reference.js";

const HUB = "docker.io/";
/** Docker Hub's own other names, and mirrors whose paths are those of Docker Hub. */
const HUB_HOSTS = new Set([
  "docker.io",
  "registry.hub.docker.com",
  "registry-1.docker.io",
  "mirror.gcr.io",
  "dockerhub.azk8s.cn",
  "registry.docker-cn.com",
  "docker.m.daocloud.io",
  "docker.nju.edu.cn",
  "docker.mirrors.ustc.edu.cn",
  "hub-mirror.c.163.com",
  "mirror.ccs.tencentyun.com",
  "dockerproxy.com",
  "dockerhub.timeweb.cloud",
  "huecker.io",
]);
/** Namespaces that hold the official images built for one architecture. */
const ARCHITECTURE_NAMESPACES = new Set([
  "amd64",
  "arm32v5",
  "arm32v6",
  "arm32v7",
  "arm64v8",
  "i386",
  "mips64le",
  "ppc64le",
  "riscv64",
  "s390x",
]);
const PUBLIC_ECR = "public.ecr.aws/docker/";
/** What a registry in front of others puts before the name: `/docker.io/`, GitLab's proxy, ECR's pull through cache. */
const PROXY_PATHS: readonly { pattern: RegExp; target: string }[] = [
  {
    pattern: /^[^/]+\/(?:.+\/)?(?=(?:docker\.io|quay\.io|ghcr\.io|gcr\.io|registry\.k8s\.io|mcr\.microsoft\.com)\/)/,
    target: "",
  },
  { pattern: /^[^/]+\/.+\/dependency_proxy\/containers\//, target: HUB },
  // Harbor, Nexus and Artifactory in front of Docker Hub keep the folder of the official images.
  { pattern: /^[^/]+\/(?:.+\/)?(?=library\/[^/]+$)/, target: HUB },
  { pattern: /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\/docker-hub\//, target: HUB },
];
const LINUXSERVER_HOSTS = /^(?:lscr\.io|ghcr\.io|docker\.io)\/linuxserver\//;

/**
 * The one name under which an image is known, whatever registry in front of it is asked.
 *
 * @returns `docker.io/library/node` for `node`, `public.ecr.aws/docker/library/node`, `arm64v8/node`,
 *   `gitlab.example/group/dependency_proxy/containers/node` ...; the reference's own name where it is no alias
 */
export function knownName(reference: Readonly<ImageReference>): string {
  // What most images are needs none of the patterns.
  if (officialName(reference.name) !== null) return reference.name;
  let name = throughProxy(reference.name);
  const slash = name.indexOf("/");
  const host = name.slice(0, slash);
  let path = name.slice(slash + 1);
  if (name.startsWith(PUBLIC_ECR)) path = name.slice(PUBLIC_ECR.length);
  else if (!HUB_HOSTS.has(host)) return LINUXSERVER_HOSTS.test(name) ? linuxserver(name) : name;
  name = HUB + officialPath(path);
  return LINUXSERVER_HOSTS.test(name) ? linuxserver(name) : name;
}

function throughProxy(name: string): string {
  for (const { pattern, target } of PROXY_PATHS) {
    const match = pattern.exec(name);
    if (match !== null) return target + name.slice(match[0].length);
  }
  return name;
}

function officialPath(path: string): string {
  const slash = path.indexOf("/");
  if (slash === -1) return `library/${path}`;
  return ARCHITECTURE_NAMESPACES.has(path.slice(0, slash)) ? `library/${path.slice(slash + 1)}` : path;
}

function linuxserver(name: string): string {
  return name.replace(LINUXSERVER_HOSTS, "docker.io/linuxserver/");
}

/** The name of an official image (`node`) from the name under which it is known; null for any other. */
export function officialName(name: string): string | null {
  const prefix = `${HUB}library/`;
  const rest = name.startsWith(prefix) ? name.slice(prefix.length) : "";
  return rest === "" || rest.includes("/") ? null : rest;
}
