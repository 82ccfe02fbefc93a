import type { Architecture } from "../engine/architecture.js";
import type { SyscallAbi } from "./syscall-numbers.js";

/** Whether arguments have 64 bits. */
export function isWide(abi: SyscallAbi): boolean {
  return abi === "x86_64" || abi === "aarch64";
}

/** The instruction set that programs of an architecture use as a rule. */
export const SYSCALL_ABI: Record<Architecture, SyscallAbi> = {
  amd64: "x86_64",
  arm64: "aarch64",
  arm: "arm",
  "386": "x86",
};
