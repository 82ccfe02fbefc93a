import { plainText } from "../../text/plain-text.js";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** A text as the content or the attribute of an XML or HTML element; what XML cannot hold is shown as an escape. */
export function xmlText(text: string): string {
  return plainText(text)
    .replaceAll(/[\p{Surrogate}\ufffe\uffff]/gu, "\ufffd")
    .replaceAll(/[&<>"']/gu, (character) => entities[character] ?? character);
}

/** `name="value"` for each attribute, a space before each. */
export function xmlAttributes(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${xmlText(String(value)).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;")}"`)
    .join("");
}
