import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Service } from "../../src/compose/ast.js";
import { parseComposeFile } from "../../src/compose/parse.js";
import { extendsChain } from "../../src/facts/extends-chain.js";
import { assertEvenGrowth } from "../even-growth.js";

function servicesOf(text: string): readonly Service[] {
  return parseComposeFile(text).ast.project.services;
}

function chainOf(length: number): readonly Service[] {
  const lines = Array.from({ length }, (_, index) => `  s${index}: {extends: s${index + 1}}\n`).join("");
  return servicesOf(`services:\n${lines}  s${length}: {image: a}\n`);
}

describe("the services that one extends", () => {
  it("come nearest first, and end where a circle would begin again", () => {
    const services = servicesOf(
      "services:\n  a: {extends: {service: b}}\n  b: {extends: c}\n  c: {extends: b}\n  d: {extends: {file: e.yaml, service: a}}\n",
    );
    const names = services.map((service) => extendsChain(service).map(({ name }) => name).join(" "));
    assert.deepEqual(names, ["a b c", "b c", "c b", "d"]);
  });

  it("are no more than are followed when a project is loaded, and found in even time", () => {
    const [first] = chainOf(3000);
    assert.ok(first !== undefined);
    assert.equal(extendsChain(first).length, 201);
    assertEvenGrowth((size) => chainOf(size).map((service) => extendsChain(service)), 1000);
  });
});
