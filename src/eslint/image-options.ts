import { checkCustomImages } from "../image/custom-image.js";
import { dayOf, isDay } from "../image/day.js";
import type { ResolveOptions } from "../image/resolve.js";
import type { LintSettings } from "./settings.js";

// Every rule asks for each file; what is remembered under the options is found by their identity.
const optionsOf = new WeakMap<LintSettings, ResolveOptions>();

/** What the settings say about images; what is not understood in them is left out, and `imageSettingProblem` says it. */
export function imageOptions(settings: LintSettings): ResolveOptions {
  let options = optionsOf.get(settings);
  if (options === undefined) {
    options = readOptions(settings);
    optionsOf.set(settings, options);
  }
  return options;
}

function readOptions({ date, images, inspected }: LintSettings): ResolveOptions {
  return {
    ...(date !== undefined && isDay(date) ? { date } : {}),
    ...(images !== undefined && problemOfImages(images) === null ? { custom: images } : {}),
    ...(inspected === undefined ? {} : { inspected }),
  };
}

let listener: (day: string) => void = () => undefined;

/** Tells a host that keeps results when one of them holds for this day alone. */
export function whenDayIsAsked(listen: (day: string) => void): void {
  listener = listen;
}

/** The day for which a file is judged: that of the settings, else today. */
export function judgedDay({ date }: LintSettings): string {
  if (date !== undefined && isDay(date)) return date;
  const today = dayOf(new Date());
  listener(today);
  return today;
}

/** The first thing in the settings about images that is not understood, as a sentence; null where all is. */
export function imageSettingProblem({ date, images }: LintSettings): string | null {
  if (date !== undefined && !isDay(date)) {
    return `"${date}" is not a day of the calendar, such as 2023-06-12.`;
  }
  return images === undefined ? null : problemOfImages(images);
}

function problemOfImages(images: unknown): string | null {
  if (typeof images !== "object" || images === null || Array.isArray(images)) return "`images` maps patterns to releases.";
  const wrong = Object.entries(images).find(([, value]) => typeof value !== "string");
  if (wrong !== undefined) return `What "${wrong[0]}" stands for in \`images\` is not a text.`;
  const [problem] = checkCustomImages(images as Record<string, string>);
  return problem === undefined ? null : `\`images\` has the pattern "${problem.pattern}". ${problem.message}`;
}
