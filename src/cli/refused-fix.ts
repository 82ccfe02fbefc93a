/** That fixes of a thing were found wrong when they were judged again. `why` is a sentence or more. */
export function describeRefusedFix(name: string, why: string): string {
  return `${name} is left as it is. ${why} Mend it by hand. Unless something else in the project undoes them, the rule is at fault: report it to its author.`;
}
