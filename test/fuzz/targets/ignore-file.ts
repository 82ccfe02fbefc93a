import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { matcherOf } from "../../../src/cli/configuration/file-configurations.js";
import { IgnoreFiles } from "../../../src/cli/ignore-files.js";
import { UsageError } from "../../../src/cli/usage-error.js";
import type { FuzzTarget } from "../fuzz-target.js";

/** Patterns of files that are left out, and those of `overrides`. */
export const ignoreFile: FuzzTarget = {
  seeds: () => ["*.yaml\n!keep.yaml\n/a/\n**/b/**\n", "node_modules\n# x\n\\#y\n[a-z]*.yml\na/**/c\n", "{a,b}/{1..9}/@(x|y)+(z)\n"],
  pieces: ["*", "**", "/", "!", "[", "]", "[!a]", "?", "{a,b}", "{1..99}", "(a|b)", "@(", "+(", "!(", ")", "\\", "#", " ", "\n", "***", "a*a*a*a*", "**/**/**/"],
  async check(text) {
    const folder = mkdtempSync(path.join(tmpdir(), "compose-lint-fuzz-"));
    try {
      mkdirSync(path.join(folder, "a/b"), { recursive: true });
      // Bytes, not characters: what is not UTF-8 is tried too.
      writeFileSync(path.join(folder, ".compose-lintignore"), Buffer.from(text, "latin1"));
      const files = new IgnoreFiles(folder, { git: true });
      for (const name of ["compose.yaml", "a/b/keep.yaml", `a/b/${"a".repeat(60)}.yml`]) await files.ignoresFile(path.join(folder, name));
    } finally {
      rmSync(folder, { recursive: true });
    }
    for (const pattern of text.split("\n").slice(0, 5)) {
      if (pattern === "" || pattern.length > 500) continue;
      try {
        const fits = await matcherOf([pattern], "compose-lint.config.yaml");
        for (const name of ["a/b/compose.yaml", `${"a".repeat(40)}/${"b/".repeat(20)}c.yml`]) fits(name);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
      }
    }
  },
};
