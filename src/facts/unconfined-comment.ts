const START = "No seccomp sandbox:";

/** What stands above a `seccomp=unconfined` that we insert: the risk, and when it can go. */
export const unconfinedComment = `${START} this container may call every syscall of the kernel. Remove on Docker Engine 20.10.10 or newer.`;

/** Whether a comment (without `#`) is that one, so that the entry below it was chosen. */
export function isUnconfinedComment(text: string): boolean {
  return text.trimStart().startsWith(START);
}
