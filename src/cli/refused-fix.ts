/**
 * That fixes of a thing were found wrong when they were judged again. `why` is a sentence or more.
 * @param isOfOthers whether that comes of other files, so that nobody is to blame
 */
export function describeRefusedFix(name: string, why: string, isOfOthers = false): string {
  const advice = isOfOthers
    ? "That comes of other files that are read with it. Mend it by hand where only what needs the change gets it: in a file that extends this one, for example."
    : "Mend it by hand. Unless something else in the project undoes them, the rule is at fault: report it to its author.";
  return `${name} is left as it is. ${why} ${advice}`;
}
