import { parse } from "yaml";
import { readRegularFile } from "../compose/read-regular-file.js";

const MAXIMUM_SIZE = 1024 * 1024;
/** Keys that a service of Compose has and that nothing else called `services` has: GitLab's is a list, Symfony's has classes. */
const serviceKeys = ["image", "build", "extends", "provider"];

/** Whether a YAML file of any name is a Compose file: it has services that have an image or are built. */
export function isComposeByContent(file: string): boolean {
  const text = textOf(file);
  if (text === null || !/^["']?services["']?\s*:/mu.test(text)) return false;
  try {
    const content: unknown = parse(text, { logLevel: "silent", uniqueKeys: false, merge: true });
    const services = isRecord(content) ? content.services : null;
    return isRecord(services) && Object.values(services).some((service) => isRecord(service) && serviceKeys.some((key) => key in service));
  } catch {
    // What is not YAML is no Compose file that somebody would miss; under a name of Compose's own it is linted anyway.
    return false;
  }
}

function textOf(file: string): string | null {
  const content = readRegularFile(file, MAXIMUM_SIZE);
  return content.ok ? Buffer.from(content.bytes).toString("utf8") : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
