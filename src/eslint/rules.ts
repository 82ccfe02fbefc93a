// Made by tools/rule-index.mjs from the files in rules/. Do not edit.
import { fileStructure } from "../../rules/correctness/file-structure.js";
import { interpolation } from "../../rules/correctness/interpolation.js";
import { projectFiles } from "../../rules/correctness/project-files.js";
import { securityOpt } from "../../rules/correctness/security-opt.js";
import { singleDocument } from "../../rules/correctness/single-document.js";
import { syntax } from "../../rules/correctness/syntax.js";
import { undefinedVariable } from "../../rules/correctness/undefined-variable.js";
import { blockedSyscall } from "../../rules/runtime/blocked-syscall.js";
import { dockerInDocker } from "../../rules/runtime/docker-in-docker.js";
import { imageMoved } from "../../rules/runtime/image-moved.js";
import { memoryLimit } from "../../rules/runtime/memory-limit.js";
import { threadCreation } from "../../rules/runtime/thread-creation.js";
import { threadLimit } from "../../rules/runtime/thread-limit.js";
import { imageEndOfLife } from "../../rules/security/image-end-of-life.js";
import { noUnconfinedSeccomp } from "../../rules/security/no-unconfined-seccomp.js";
import { seccompProfile } from "../../rules/security/seccomp-profile.js";

export const rules = {
  "blocked-syscall": blockedSyscall,
  "docker-in-docker": dockerInDocker,
  "file-structure": fileStructure,
  "image-end-of-life": imageEndOfLife,
  "image-moved": imageMoved,
  interpolation: interpolation,
  "memory-limit": memoryLimit,
  "no-unconfined-seccomp": noUnconfinedSeccomp,
  "project-files": projectFiles,
  "seccomp-profile": seccompProfile,
  "security-opt": securityOpt,
  "single-document": singleDocument,
  syntax: syntax,
  "thread-creation": threadCreation,
  "thread-limit": threadLimit,
  "undefined-variable": undefinedVariable,
};

export type RuleName = keyof typeof rules;
