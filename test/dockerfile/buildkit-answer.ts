/** What BuildKit says of a Dockerfile, or what we say of it, in a form that both can be compared in. */
export interface BuildkitAnswer {
  /** `--call=targets`: each stage's name, base, platform (as written) and line; or the reason of the refusal. */
  targets: [name: string, base: string, platform: string, line: number][] | string;
  /** `--call=outline`: the ARGs that the target uses, with value and line; or the reason of the refusal. */
  outline: [name: string, value: string, line: number][] | string;
  /** The images that it asks for, complete where it did not refuse. */
  images: string[];
  /**
   * `--call=convertllb`: a digest of each RUN with its command line and environment and of each inline file, or a
   * refusal.
   */
  steps: string[] | string;
}

/** A refusal that says nothing of the file: the base image is not on this machine. */
export function isImageMissing(answer: BuildkitAnswer): boolean {
  return typeof answer.outline === "string" && answer.outline.includes("failed to resolve source metadata for");
}
