// Makes the outline of the plugin: all that ESLint reads of a plugin before it lints a file, as data, with functions that
// load the whole plugin when they are called.

/**
 * @param plugin the whole plugin
 * @param folder the one that it was built in; paths to it are found anew where the outline is installed
 * @returns the text of a module that exports the outline
 */
export function pluginOutline(plugin, folder) {
  const { configs, ...rest } = plugin;
  const text = (value, keys) => {
    if (value === plugin) return "plugin";
    // ESLint calls it for each configuration, and our languages have no options.
    if (keys.at(-1) === "validateLanguageOptions" && doesNothing(value)) return "() => {}";
    if (typeof value === "function") return `ofWholePlugin(${keys.map((key) => JSON.stringify(key)).join(",")})`;
    if (typeof value === "string" && value.startsWith(folder)) return `__dirname + ${JSON.stringify(value.slice(folder.length))}`;
    if (Array.isArray(value)) return `[${value.map((entry, index) => text(entry, [...keys, String(index)])).join(",")}]`;
    if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "undefined";
    if (Object.getPrototypeOf(value) !== Object.prototype) throw new Error(`${keys.join(".")} is no plain object.`);
    return `{${Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}:${text(entry, [...keys, key])}`).join(",")}}`;
  };
  return `import { ofWholePlugin } from "./whole-plugin.js";
export const plugin = ${text(rest, [])};
plugin.configs = ${text(configs, ["configs"])};
`;
}

function doesNothing(method) {
  return /\{\s*\}$/.test(method.toString());
}
