// Writes src/data/engine-releases.tsv: every Docker Engine release, the release whose default seccomp profile it shares,
// and the runc that it was built to bundle.
//
//   node --import tsx tools/engine-releases.ts MOBY_CHECKOUT RUNC_CHECKOUT
//
// MOBY_CHECKOUT is a git clone of moby/moby with tags, RUNC_CHECKOUT one of opencontainers/runc with tags (old engines
// name runc by commit). A release without a tagged profile file (1.10 and older) is left out.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { distinctProfiles, engineTags } from "./moby-tags.js";

const OUTPUT = new URL("../src/data/engine-releases.tsv", import.meta.url);

/** The places where moby has kept the runc pin, newest first. */
const RUNC_PIN_FILES = [
  "hack/dockerfile/install/runc.installer",
  "hack/dockerfile/install/runc",
  "hack/dockerfile/binaries-commits",
  "Dockerfile",
];
const RUNC_PIN = /RUNC_(?:COMMIT|VERSION)[:=" -]*v?([0-9a-f][0-9a-z.-]+)/;

function gitShow(checkout: string, object: string): string | null {
  try {
    return execFileSync("git", ["-C", checkout, "show", object], {
      encoding: "utf8",
      maxBuffer: 1 << 26,
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return null;
  }
}

function runcPin(moby: string, tag: string): string {
  for (const file of RUNC_PIN_FILES) {
    const pin = RUNC_PIN.exec(gitShow(moby, `${tag}:${file}`) ?? "")?.[1];
    if (pin !== undefined) return pin;
  }
  throw new Error(`${tag}: no runc pin found`);
}

/**
 * The release that a pinned commit is, or the release before it with the commit as build metadata. A commit of a fork
 * that the clone does not hold is dated by its neighbours: it gets the version of the engine release before it.
 */
function runcVersion(runc: string, pin: string, before: string): string {
  if (/^\d+\.\d+\.\d+/.test(pin)) return pin;
  const git = (...args: string[]): string =>
    execFileSync("git", ["-C", runc, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    const exact = git("tag", "--points-at", pin).split("\n").filter(Boolean).sort();
    if (exact[0] !== undefined) return exact[0].replace(/^v/, "");
    const base = git("describe", "--tags", "--abbrev=0", pin).replace(/^v/, "");
    return `${base}+${pin.slice(0, 7)}`;
  } catch {
    return `${before.replace(/\+.*/, "")}+${pin.slice(0, 7)}`;
  }
}

function main(): void {
  const [moby, runc] = process.argv.slice(2);
  if (moby === undefined || runc === undefined) {
    process.stderr.write("usage: tools/engine-releases.ts MOBY_CHECKOUT RUNC_CHECKOUT\n");
    process.exit(2);
  }
  const profileOf = new Map(
    distinctProfiles(moby).flatMap(({ name, releases }) => releases.map((release) => [release, name])),
  );
  const lines: string[] = [];
  let before = "0.1.0";
  for (const { tag, release } of engineTags(moby)) {
    const profile = profileOf.get(release);
    if (profile === undefined) continue;
    before = runcVersion(runc, runcPin(moby, tag), before);
    lines.push(`${release}\t${profile}\t${before}`);
  }
  const date = new Date().toISOString().slice(0, 10);
  const header = [
    `# Docker Engine release, the first release with the same default seccomp profile, the runc it bundles.`,
    `# Source: tags of moby/moby and opencontainers/runc, read ${date} by tools/engine-releases.ts.`,
    `# 1.0.0-rc5+69663f0 is a commit after that runc release.`,
  ];
  writeFileSync(OUTPUT, [...header, ...lines, ""].join("\n"));
  process.stdout.write(`${lines.length} releases\n`);
}

main();
