import type { Target } from "../engine/target.js";
import type { ImageFacts } from "../image/image-facts.js";
import type { ThreadVerdict } from "../seccomp/thread-creation.js";
import type { ImageUse } from "./image-uses.js";
import { judgeThreads } from "./judge-threads.js";
import { harmOf } from "./thread-verdict.js";

/** Whether another image could take the place of one, as far as threads are concerned. */
export type ThreadFit =
  /** `unused`: threads fail, and the programs that run need none. */
  | { kind: "works" | "unused" }
  | { kind: "fails"; verdict: ThreadVerdict };

/** What becomes of threads on a target when the containers of an image run another one. */
export function threadFit({ containers }: ImageUse, image: ImageFacts, target: Target): ThreadFit {
  let kind: "works" | "unused" = "works";
  for (const { security, program } of containers) {
    const verdict = judgeThreads(image.libc, target, security);
    if (verdict.verdict === "works" || verdict.verdict === "unknown") continue;
    // That no container starts there is not the image's doing.
    if (verdict.reason.code === "does-not-start") continue;
    if (harmOf(program) !== "none") return { kind: "fails", verdict };
    kind = "unused";
  }
  return { kind };
}
