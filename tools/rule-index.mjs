// Writes src/eslint/rules.ts, the list of all rules, from the files in rules/. `--check` says whether it is up to date.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const target = "src/eslint/rules.ts";
const folders = readdirSync("rules", { withFileTypes: true }).filter((entry) => entry.isDirectory());
const names = folders
  .flatMap(({ name: folder }) => readdirSync(`rules/${folder}`).map((file) => ({ folder, name: file.replace(/\.ts$/, "") })))
  .sort((a, b) => (a.name < b.name ? -1 : 1));
const identifier = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

const text = [
  "// Made by tools/rule-index.mjs from the files in rules/. Do not edit.",
  ...[...names]
    .sort((a, b) => (`${a.folder}/${a.name}` < `${b.folder}/${b.name}` ? -1 : 1))
    .map(({ folder, name }) => `import { ${identifier(name)} } from "../../rules/${folder}/${name}.js";`),
  "",
  "export const rules = {",
  ...names.map(({ name }) => (name.includes("-") ? `  "${name}": ${identifier(name)},` : `  ${name}: ${identifier(name)},`)),
  "};",
  "",
  "export type RuleName = keyof typeof rules;",
  "",
].join("\n");

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error(`${target} is not up to date: run \`npm run generate\`.`);
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
