import { displayPath } from "./formats/display-path.js";
import type { Output } from "./output.js";
import { pathInBytes } from "./shown-bytes.js";

/** Tells of folders that cannot be read: what is in them is not judged, which must not go unsaid. */
export function closedFolderTeller(cwd: string, output: Output): (folder: string) => void {
  return (folder) => {
    const inBytes = pathInBytes(folder);
    const name = displayPath(inBytes ?? folder, cwd);
    const why = inBytes === null ? "permission denied" : "its name is not valid UTF-8. Rename it";
    output.tell(`compose-lint: The folder ${name} was not looked into: ${why}. To leave it out without a word, name it in .compose-lintignore.\n`);
  };
}
