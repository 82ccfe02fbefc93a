// Makes src/data/official-images.tsv. Usage: node --import tsx tools/image-timeline.ts TIMELINE.json [OUTPUT]
// TIMELINE.json: {source, images: {NAME: {floating: {TAG: [[DATE, RELEASE], ...]}, exact: {SUFFIX: [[VERSION, RELEASE]]}}}}
import { readFileSync, writeFileSync } from "node:fs";
import { encodeOfficialImages } from "./official-images-table.js";
import { readTimeline } from "./read-timeline.js";

const [input, output = "src/data/official-images.tsv"] = process.argv.slice(2);
if (input === undefined) {
  console.error("Usage: node --import tsx tools/image-timeline.ts TIMELINE.json [OUTPUT]");
  process.exit(2);
}
const timeline = readTimeline(readFileSync(input, "utf8"));
const table = encodeOfficialImages(timeline);
writeFileSync(output, table);
console.log(`${output}: ${timeline.images.length} images, ${table.length} bytes`);
