// What the plugin is measured against: ESLint with its recommended rules over the same Compose file, as YAML or as JSON.
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** A module as a configuration file in this folder imports it. */
export async function importFrom(folder, name) {
  const file = path.join(folder, "load.mjs");
  if (!existsSync(file)) writeFileSync(file, "export const load = (name) => import(name);\n");
  const { load } = await import(pathToFileURL(file).href);
  return load(name);
}

const ours = {
  module: "compose-lint",
  config: ({ default: plugin }) => [...plugin.configs.recommended, { settings: { "compose-lint": { engine: "20.10.9" } } }],
};

/** Each with the name of the file that it lints, which holds the same project. */
export const subjects = {
  "compose-lint": { ...ours, file: "compose.yaml" },
  "compose-lint over JSON": {
    module: ours.module,
    config: (module) => ours.config(module).map((config) => ("language" in config ? { ...config, files: ["**/*.json"] } : config)).filter(({ language }) => language !== "compose-lint/dockerfile"),
    file: "compose.json",
  },
  "eslint-plugin-yml": { module: "eslint-plugin-yml", config: ({ default: plugin }) => plugin.configs.recommended, file: "compose.yaml" },
  "@eslint/json": {
    module: "@eslint/json",
    config: ({ default: plugin }) => [{ files: ["**/*.json"], language: "json/json", ...plugin.configs.recommended }],
    file: "compose.json",
  },
};

/** A project of about this many lines, without anything that a linter of syntax would report. */
export function composeProject(lines) {
  const services = {};
  for (let index = 0; index < lines / 14; index += 1) {
    services[`service${index}`] = {
      image: index % 10 === 0 ? "node:20" : "postgres:16.2-alpine",
      command: ["serve", "--port", "8080"],
      environment: { LEVEL: "info", TZ: "Europe/Berlin" },
      ports: [`${8000 + index}:80`],
      volumes: [`data${index}:/data`],
      restart: "unless-stopped",
    };
  }
  const volumes = Object.fromEntries(Object.keys(services).map((_, index) => [`data${index}`, {}]));
  return { services, volumes };
}

export function textOf(file, project) {
  return file.endsWith(".json") ? `${JSON.stringify(project, null, 2)}\n` : yamlOf(project, "");
}

function yamlOf(value, indent) {
  return Object.entries(value)
    .map(([key, entry]) => {
      if (Array.isArray(entry)) return `${indent}${key}:\n${entry.map((item) => `${indent}  - "${item}"\n`).join("")}`;
      if (typeof entry !== "object") return `${indent}${key}: ${entry}\n`;
      return Object.keys(entry).length === 0 ? `${indent}${key}: {}\n` : `${indent}${key}:\n${yamlOf(entry, `${indent}  `)}`;
    })
    .join("");
}
