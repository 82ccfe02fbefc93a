import { parseImageReference } from "../image/reference.js";
import type { RunFlag } from "./run-command.js";
import type { CommandProblem, ShellWord } from "./shell-word.js";

/**
 * The first pair of options that the docker client refuses together, at the second of them; null where there is none.
 * Source: docker/cli, cli/command/container/opts.go and run.go; seen with the client 28.2.
 */
export function refusedCombination(flags: readonly RunFlag[]): CommandProblem | null {
  const restart = last(flags, "restart");
  const restarts = restart !== undefined && !["", "no"].includes(restart.value) && !restart.value.includes("$");
  return (
    (restarts ? refused(flags, restart, isOn(flags, "rm"), "a container that is removed cannot be restarted") : null) ??
    refused(flags, last(flags, "attach"), isOn(flags, "detach"), "a container in the background is attached to nothing") ??
    refused(flags, flags.find(isHealthSetting), isOn(flags, "no-healthcheck"), "without a health check there is nothing to set")
  );
}

/**
 * Why the docker client does not take an image's name. Placeholders such as `IMAGE` or `<image>`, of which usage texts are
 * full, are no mistake; nor are ids of images, and variables may hold anything.
 */
export function refusedImage(word: ShellWord): CommandProblem | null {
  const { text, range } = word;
  if (text.includes("$") || /^[A-Z][A-Z_-]*$|[<>[\]{}]|\.\.\./u.test(text)) return null;
  const parsed = parseImageReference(text);
  if (parsed.ok || parsed.problem.code === "image-id") return null;
  return { code: "incomplete", message: `\`${text}\` is no name of an image: ${lowerFirst(parsed.problem.message)}`, range };
}

function refused(flags: readonly RunFlag[], one: RunFlag | undefined, other: RunFlag | null, why: string): CommandProblem | null {
  if (one === undefined || other === null) return null;
  const [first, second] = flags.indexOf(one) < flags.indexOf(other) ? [one, other] : [other, one];
  return { code: "refused", message: `${second.written} does not go with ${first.written}: ${why}.`, range: second.range };
}

function isOn(flags: readonly RunFlag[], name: string): RunFlag | null {
  const flag = last(flags, name);
  return flag?.value === "true" ? flag : null;
}

function isHealthSetting({ name, value }: RunFlag): boolean {
  return name.startsWith("health-") && !/^(?:0\D*)?$/u.test(value);
}

function last(flags: readonly RunFlag[], name: string): RunFlag | undefined {
  return flags.findLast((flag) => flag.name === name);
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
