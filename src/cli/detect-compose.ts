import { PairFinder } from "../compose/pair-finder.js";
import { parseComposeFile } from "../compose/parse.js";
import { readRegularFile } from "../compose/read-regular-file.js";

const MAXIMUM_SIZE = 1024 * 1024;
/** Keys that a service of Compose has and that nothing else called `services` has: GitLab's is a list, Symfony's has classes. */
const serviceKeys = ["image", "build", "extends", "provider"];

/** Whether a YAML file of any name is a Compose file: it has services that have an image or are built. */
export function isComposeByContent(file: string): boolean {
  const text = textOf(file);
  if (text === null || !/^["']?services["']?\s*:/mu.test(text)) return false;
  const { ast, syntaxProblems } = parseComposeFile(text);
  // What is not YAML is no Compose file that somebody would miss; under a name of Compose's own it is linted anyway.
  if (syntaxProblems.some(({ code }) => code !== "duplicate-key")) return false;
  const finder = new PairFinder();
  return ast.project.services.some(({ map }) => map !== null && serviceKeys.some((key) => finder.find(map, key) !== null));
}

function textOf(file: string): string | null {
  const content = readRegularFile(file, MAXIMUM_SIZE);
  return content.ok ? Buffer.from(content.bytes).toString("utf8") : null;
}
