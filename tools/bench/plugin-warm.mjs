// Prints for each plugin the milliseconds of one more lint of the same 500 lines, in turn in one process.
import { composeProject, importFrom, subjects, textOf } from "./plugin-subjects.mjs";

const ROUNDS = 120;
const LINES = 500;
const folder = process.argv[2];
const { ESLint } = await importFrom(folder, "eslint");
const project = composeProject(LINES);
const runs = [];
for (const [name, { module, config, file }] of Object.entries(subjects)) {
  const overrideConfig = config(await importFrom(folder, module));
  const eslint = new ESLint({ cwd: folder, overrideConfigFile: true, overrideConfig });
  runs.push({ name, eslint, file, text: textOf(file, project), times: [] });
}
for (let round = 0; round < ROUNDS; round += 1) {
  for (const { name, eslint, file, text, times } of runs) {
    // Another text each time, as in an editor.
    const buffer = file.endsWith(".json") ? `${text}${" ".repeat(round)}\n` : `${text}# ${round}\n`;
    const start = process.hrtime.bigint();
    const [result] = await eslint.lintText(buffer, { filePath: file });
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
    if (result === undefined || result.messages.some(({ fatal }) => fatal === true)) throw new Error(`${name} did not lint ${file}.`);
  }
}
// The first rounds compile.
const later = runs.map(({ name, times }) => [name, times.slice(ROUNDS / 2)]);
console.log(JSON.stringify(Object.fromEntries(later)));
