import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import path from "node:path";
import { failing, oldEngine } from "../stacks.js";
import { temporaryFolder } from "../temporary-folder.js";
import { runCli } from "../run-cli.js";
import { assertCode, cli, type Contract } from "./contract.js";

const json = ["inspect", ...oldEngine, "--format", "json"];
const two = { "a.yaml": "services:\n  a:\n    image: alpine:3.20\n", "b.yaml": "services:\n  b:\n    image: alpine:3.20\n" };
const named = ({ stdout }: { stdout: string }): string[] => (JSON.parse(stdout) as { services: { service: string }[] }).services.map(({ service }) => service);
const variable = { "compose.yaml": "services:\n  web:\n    image: ${IMAGE:-alpine:3.20}\n", ".env": "IMAGE=node:20-bookworm\n", "other.env": "IMAGE=node:18-bookworm\n" };
const imageOf = ({ stdout }: { stdout: string }): string | undefined => (JSON.parse(stdout) as { services: { image: string }[] }).services[0]?.image;
const isColoured = ({ stdout }: { stdout: string }): boolean => stdout.includes("\u001b[");

/** Variables of the environment. */
export const variables: Contract = {
  "env-NO_COLOR": async (test) => {
    assert.equal(isColoured(await cli(test, oldEngine, { columns: 80, variables: { NO_COLOR: "1", FORCE_COLOR: "1" } })), false);
    assert.equal(isColoured(await cli(test, oldEngine, { columns: 80, variables: { NO_COLOR: "" } })), true);
  },
  "env-FORCE_COLOR": async (test) => {
    assert.equal(isColoured(await cli(test, oldEngine, { variables: { FORCE_COLOR: "1" } })), true);
    assert.equal(isColoured(await cli(test, oldEngine, { columns: 80, variables: { FORCE_COLOR: "0" } })), false);
  },
  "env-TERM": async (test) => {
    assert.equal(isColoured(await cli(test, oldEngine, { columns: 80, variables: { TERM: "dumb" } })), false);
  },
  "env-FORCE_HYPERLINK": async (test) => {
    const hasLinks = async (variables: NodeJS.ProcessEnv): Promise<boolean> => (await cli(test, oldEngine, { columns: 80, variables })).stdout.includes("\u001b]8;;");
    assert.deepEqual([await hasLinks({}), await hasLinks({ FORCE_HYPERLINK: "1" }), await hasLinks({ TERM_PROGRAM: "vscode" }), await hasLinks({ TERM_PROGRAM: "vscode", CI: "1" })], [false, true, true, false]);
    assert.deepEqual([await hasLinks({ FORCE_HYPERLINK: "1", NO_COLOR: "1" }), await hasLinks({ FORCE_HYPERLINK: "1", TERM: "dumb" }), await hasLinks({ TERM_PROGRAM: "vscode", NO_COLOR: "1" })], [true, true, false]);
    assert.ok((await cli(test, [...oldEngine, "--no-color"], { variables: { FORCE_HYPERLINK: "1" } })).stdout.includes("\u001b]8;;https:"));
  },
  "env-COMPOSE_FILE": async (test) => {
    assert.deepEqual(named(await cli(test, json, { files: two, variables: { COMPOSE_FILE: ["a.yaml", "b.yaml"].join(path.delimiter) } })), ["a", "b"]);
    assert.deepEqual(named(await cli(test, json, { files: two, variables: { COMPOSE_FILE: "a.yaml,b.yaml", COMPOSE_PATH_SEPARATOR: "," } })), ["a", "b"]);
    assert.deepEqual(named(await cli(test, [...json, "-f", "b.yaml"], { files: two, variables: { COMPOSE_FILE: "a.yaml" } })), ["b"]);
  },
  "env-COMPOSE_PROFILES": async (test) => {
    const files = { "compose.yaml": "services:\n  a:\n    image: node:20-bookworm\n    profiles: [x]\n  b:\n    image: alpine:3.20\n" };
    assertCode(await cli(test, oldEngine, { files, variables: { COMPOSE_PROFILES: "y" } }), 0);
    assertCode(await cli(test, oldEngine, { files, variables: { COMPOSE_PROFILES: "x,y" } }), 1);
  },
  "env-COMPOSE_ENV_FILES": async (test) => {
    assert.equal(imageOf(await cli(test, json, { files: variable, variables: { COMPOSE_ENV_FILES: "other.env" } })), "node:18-bookworm");
    assert.equal(imageOf(await cli(test, json, { files: variable, variables: { COMPOSE_DISABLE_ENV_FILE: "1" } })), "alpine:3.20");
  },
  "env-values": async (test) => {
    assert.equal(imageOf(await cli(test, json, { files: variable })), "node:20-bookworm");
    assert.equal(imageOf(await cli(test, json, { files: variable, variables: { IMAGE: "redis:7" } })), "redis:7");
  },
  "env-DOCKER_HOST": async (test) => {
    const folder = temporaryFolder(test, { "compose.yaml": failing });
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.end(JSON.stringify({ Version: "20.10.9", Arch: "amd64", SecurityOptions: ["name=seccomp,profile=default"] }));
    });
    await once(server.listen(path.join(folder, "docker.sock")), "listening");
    test.after(() => server.close());
    const variables = { DOCKER_HOST: `unix://${path.join(folder, "docker.sock")}` };
    assertCode(await runCli(folder, oldEngine, { variables }), 1);
    assert.deepEqual(asked, [], "no daemon is asked unless --engine auto or --inspect-images is given");
    assertCode(await runCli(folder, ["--engine", "auto"], { variables }), 1);
    assert.deepEqual(asked.sort(), ["/info", "/version"]);
  },
};
