import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { DependencyForm, formOf } from "../../../src/cli/cache/dependency-form.js";
import { digestOf, type Dependency, type Question } from "../../../src/cli/run/dependency.js";

const absolute = (...names: string[]): string => path.resolve(path.sep, ...names);
const file = absolute("work", "app", "compose.yaml");

function dependenciesAt(folder: string, name: string, content: string): Dependency[] {
  return [
    ["read", path.join(folder, name), digestOf(`=${content.repeat(10)}`)],
    ["names", folder, "3"],
    ["read", path.join(folder, "app", "Dockerfile"), digestOf(`=${content.repeat(11)}`)],
    ["read", path.join(folder, ".env"), "=A=1"],
    ["variable", "COMPOSE_FILE", ""],
  ];
}

describe("a form of questions", () => {
  it("is the same for files whose questions differ in their places and contents alone", () => {
    const forms = [["a", "compose.yaml"], ["b/c", "docker-compose.yml"]].map(([folder = "", name = ""]) => {
      const place = absolute(folder);
      return formOf(path.join(place, name), dependenciesAt(place, name, folder.repeat(20)));
    });
    assert.equal(forms[0]?.form, forms[1]?.form);
    assert.notEqual(forms[0]?.digests, forms[1]?.digests);
  });

  it("gives back the questions of each file, whatever they are about", () => {
    const place = fc.constantFrom(file, absolute("work", "app"), absolute("work"), absolute(), absolute("work", "app", "x", "y"), absolute("work", "apple"), absolute("other"), absolute("work", "app", ".", ".env"));
    const about = fc.oneof(
      fc.tuple(fc.constantFrom<Question>("read", "facts", "list", "real", "names", "linted", "root", "also"), place),
      fc.tuple(fc.constantFrom<Question>("variable", "day"), fc.constantFrom("", ".", "./compose.yaml", "HOME")),
    );
    const answer = fc.string({ maxLength: 60, unit: "binary" }).map(digestOf);
    const where = fc.constantFrom(file, absolute("compose.yaml"));
    fc.assert(
      fc.property(where, fc.array(fc.tuple(about, answer)), (of, questions) => {
        const dependencies = questions.map(([[question, what], given]): Dependency => [question, what, given]);
        const { form, digests } = formOf(of, dependencies);
        const read = new DependencyForm(form);
        assert.deepEqual(read.dependencies(of, digests), dependencies);
        const asked: Dependency[] = [];
        assert.ok(read.holds(of, digests, (...question) => asked.push(question) > 0));
        const sorted = (all: Dependency[]): string[] => all.map((one) => JSON.stringify(one)).sort();
        assert.deepEqual(sorted(asked), sorted(dependencies));
        for (const wrong of dependencies) {
          assert.equal(new DependencyForm(form).holds(of, digests, (question, what, given) => JSON.stringify([question, what, given]) !== JSON.stringify(wrong)), false);
        }
      }),
    );
  });

  it("asks once what is the same for all files, and what a run knows of its projects each time", () => {
    const form = new DependencyForm(JSON.stringify([["variable", "A", ""], ["facts", absolute("etc"), "directory"], ["root", absolute("base.yaml"), ""], ["names", ".", "1"]]));
    const asked: string[] = [];
    for (const name of ["a", "b"]) form.holds(absolute(name, "compose.yaml"), "", (question) => asked.push(question) > 0);
    assert.deepEqual(asked, ["variable", "facts", "root", "names", "root", "names"]);
  });
});
