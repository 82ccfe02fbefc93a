import { ConfigCommentParser } from "@eslint/plugin-kit";

/**
 * Reads `rule: entry` as ESLint reads it in a comment. A module of its own for what loads it late: of a package in CommonJS,
 * esbuild gives a late import nothing but its default.
 */
export function readRuleEntry(text: string): ReturnType<ConfigCommentParser["parseJSONLikeConfig"]> {
  return new ConfigCommentParser().parseJSONLikeConfig(text);
}
