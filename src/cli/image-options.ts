import { imageSettingProblem } from "../eslint/image-options.js";
import type { LintSettings } from "../eslint/settings.js";
import type { Arguments } from "./arguments.js";
import { UsageError } from "./usage-error.js";

/**
 * The settings that `--date` and `--image` give.
 * @throws UsageError for a day that does not exist, and for a pattern or a release that is none.
 */
export function imageSettingsOf(given: Arguments): Pick<LintSettings, "date" | "images"> {
  const date = given.values.get("date")?.[0];
  const pairs = given.values.get("image")?.map(pairOf);
  const settings = {
    ...(date === undefined ? {} : { date }),
    ...(pairs === undefined ? {} : { images: Object.fromEntries(pairs) }),
  };
  const dateProblem = imageSettingProblem(date === undefined ? {} : { date });
  if (dateProblem !== null) throw new UsageError(`--date: ${dateProblem}`);
  const problem = imageSettingProblem(settings);
  if (problem !== null) throw new UsageError(`--image: ${problem}`);
  return settings;
}

function pairOf(text: string): [pattern: string, release: string] {
  const equals = text.indexOf("=");
  if (equals === -1) {
    throw new UsageError(`--image ${text} names no release: write it as 'PATTERN=RELEASE', such as 'registry.example/*=debian:12'.`);
  }
  return [text.slice(0, equals), text.slice(equals + 1)];
}
