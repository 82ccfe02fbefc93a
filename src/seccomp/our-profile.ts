import { readJson } from "./json-tree.js";
import type { SeccompProfile } from "./profile.js";
import { readProfile } from "./read-profile.js";
import { profileText } from "./write-profile.js";

/** How the comment of every profile that we write starts. */
const SIGNATURE = "Written by compose-lint";
const CHECKSUM = /\(checksum ([0-9a-f]{16})\)$/;
const CHECKSUM_LENGTH = 16;

/**
 * The text of a profile of ours. The comment says that we wrote it, and ends with a checksum of the rules, by which we
 * know later that nobody else has changed them.
 *
 * @param about what it is for and when it can be deleted, as sentences
 */
export function ourProfileText(profile: SeccompProfile, about: string): string {
  return profileText(profile, { comment: `${SIGNATURE}. ${about} (checksum ${checksum(profile)})` });
}

/**
 * Whether a text is a profile that we wrote and nobody has changed since: only such a file may be written over. A file
 * that was laid out differently is still ours.
 */
export function isOurProfile(text: string): boolean {
  const comment = commentOf(text);
  if (comment?.startsWith(SIGNATURE) !== true) return false;
  const { profile } = readProfile(text);
  return profile !== null && CHECKSUM.exec(comment)?.[1] === checksum(profile);
}

function commentOf(text: string): string | null {
  // Cheap for the many files that are not ours, and for huge ones.
  if (!text.includes(SIGNATURE)) return null;
  const json = readJson(text);
  if (!json.ok || json.root.kind !== "object") return null;
  const comment = json.root.members.find(({ key }) => key === "comment")?.value;
  return comment?.kind === "string" ? comment.value : null;
}

/** Of what the profile says, not of how the file is laid out. */
function checksum(profile: SeccompProfile): string {
  const said = JSON.stringify(profile, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value));
  // Loaded when it is called: it takes longer than a small file, and few runs see a profile of ours.
  return process.getBuiltinModule("node:crypto").createHash("sha256").update(said).digest("hex").slice(0, CHECKSUM_LENGTH);
}
