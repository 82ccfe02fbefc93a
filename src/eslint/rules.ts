// Made by tools/rule-index.mjs from the files in rules/. Do not edit.
import { fileStructure } from "../../rules/correctness/file-structure.js";
import { securityOpt } from "../../rules/correctness/security-opt.js";
import { singleDocument } from "../../rules/correctness/single-document.js";
import { syntax } from "../../rules/correctness/syntax.js";
import { dockerInDocker } from "../../rules/runtime/docker-in-docker.js";
import { imageMoved } from "../../rules/runtime/image-moved.js";
import { threadCreation } from "../../rules/runtime/thread-creation.js";
import { imageEndOfLife } from "../../rules/security/image-end-of-life.js";
import { noUnconfinedSeccomp } from "../../rules/security/no-unconfined-seccomp.js";
import { seccompProfile } from "../../rules/security/seccomp-profile.js";

export const rules = {
  "docker-in-docker": dockerInDocker,
  "file-structure": fileStructure,
  "image-end-of-life": imageEndOfLife,
  "image-moved": imageMoved,
  "no-unconfined-seccomp": noUnconfinedSeccomp,
  "seccomp-profile": seccompProfile,
  "security-opt": securityOpt,
  "single-document": singleDocument,
  syntax: syntax,
  "thread-creation": threadCreation,
};

export type RuleName = keyof typeof rules;
