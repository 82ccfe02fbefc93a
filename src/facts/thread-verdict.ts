import type { Target } from "../engine/target.js";
import type { ImageFacts } from "../image/image-facts.js";
import { alternativeTags } from "../image/alternatives.js";
import type { ImageReference } from "../image/reference.js";
import { describeLibc } from "../image/libc.js";
import { knownReference, type ResolveOptions } from "../image/resolve.js";
import { describeDistribution } from "../image/distribution.js";
import { supportEnd } from "../image/support-end.js";
import { cry } from "../program/cry.js";
import type { Program } from "../program/program.js";
import { ordinaryContainer, type ContainerSecurity } from "../seccomp/container-security.js";
import type { ThreadVerdict } from "../seccomp/thread-creation.js";
import { keyOfImages } from "./image-of-reference.js";
import { judgeThreads } from "./judge-threads.js";
import { RememberedOf } from "./remembered.js";

/** How much harm it does to a program when no thread can be created. */
export type Harm = "dies at start" | "fails in use" | "depends on its build" | "none" | "unknown";

/** What a program that never gets a thread, or cannot start another program, comes to. */
export function harmOf(program: Program | null): Harm {
  if (program === null) return "unknown";
  const { startsThreads, spawnsPrograms } = program;
  if (program.id === "go-any") return "depends on its build";
  if (startsThreads === "at start" || spawnsPrograms === "at start" || spawnsPrograms === "at first start") {
    return "dies at start";
  }
  // What needs a thread only with pools that someone configured (nginx) starts and serves without.
  if (startsThreads === "in use" && cry(program, "seccomp")?.when === "with thread pools") return "none";
  if (startsThreads === "in use" || spawnsPrograms === "in use") return "fails in use";
  return startsThreads === "never" && spawnsPrograms === "never" ? "none" : "unknown";
}

/** What a person sees when it happens, in one sentence: the program's own words where they were measured. */
export function describeCry(program: Program | null, reference: ImageReference | null): string {
  if (program === null) return "Every program in it that creates a thread through the C library fails.";
  if (program.id === "go-any") return describeGo();
  // "a shell" begins a sentence with a capital, "nginx" keeps its own letters.
  const title = program.title.replace(/^a(?=n? )/u, "A");
  const measured = cry(program, "seccomp", reference?.tag?.text ?? null);
  if (program.id === "go") return `${title} makes its threads by clone itself and runs; another program in it may fail.`;
  if (measured === null) {
    return harmOf(program) === "none"
      ? `${title} creates no threads and runs; another program in it that creates one fails.`
      : `${title} fails when it creates a thread.`;
  }
  const outcome = measured.then === "exits" ? "stops" : measured.then === "hangs" ? "hangs" : "fails";
  const said = `${title} ${outcome} ${measured.when}`;
  // Words that end a sentence themselves get no second full stop.
  if (measured.words === "") return `${said}.`;
  return `${said}: \`${measured.words}\`${measured.words.endsWith(".") ? "" : "."}`;
}

/** A Go program has the C library's threads or its own; the image does not tell. */
function describeGo(): string {
  const words = cry("go-cgo", "seccomp")?.words ?? "";
  return `A Go program that is built with cgo stops at start: \`${words}\`; one built without cgo makes its threads by clone itself and runs.`;
}

/** What comes of a verdict that is not "works", in one sentence. */
export function describeHarm(verdict: ThreadVerdict, program: Program | null, reference: ImageReference | null): string {
  const neverStarts = verdict.failing.length === 0 && verdict.doesNotStart.length > 0;
  return neverStarts ? "No program in it runs." : describeCry(program, reference);
}

/** Why threads fail, for people who know the image's C library already. */
export function describeReason({ reason }: ThreadVerdict, security: ContainerSecurity): string {
  if (reason.code !== "clone3-refused" || security.seccomp.kind !== "default") return reason.text;
  return "It creates threads with the syscall clone3, which the seccomp profile of this engine answers with EPERM.";
}

/** What an image is made of: `Debian 12 (bookworm) with glibc 2.36`. */
export function describeImage(image: ImageFacts): string {
  const { distribution, libc } = image;
  const release = distribution === null ? "an image without a distribution" : describeDistribution(distribution);
  if (libc === null || libc.name === "none") return release;
  return `${release} with ${describeLibc(libc)}`;
}

export interface OtherImage {
  /** The reference with the other tag, registry and path as they were. */
  reference: string;
  tag: string;
  facts: ImageFacts;
  /** The last day on which its release got security updates, `YYYY-MM-DD`, where that is past. */
  ended: string | null;
}

/** What another image is made of, and whether it is past its end: `Debian 11 (bullseye) with glibc 2.31`. */
export function describeOther({ facts, ended }: OtherImage): string {
  return ended === null ? describeImage(facts) : `${describeImage(facts)}, without security updates since ${ended}`;
}

/**
 * At most one tag of an older distribution release and one with musl, of the same image and version line, with which
 * threads work on the target in a container that is confined so. Both exist; what gets security updates comes first.
 *
 * @param day the day on which they are to get them
 */
export function imagesThatWork(
  reference: ImageReference,
  target: Target,
  options: ResolveOptions,
  day: string,
  security: ContainerSecurity = ordinaryContainer(),
): OtherImage[] {
  const find = (): OtherImage[] => {
    const works = (facts: ImageFacts): boolean => judgeThreads(facts.libc, target, security).verdict === "works";
    return findOtherImages(reference, works, options, day);
  };
  // A profile of one's own is rare, and has no name under which to remember it.
  if (security.seccomp.kind === "profile") return find();
  const key = `${reference.text} ${day} ${keyOfImages(options)} ${JSON.stringify(security)}`;
  return otherImages.get(target, key, find);
}

const otherImages = new RememberedOf<Target, OtherImage[]>();

function findOtherImages(
  reference: ImageReference,
  works: (facts: ImageFacts) => boolean,
  { date, custom }: ResolveOptions,
  day: string,
): OtherImage[] {
  const tags = alternativeTags(knownReference(reference, custom), works, date === undefined ? {} : { date }).map((tag) => ({ ...tag, ended: endBefore(day, tag.facts) }));
  const best = ["glibc", "musl"].map((name) => {
    const ofLibc = tags.filter(({ facts }) => facts.libc?.name === name);
    return ofLibc.find(({ ended }) => ended === null) ?? ofLibc[0];
  });
  return best
    .filter((found) => found !== undefined)
    .sort((a, b) => Number(a.ended !== null) - Number(b.ended !== null))
    .map((found) => ({ reference: referenceWithTag(reference, found.tag), ...found }));
}

function endBefore(day: string, { distribution }: ImageFacts): string | null {
  const end = distribution === null ? null : supportEnd(distribution);
  return end !== null && end < day ? end : null;
}

/** A reference with another tag, its registry and path as they are written, without a digest. */
export function referenceWithTag({ registry, path }: ImageReference, tag: string): string {
  return `${registry === null ? path.text : `${registry.text}/${path.text}`}:${tag}`;
}
