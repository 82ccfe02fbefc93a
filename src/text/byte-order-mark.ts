/** What Windows editors write at the start of a file in UTF-8. */
export const BYTE_ORDER_MARK = "\ufeff";

/** The text behind a byte order mark, where it begins with one. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}
