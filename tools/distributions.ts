// Makes src/data/distributions.tsv. Usage: node --import tsx tools/distributions.ts ENDOFLIFE_CHECKOUT [OUTPUT]
// ENDOFLIFE_CHECKOUT is a git checkout (bare or not) of endoflife-date/endoflife.date, which has the dates.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { parse } from "yaml";
import { DISTRIBUTION_SOURCES, type DistributionSource } from "./libc-versions.js";

interface Cycle {
  releaseCycle: string;
  codename?: string;
  releaseDate: string;
  eol: string | boolean;
  eoes?: string | boolean;
}

const [checkout, output = "src/data/distributions.tsv"] = process.argv.slice(2);
if (checkout === undefined) {
  console.error("Usage: node --import tsx tools/distributions.ts ENDOFLIFE_CHECKOUT [OUTPUT]");
  process.exit(2);
}

function git(...args: string[]): string {
  return execFileSync("git", ["-C", checkout ?? ".", ...args], { encoding: "utf8", maxBuffer: 1 << 26 });
}

function cyclesOf(product: string): Map<string, Cycle> {
  const page = git("show", `HEAD:products/${product}.md`);
  // Dates stay text: the file's front matter is YAML 1.1, whose timestamps the core schema does not convert.
  const front = parse(page.split(/^---$/m)[1] ?? "") as { releases: Cycle[] };
  return new Map(front.releases.map((cycle) => [cycle.releaseCycle, cycle]));
}

function dateOrEmpty(value: string | boolean | undefined): string {
  return typeof value === "string" ? value : "";
}

function linesOf(source: DistributionSource): string[] {
  const cycles = source.product === null ? new Map<string, Cycle>() : cyclesOf(source.product);
  return Object.entries(source.versions).map(([version, libcVersion]) => {
    const cycle = cycles.get(version);
    const codename = source.codenames?.[version] ?? (cycle?.codename ?? "").split(" ")[0]?.toLowerCase() ?? "";
    const hasCodenames = source.word === "debian" || source.word === "ubuntu";
    return [
      source.word,
      version,
      source.id,
      hasCodenames ? codename : "",
      source.libc,
      libcVersion,
      cycle?.releaseDate ?? "",
      dateOrEmpty(cycle?.eol),
      dateOrEmpty(cycle?.eoes),
    ].join("\t");
  });
}

const commit = git("log", "-1", "--format=%H (%cs)").trim();
const lines = [
  "# Made by tools/distributions.ts. C libraries: tools/libc-versions.ts.",
  `# Dates: endoflife.date, github.com/endoflife-date/endoflife.date commit ${commit}.`,
  "# word, version, id, codename, libc, its version, released, end of life, end of extended support",
  ...DISTRIBUTION_SOURCES.flatMap(linesOf),
  "",
];
writeFileSync(output, lines.join("\n"));
console.log(`${output}: ${lines.length - 4} releases`);
