import { plainText } from "../../text/plain-text.js";

/** A piece of a message: plain words, or what stands between backquotes. */
export interface MessagePart {
  text: string;
  isCode: boolean;
}

/** Splits a message at its backquotes; one without a partner is a character like others. */
export function messageParts(message: string): MessagePart[] {
  return plainText(message)
    .split(/(`[^`]+`)/u)
    .filter((text) => text !== "")
    .map((text) => (/^`[^`]+`$/u.test(text) ? { text: text.slice(1, -1), isCode: true } : { text, isCode: false }));
}
