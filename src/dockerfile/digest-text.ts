const LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/** Whether the text is a digest that BuildKit can check: `sha256:`, `sha384:` or `sha512:` and hexadecimal digits. */
export function isDigest(text: string): boolean {
  const [, algorithm = "", digits = ""] = /^([a-z0-9]+):([0-9a-f]+)$/.exec(text) ?? [];
  return Object.hasOwn(LENGTHS, algorithm) && LENGTHS[algorithm] === digits.length;
}
