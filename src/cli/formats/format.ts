import type { FileResult } from "../../lint/lint-result.js";
import type { Output } from "../output.js";
import { json } from "./json.js";
import { stylish } from "./stylish.js";

const formats = { stylish, json };

export type FormatName = keyof typeof formats;
export const formatNames = Object.keys(formats) as FormatName[];

/** The results as text in one of the formats. */
export function formatResults(name: FormatName, results: readonly FileResult[], cwd: string, output: Output): string {
  return formats[name](results, cwd, output);
}
