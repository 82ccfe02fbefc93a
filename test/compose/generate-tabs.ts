import { Random } from "./random.js";

/** Values of an entry; `@` stands for the indentation of the entry. */
const values = [
  "a", "'b'", '"c"', "a b", "[c,\n@ d]", "{e: f,\n@  g: h}", "[e\n@ , f]", "|\n@  x\n@  y", ">-\n@  x\n\n@  y", "|2\n@   x", "|\n\n@  x", "&q z", "!!str z", "",
  "'m\n@ n'", "p\n@ q", "p\n\n@ q", "[\n@  c\n@  d\n@ ]", "a # c", "\n@    w", "- v", "k: v", "? k\n@  : v",
];
const insertions = ["\t", "\t", " \t", "\t ", "\n\t", "\n  \t", "\n   \t\n", "\t# c", "\n\t# c\n"];

/** A Compose file with an extension of nested lists and maps, in which a tab or two stand somewhere. */
export function generateTabs(seed: number): string {
  const random = new Random(seed);
  let text = `x-a:${random.chance(0.3) ? " # c" : ""}\n${block(random, 2, 3)}\n`;
  for (let count = random.chance(0.3) ? 2 : 1; count > 0; count -= 1) {
    const places = [...text.matchAll(/^|$|(?<=[ \n:-])|(?=[ \n:])/gmu)].map(({ index }) => index).filter((place) => place > 4);
    const place = random.pick(places);
    text = text.slice(0, place) + random.pick(insertions) + text.slice(place);
  }
  return `${text}services: {web: {image: x}}\n`;
}

function block(random: Random, indent: number, depth: number): string {
  const margin = " ".repeat(indent);
  const isList = random.chance(0.5);
  const entries = Array.from({ length: random.integer(1, 3) }, (_, index) => {
    if (depth === 0 || random.chance(0.3)) return (isList ? "- " : `k${index}: `) + random.pick(values).replaceAll("@", margin);
    if (isList) return `- ${block(random, indent + 2, depth - 1).trimStart()}`;
    return `k${index}:\n${block(random, indent + random.pick([1, 2, 2, 4]), depth - 1)}`;
  });
  return entries.map((entry) => margin + entry).join("\n");
}
