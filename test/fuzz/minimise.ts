/**
 * Makes a text as small as it can be while something still holds: first by lines, then by characters.
 * @param tries How often the question may be asked.
 */
export async function minimise(text: string, holds: (text: string) => Promise<boolean>, tries = 400): Promise<string> {
  const budget = { left: tries };
  const byLines = await withoutParts(text.split(/(?<=\n)/u), holds, budget);
  return byLines.length > 2000 ? byLines : withoutParts(byLines.split(""), holds, budget);
}

async function withoutParts(whole: readonly string[], holds: (text: string) => Promise<boolean>, budget: { left: number }): Promise<string> {
  let parts = [...whole];
  for (let size = Math.ceil(parts.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < parts.length; ) {
      const fewer = [...parts.slice(0, at), ...parts.slice(at + size)];
      if (budget.left <= 0) return parts.join("");
      budget.left -= 1;
      if (await holds(fewer.join(""))) parts = fewer;
      else at += size;
    }
  }
  return parts.join("");
}
