import { imagePrograms } from "../data/program-images.js";
import { asProgramId } from "./known-programs.js";
import type { ProgramId } from "./program.js";

/** An image by its repository (`node`, `bitnami/redis`, `ghcr.io/owner/app`) and, where given, its tag. */
export interface ImageName {
  readonly name: string;
  readonly tag?: string | null | undefined;
}

// Registries that serve Docker Hub's repositories under the same names.
const hubPrefixes = [
  "docker.io/library/",
  "index.docker.io/library/",
  "registry-1.docker.io/library/",
  "public.ecr.aws/docker/library/",
  "mirror.gcr.io/library/",
  "library/",
  "docker.io/",
  "index.docker.io/",
  "registry-1.docker.io/",
];

const longestName = 128;

/**
 * The programs that an image runs by default, in the order of the table; null is one that is not known.
 * Empty where the image is not known.
 */
export function programsOfImage(image: ImageName): (ProgramId | null)[] {
  const name = withoutPrefix(image.name);
  const row = rowOf(name) ?? rowOfFamily(name);
  if (row === null) return [];
  return row.split(",").map((text) => {
    const id = asProgramId(text);
    return id === null ? null : asInTag(id, image.tag ?? "");
  });
}

function withoutPrefix(name: string): string {
  const prefix = hubPrefixes.find((candidate) => name.startsWith(candidate));
  return prefix === undefined ? name : name.slice(prefix.length);
}

// A line of the table is `programs` and then the names, each between spaces.
function rowOf(name: string): string | null {
  if (name === "" || /\s/.test(name)) return null;
  const found = imagePrograms.indexOf(` ${name} `);
  if (found === -1) return null;
  const start = imagePrograms.lastIndexOf("\n", found) + 1;
  return imagePrograms.slice(start, imagePrograms.indexOf(" ", start));
}

// In families with one program per image (`bitnami/redis`, `gcr.io/distroless/nodejs22-debian12`) the last part tells.
function rowOfFamily(name: string): string | null {
  const slash = name.lastIndexOf("/");
  if (slash === -1) return null;
  const family = rowOf(`${name.slice(0, slash)}/*`);
  if (family !== "family") return family;
  const last = name.slice(slash + 1, slash + 1 + longestName).replace(/-debian\d+$/, "");
  return rowOf(`*/${last}`) ?? rowOf(`*/${last.replace(/-?\d{1,4}$/, "")}`);
}

// Tags of the PHP images, and of those built on them, say which server runs.
function asInTag(id: ProgramId, tag: string): ProgramId {
  if (id !== "php" && id !== "apache-prefork" && id !== "php-fpm") return id;
  const parts = tag.split("-");
  if (parts.includes("fpm")) return "php-fpm";
  if (parts.includes("apache")) return "apache-prefork";
  return parts.includes("cli") ? "php" : id;
}
