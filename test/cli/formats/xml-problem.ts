/** Characters that XML 1.0 cannot hold. */
// eslint-disable-next-line no-control-regex -- control characters are what it is for
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

/**
 * What keeps a text from being XML of elements, attributes and text; null if nothing does. Namespaces, processing
 * instructions and DTDs are none of its business.
 */
export function xmlProblem(text: string, voidElements: readonly string[] = []): string | null {
  const bad = forbidden.exec(text);
  if (bad !== null) return `forbidden character at ${bad.index}`;
  const open: string[] = [];
  const body = text.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n|^<!doctype html>\n/u, "").replace(/<style>[^<]*<\/style>/u, "");
  const token = /<(\/?)([a-zA-Z][\w-]*)((?: [\w-]+="[^"<]*")*)(\/?)>|[^<]+|</gu;
  for (const [whole, close, name, attributes = "", selfClosed] of body.matchAll(token)) {
    if (whole === "<") return `stray < before ${body.slice(body.indexOf(whole), 60)}`;
    if (/&(?!amp;|lt;|gt;|quot;|#\d+;)/u.test(name === undefined ? whole : attributes)) return `stray & in ${whole}`;
    if (name === undefined || selfClosed === "/") continue;
    if (close === "/") {
      const last = open.pop();
      if (last !== name) return `</${name}> closes <${last ?? "nothing"}>`;
    } else if (!voidElements.includes(name)) open.push(name);
  }
  return open.length === 0 ? null : `<${open.join("><")}> is not closed`;
}
