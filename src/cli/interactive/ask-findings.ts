import type { LintInput, LintOptions, LintRun } from "../../lint/lint-files.js";
import type { FileResult } from "../../lint/lint-result.js";
import { countsOf, countWords } from "../formats/finding-words.js";
import { NamedPlaces } from "../named-places.js";
import type { Output } from "../output.js";
import { PromptClosed } from "../prompt/prompter.js";
import { TerminalPrompter } from "../prompt/terminal-prompter.js";
import { askAbout } from "./ask-about.js";
import { FileJudge } from "./file-judge.js";
import { Walk } from "./walk.js";

export interface Asked {
  /** Ctrl-C. */
  isInterrupted: boolean;
  /** A line for each file that could not be written, or not be read any more. */
  failures: readonly string[];
  /** The files as they are now, without those that are gone. */
  inputs: LintInput[];
  /** Says what was done, and what is left of it. */
  tellEnd: (results: readonly FileResult[]) => void;
}

interface Surroundings {
  output: Output;
  /** The files and folders that the user named. */
  named: readonly string[];
  /** Takes out of a run what a baseline knows. */
  withoutKnown: (run: LintRun) => void;
}

/** `--interactive`: asks about each finding of these files, and changes them as it is told. */
export async function askFindings(
  inputs: readonly LintInput[],
  options: LintOptions,
  { output, withoutKnown, named }: Surroundings,
): Promise<Asked> {
  const { cwd, fileSystem } = options;
  const prompter = new TerminalPrompter(output.colour);
  const judge = new FileJudge(options, withoutKnown);
  const walk = new Walk(inputs.map(({ path }) => path), judge, askAbout({ prompter, fileSystem, cwd, output }), { cwd, output, places: new NamedPlaces(cwd, named) });
  let isInterrupted = false;
  try {
    await walk.run();
  } catch (error) {
    if (!(error instanceof PromptClosed)) throw error;
    isInterrupted = error.reason === "interrupt";
  }
  const { changed, ignored, skipped } = walk.counts;
  const done = `${changed} changed, ${ignored} ignored with a reason, ${skipped} skipped.`;
  if (isInterrupted) output.tell(`Interrupted. What was changed before stays.\n${done}\n`);
  const left = inputs.flatMap(({ path }) => {
    const content = fileSystem.read(path);
    if (content.ok) return [{ path, text: content.text }];
    walk.lost.add(path, content.problem);
    return [];
  });
  return {
    isInterrupted,
    inputs: left,
    failures: walk.failures,
    tellEnd: (results) => {
      const counts = countsOf(results);
      const left = counts.errors + counts.warnings === 0 ? "No problems are left." : `Left: ${countWords(counts)}.`;
      output.tell(`\n${done}\n${left}\n`);
    },
  };
}
