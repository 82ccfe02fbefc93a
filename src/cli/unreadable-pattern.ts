import { displayPath } from "./formats/display-path.js";
import type { Output } from "./output.js";

/** Tells of patterns in files of ignores that cannot be read, of each once. */
export function unreadablePatternTeller(cwd: string, output: Output): (file: string, line: number) => void {
  const told = new Set<string>();
  return (file, line) => {
    const place = `${displayPath(file, cwd)}:${line}`;
    if (told.has(place)) return;
    told.add(place);
    output.tell(`compose-lint: ${place}: This pattern is too long to be read, so it leaves nothing out. Make it shorter.\n`);
  };
}
