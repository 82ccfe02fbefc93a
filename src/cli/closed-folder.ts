import { displayPath } from "./formats/display-path.js";
import type { Output } from "./output.js";

/** Tells of folders that may not be read: what is in them is not judged, which must not go unsaid. */
export function closedFolderTeller(cwd: string, output: Output): (folder: string) => void {
  return (folder) => {
    const name = displayPath(folder, cwd);
    output.tell(`compose-lint: The folder ${name} was not looked into: permission denied. To leave it out without a word, name it in .compose-lintignore.\n`);
  };
}
