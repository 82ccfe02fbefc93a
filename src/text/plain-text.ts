// C0 and C1 controls but tab and line feed, the characters that change the direction of text, those that end a line or mark
// the order of bytes, and halves of surrogate pairs, which are no characters.
// eslint-disable-next-line no-control-regex -- control characters are what it is for
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\p{Surrogate}]/gu;

/** Text of a file under lint made safe for a terminal: control characters are shown, not obeyed. */
export function plainText(text: string): string {
  return text.replaceAll(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A name in one line: its line feeds and tabs are shown, not obeyed, so that it cannot look like a line of ours. */
export function onOneLine(text: string): string {
  return text.replaceAll("\n", String.raw`\u000a`).replaceAll("\t", String.raw`\u0009`);
}
