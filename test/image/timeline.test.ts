import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { OfficialImage } from "../../src/image/official-image.js";
import { factsOfRelease } from "../../src/image/release-facts.js";
import { stateAt, type TagHistory } from "../../src/image/tag-history.js";
import { encodeOfficialImages } from "../../tools/official-images/encode-table.js";
import { type FloatingTags, readTimeline } from "../../tools/official-images/read-timeline.js";
import { factsOf, releaseOf } from "./resolve-text.js";
import { sharedFile } from "./shared-folder.js";

const DATES = ["2018-01-10", "2020-03-01", "2021-09-01", "2023-05-01", "2023-07-01", "2025-01-01", "2026-08-21", null];

/** Where the timeline and the table differ, what is right, and how that is known. */
const KNOWN_DIFFERENCES: Readonly<Record<string, string>> = {
  amazonlinux: "the tag 1 is Amazon Linux AMI 2018.03; the timeline has its tag as a version",
  arangodb: "the timeline takes ArangoDB's version in the folder alpine/3.4.x for Alpine's",
  drupal: "the tags rc* were not listed when their base moved, and not rebuilt",
  elixir: "the tag otp-25-alpine was not listed when its base moved, and not rebuilt until 2023-05-23",
  fedora: "fedora:45 is not released: its C library is not known",
  gradle: "the *-alpine tags follow eclipse-temurin:*-alpine, which the timeline does not know before 2025",
  groovy: "the timeline takes the image's name for Ubuntu's codename",
  hylang: "its Dockerfile of 2020-02-05 stands on python:3.8-alpine, which was Alpine 3.11",
  kong: "the Dockerfile of 1.0.4 stands on alpine:latest",
  percona: "the Dockerfile of 2025-01-08 stands on redhat/ubi9-minimal",
  "rakudo-star": "its Dockerfile stands on alpine:latest",
  ros: "the timeline takes ROS Kinetic for Ubuntu's codename",
  ruby: "2.3-onbuild and 2.4-onbuild follow ruby:2.3 and ruby:2.4, which moved on 2018-05-23",
  telegraf: "telegraf:1.15-alpine stands on alpine:latest",
  tomcat: "the tags *-jre8 were not listed from 2019 to 2021, and not rebuilt",
  ubuntu: "ubuntu:devel is 26.10 since 2026-06-18",
  varnish: "its Dockerfiles of 2020-03-25 and 2021-09-01 stand on buster and bullseye",
  wordpress: "the timeline carries 2014 forward; its Dockerfiles of 2014-11-04 stand on jessie",
};

const file = sharedFile("reference/image-timeline.json");
const skip = file === null ? "the shared reference data is not there" : false;

function timeline(): FloatingTags {
  return readTimeline(readFileSync(file ?? "", "utf8"));
}

function expectedRelease(release: string): string {
  const known = factsOfRelease(release);
  if (known === null) return release;
  const { distribution } = known;
  return distribution === null
    ? "scratch"
    : `${distribution.id}:${distribution.version ?? distribution.codename ?? ""}`;
}

function historiesAfterTable(name: string, tags: ReadonlyMap<string, TagHistory>): OfficialImage {
  const image = { name, floating: new Map(tags), versions: [], suites: new Map<string, string[]>() };
  const [, releases = "", line = ""] = encodeOfficialImages([image], "a test").split("\n");
  return new OfficialImage(name, line.split("\t").slice(1), releases.slice("@releases\t".length).split(" "));
}

describe("the table of official images", { skip }, () => {
  it("gives back every history that is put in", () => {
    let count = 0;
    for (const [name, tags] of timeline()) {
      const image = historiesAfterTable(name, tags);
      for (const [tag, history] of tags) {
        assert.deepEqual(image.historyOf(tag), history, `${name}:${tag}`);
        count += 1;
      }
      assert.equal(image.historyOf("no-such-tag"), null);
    }
    assert.equal(count, 23_673);
  });

  it("says of every tag and day what the other extraction says, but for what is known to be wrong there", (t) => {
    let agreeing = 0;
    const different = new Map<string, number>();
    for (const [name, tags] of timeline()) {
      for (const [tag, history] of tags) {
        for (const date of DATES) {
          const state = stateAt(history, date);
          if (state === null) continue;
          const found = releaseOf(factsOf(`${name}:${tag}`, date === null ? {} : { date }));
          if (found === expectedRelease(state.step.release)) agreeing += 1;
          else different.set(name, (different.get(name) ?? 0) + 1);
        }
      }
    }
    const sum = [...different.values()].reduce((a, b) => a + b, 0);
    t.diagnostic(`${agreeing} of ${agreeing + sum} answers agree; ${sum} differ for reasons given in this file`);
    assert.deepEqual(
      [...different.keys()].filter((name) => !Object.hasOwn(KNOWN_DIFFERENCES, name)),
      [],
    );
    assert.ok(sum < 0.005 * agreeing);
  });
});
