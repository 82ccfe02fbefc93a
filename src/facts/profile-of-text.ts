import { isOurProfile } from "../seccomp/our-profile.js";
import { readProfile, type ProfileResult } from "../seccomp/read-profile.js";
import { Remembered } from "./remembered.js";

const profiles = new Remembered<ProfileResult>(16);
const authors = new Remembered<boolean>(16);

/** As `readProfile`, with the same text read once: then all services that name it have the same profile object. */
export function profileOfText(text: string): ProfileResult {
  return profiles.get(text, () => readProfile(text));
}

/** As `isOurProfile`, with the same text read once. */
export function wroteText(text: string): boolean {
  return authors.get(text, () => isOurProfile(text));
}
