import { isDigest } from "./digest-text.js";

// The grammar of github.com/distribution/reference. Here it is only asked whether a text is one; `src/image` reads it.
const PATH_PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const HOST_PART = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const HOST = `(?:${HOST_PART}(?:\\.${HOST_PART})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const PATH = `${PATH_PART}(?:/${PATH_PART})*`;
const TAG = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
const DIGEST_NAME = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*";

const LONGEST_PATH = 255;

/** Whether BuildKit takes the text as the name of an image: `[host/]path[:tag][@digest]`. */
export function isImageName(text: string): boolean {
  if (/^[a-f0-9]{64}$/.test(text)) return false;
  const { host, rest } = splitHost(text);
  const match = new RegExp(`^(${PATH})(?::${TAG})?(?:@(${DIGEST_NAME}):([0-9a-fA-F]{32,}))?$`).exec(rest);
  if (match === null || !(host === null || new RegExp(`^${HOST}$`).test(host))) return false;
  const [, path = "", algorithm, digits = ""] = match;
  const isOfficial = host === null && !path.includes("/");
  if (path.length + (isOfficial ? "library/".length : 0) > LONGEST_PATH) return false;
  return algorithm === undefined || isDigest(`${algorithm}:${digits}`);
}

/** What stands before the first slash is a host only if it looks like one; else it is a part of the path. */
function splitHost(text: string): { host: string | null; rest: string } {
  const slash = text.indexOf("/");
  const first = slash === -1 ? "" : text.slice(0, slash);
  const isHost = first === "localhost" || /[.:]/.test(first) || first !== first.toLowerCase();
  return isHost ? { host: first, rest: text.slice(slash + 1) } : { host: null, rest: text };
}
