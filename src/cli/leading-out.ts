import { displayPath } from "./formats/display-path.js";
import type { Output } from "./output.js";
import { onOneLine } from "../text/plain-text.js";

/** Tells of links that lead out of what was named: what they lead to is not judged, which must not go unsaid. */
export function leadingOutTeller(cwd: string, output: Output, verb: "lint" | "inspect" = "lint"): (link: string, real: string, isFolder: boolean) => void {
  return (link, real, isFolder) => {
    const name = displayPath(link, cwd);
    const what = isFolder ? `The folder ${name} was not looked into` : `${name} was not ${verb}ed`;
    output.tell(
      `compose-lint: ${onOneLine(`${what}: it is a link that leads out of what is ${verb}ed, to ${real}. To have it ${verb}ed, name it; to leave it out without a word, name it in .compose-lintignore.`)}\n`,
    );
  };
}
