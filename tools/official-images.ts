// Makes src/data/official-images.tsv.
// Usage: node --import tsx tools/official-images.ts CHECKOUT REPOSITORIES [TIMELINE.json] [--output FILE]
//   CHECKOUT      git checkout (bare or not) of docker-library/official-images with its history
//   REPOSITORIES  folder with checkouts of the repositories that it names, each in a folder `owner+name`
//   TIMELINE      what another extraction knows of the time whose Dockerfiles could not be read
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { TagHistory } from "../src/image/tag-history.js";
import { historyOfSlices, TimelineBuilder } from "./official-images/build-timeline.js";
import { collectImage } from "./official-images/collect-image.js";
import { encodeOfficialImages } from "./official-images/encode-table.js";
import { readEntryBases } from "./official-images/entry-base.js";
import { readLibraryHistory } from "./official-images/library-history.js";
import { readTimeline } from "./official-images/read-timeline.js";
import { supplement } from "./official-images/supplement.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { output: { type: "string", default: "src/data/official-images.tsv" } },
});
const [checkout, repositories, timeline] = positionals;
if (checkout === undefined || repositories === undefined) {
  console.error("Usage: tools/official-images.ts CHECKOUT REPOSITORIES [TIMELINE.json] [--output FILE]");
  process.exit(2);
}

const history = readLibraryHistory(checkout);
const bases = readEntryBases(history, repositories);
const builder = new TimelineBuilder(history, bases);
const images = new Map<string, Map<string, TagHistory>>();
for (const name of history.images.keys()) {
  const tags = builder
    .tagsOf(name)
    .map((tag): [string, TagHistory] => [
      tag,
      historyOfSlices(builder.slicesOf(name, tag), builder.goneSince(name, tag)),
    ]);
  images.set(name, new Map(tags));
}
if (timeline !== undefined) {
  console.log(`${supplement(images, readTimeline(readFileSync(timeline, "utf8")))} tags gained earlier days`);
}

const known = [...images].map(([name, tags]) => {
  return collectImage(name, new Map([...tags].filter(([, { steps }]) => steps.length > 0)));
});
const table = encodeOfficialImages(
  known.filter(({ floating, versions }) => floating.size > 0 || versions.length > 0),
  `docker-library/official-images at ${history.commit} (${history.date}) and the Dockerfiles that it names`,
);
writeFileSync(values.output, table);
const unread = [...bases.unread.values()].reduce((sum, count) => sum + count, 0);
console.log(`${values.output}: ${known.length} images, ${table.length} bytes`);
console.log(
  `${unread} builds without a Dockerfile; ${new Set(builder.disagreements).size} whose tags name another release`,
);
