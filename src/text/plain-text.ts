import { isVisibleJoiner, JOINER, NON_JOINER } from "./visible-joiner.js";

const EMOJI_STYLE = "\ufe0f";
/** Most texts, for which the classes of Unicode need not be put together. */
const ordinary = /^[\t\n -~]*$/;

/** Text of a file under lint made safe for a terminal: control characters, and those that nobody sees, are shown and not obeyed. */
export function plainText(text: string): string {
  if (ordinary.test(text)) return text;
  return text.replaceAll(unsafeCharacter(), (character, at: number) => (isSeen(character, text, at) ? character : escaped(character)));
}

let unsafe: RegExp | null = null;

/**
 * C0 and C1 controls but tab and line feed, the characters that change the direction of text, those that end a line, that mark
 * the order of bytes or that nobody sees, and halves of surrogate pairs, which are no characters. Made when it is asked for.
 */
function unsafeCharacter(): RegExp {
  // eslint-disable-next-line no-control-regex -- control characters are what it is for
  return (unsafe ??= /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\p{Format}\p{Default_Ignorable_Code_Point}\p{Surrogate}]/gu);
}

/** A name in one line: its line feeds and tabs are shown, not obeyed, so that it cannot look like a line of ours. */
export function onOneLine(text: string): string {
  return text.replaceAll("\n", String.raw`\u000a`).replaceAll("\t", String.raw`\u0009`);
}

/** As JSON and YAML write it: two escapes for a character beyond U+FFFF. */
function escaped(character: string): string {
  return character.replaceAll(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Whether a character that is not seen by itself changes how those around it look. */
function isSeen(character: string, text: string, at: number): boolean {
  if (character === JOINER || character === NON_JOINER) return isPartOfEmoji(character, text, at) || isVisibleJoiner(character, text, at);
  return character === EMOJI_STYLE && isPartOfEmoji(character, text, at);
}

/** Whether it joins an emoji with the next one, or says that the character before is one: there it is seen. */
function isPartOfEmoji(character: string, text: string, at: number): boolean {
  if (character === NON_JOINER) return false;
  if (character === EMOJI_STYLE) return /[\p{Extended_Pictographic}\p{Emoji_Modifier}]$/u.test(text.slice(Math.max(0, at - 2), at));
  const isBehindEmoji = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]\ufe0f?$/u.test(text.slice(Math.max(0, at - 3), at));
  return isBehindEmoji && /^\p{Extended_Pictographic}/u.test(text.slice(at + 1, at + 3));
}
