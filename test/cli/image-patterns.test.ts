import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runCli } from "./run-cli.js";
import { oldEngine } from "./stacks.js";
import { temporaryFolder } from "./temporary-folder.js";

describe("an --image that fits nothing is told of", () => {
  const files = {
    "compose.yaml": "services:\n  web:\n    image: registry.example/web:1\n  built:\n    build: .\n",
    Dockerfile: "FROM registry.example/base:2\nRUN true\n",
  };
  const told = (pattern: string): string => `compose-lint: --image ${pattern} fits no image of these files. \`compose-lint inspect\` lists them.\n`;
  const cases: [images: string[], stderr: string][] = [
    [["registry.example/*=debian:12"], ""],
    [["registry.example/web=debian:12", "registry.example/base:2=alpine:3.20"], ""],
    [["registry.exmaple/*=debian:12"], told("registry.exmaple/*=debian:12")],
    [["registry.example/web:2=debian:12", "registry.example/*=docker.io/library/*"], told("registry.example/web:2=debian:12")],
  ];
  for (const [images, stderr] of cases) {
    it(images.join(" "), async (test) => {
      const folder = temporaryFolder(test, files);
      const flags = images.flatMap((image) => ["--image", image]);
      for (const command of [[], ["inspect"]]) assert.equal((await runCli(folder, [...command, ...flags, ...oldEngine])).stderr, stderr);
    });
  }
});
