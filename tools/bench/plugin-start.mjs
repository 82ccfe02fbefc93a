// Prints how long a loaded ESLint takes to load one plugin with its configuration, and to lint a first small file with it.
import { composeProject, importFrom, subjects, textOf } from "./plugin-subjects.mjs";

const [folder, name] = process.argv.slice(2);
const { module, config, file } = subjects[name];
const { ESLint } = await importFrom(folder, "eslint");
const text = textOf(file, composeProject(14));
// What ESLint loads for its first lint, whatever the plugin.
await new ESLint({ cwd: folder, overrideConfigFile: true }).lintText("x;", { filePath: "a.js" });
const start = process.hrtime.bigint();
const overrideConfig = config(await importFrom(folder, module));
const eslint = new ESLint({ cwd: folder, overrideConfigFile: true, overrideConfig });
await eslint.calculateConfigForFile(file);
const loaded = process.hrtime.bigint();
const [result] = await eslint.lintText(text, { filePath: file });
const end = process.hrtime.bigint();
if (result === undefined || result.messages.some(({ fatal }) => fatal === true)) throw new Error(`${name} did not lint ${file}.`);
console.log(JSON.stringify({ load: Number(loaded - start) / 1e6, lint: Number(end - loaded) / 1e6 }));
