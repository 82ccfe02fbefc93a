import { Random } from "./random.js";

/** A small project whose files give `security_opt` of services in many ways, by file name. */
export interface SecurityOptSketch {
  files: Readonly<Record<string, string>>;
  /** Those that Compose is given, in their order. */
  named: readonly string[];
}

const entries = ["a=1", "'a=1'", "b=1", "c=1", "${UNSET:-a=1}", "*entry"] as const;
const services = ["base", "web", "api"] as const;

/** The project of a seed: files that override one another, `extends` in a file and of another, merge keys, aliases, tags, `include`. */
export function generateSecurityOpt(seed: number): SecurityOptSketch {
  const random = new Random(seed);
  const files: Record<string, string> = { "common.yaml": fileText(random, ["base", "web"], false) };
  const named = ["compose.yaml", "second.yaml", "third.yaml"].slice(0, random.integer(1, 3));
  const isIncluding = random.chance(0.15);
  if (isIncluding) files["included.yaml"] = fileText(random, ["other"], false);
  for (const [index, name] of named.entries()) {
    const present = index === 0 ? services : random.some(services, 2);
    const head = isIncluding && index === 0 ? "include: [included.yaml]\n" : "";
    const more = random.chance(0.1) ? `---\n${fileText(random, ["web"], true)}` : "";
    files[name] = `${head}${fileText(random, present, true)}${more}`;
  }
  return { files, named };
}

function fileText(random: Random, names: readonly string[], mayExtend: boolean): string {
  const head = `x-entry: &entry "a=1"\nx-list: &list [a=1, b=1]\nx-map: &map\n  security_opt: [${random.pick(["a=1", "b=1"])}]\n`;
  return `${head}services:\n${names.map((name) => serviceText(random, name, mayExtend)).join("")}`;
}

function serviceText(random: Random, name: string, mayExtend: boolean): string {
  const lines = [`  ${name}:`, "    image: x"];
  if (random.chance(0.2)) lines.push("    <<: *map");
  if (mayExtend && name !== "base" && random.chance(0.5)) {
    lines.push(random.pick(["    extends: base", "    extends: {file: common.yaml, service: base}", "    extends: {file: common.yaml, service: web}"]));
  }
  if (random.chance(0.6)) lines.push(`    security_opt: ${listText(random)}`);
  return `${lines.join("\n")}\n`;
}

function listText(random: Random): string {
  const list = `[${random.some(entries, 2).join(", ")}]`;
  return random.pick([list, list, list, "*list", `!override ${list}`, "!reset []", "[]"]);
}
