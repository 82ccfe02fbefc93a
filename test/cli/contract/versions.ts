import assert from "node:assert/strict";
import { runCli } from "../run-cli.js";
import { temporaryFolder } from "../temporary-folder.js";
import { assertCode, type Contract } from "./contract.js";

/** What `inspect` says of a service with an image of Debian 12. */
async function inspected(test: Parameters<Contract[string]>[0], ...words: string[]): Promise<string> {
  const folder = temporaryFolder(test, { "compose.yaml": "services:\n  web:\n    image: node:20-bookworm\n" });
  const run = await runCli(folder, ["inspect", ...words]);
  assertCode(run, run.stderr === "" ? 0 : 2);
  return run.stdout + run.stderr;
}

export const versions: Contract = {
  "version-engine": async (test) => {
    assert.match(await inspected(test, "--engine", "20.10"), /It fails on 20\.10\.0 to 20\.10\.9, works on 20\.10\.10 to 20\.10\.27;/);
    assert.match(await inspected(test, "--engine", "20"), /It fails on 20\.10\.0 to 20\.10\.9,/);
    assert.match(await inspected(test, "--engine", "20.10.99"), /\nDocker Engine 20\.10\.99 is not known to this version of compose-lint, and judged as 20\.10\.27 is\.\n$/);
    assert.doesNotMatch(await inspected(test, "--engine", "20.10.5+dfsg1-1+deb11u3"), /is not known/);
  },

  "version-runc": async (test) => {
    for (const runc of ["1.0.0-rc93", "rc93", "1.1.12"]) assert.match(await inspected(test, "--engine", "19.03.15", "--runc", runc), / works /);
    assert.match(await inspected(test, "--engine", "19.03.15", "--runc", "1.1"), /^compose-lint: "1\.1" is not a runc version\./);
  },

  "version-libseccomp": async (test) => {
    const words = ["--engine", "20.10.9", "--libseccomp"];
    assert.match(await inspected(test, ...words, "2.4"), / depends /);
    assert.match(await inspected(test, ...words, "2.4.3"), / works /);
    for (const libseccomp of ["2.5", "2.4.4"]) assert.match(await inspected(test, ...words, libseccomp), / fails /);
  },

  "version-host": async (test) => {
    assert.match(await inspected(test, "--host", "debian-11-docker-ce"), / fails /);
    assert.match(await inspected(test, "--host", "debian-11"), /^compose-lint: There is no host preset "debian-11"\. Similar ones: /);
  },
};
