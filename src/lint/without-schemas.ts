import type { ComposeLintPlugin } from "../eslint/plugin.js";

/** ESLint loads a schema validator to check rule options. Where the user set none there is nothing to check. */
export function withoutSchemas(plugin: ComposeLintPlugin, own: Readonly<Record<string, unknown>>): ComposeLintPlugin {
  const rules = Object.entries(plugin.rules ?? {}).map(([name, rule]) => {
    if (Array.isArray(own[name])) return [name, rule];
    return [name, { ...rule, meta: { ...rule.meta, schema: false } }];
  });
  return { ...plugin, rules: Object.fromEntries(rules) as NonNullable<ComposeLintPlugin["rules"]> };
}
