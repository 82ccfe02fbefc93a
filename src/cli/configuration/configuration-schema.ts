import { rules, type RuleName } from "../../eslint/rules.js";
import { settingTable, type SettingKind } from "./setting-table.js";

type Schema = Readonly<Record<string, unknown>>;

const level: Schema = { enum: ["off", "warn", "error", 0, 1, 2] };
/** A text that is not blank. */
const filled: Schema = { type: "string", pattern: "\\S" };
const globs: Schema = { anyOf: [filled, { type: "array", minItems: 1, items: filled }] };
const textOrTexts: Schema = { anyOf: [filled, { type: "array", items: filled }] };

/** The JSON schema (draft 7, which editors read) of a configuration file, from the rules' metadata and the settings. */
export function configurationSchema(): Schema {
  const names = Object.keys(rules) as RuleName[];
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Configuration of compose-lint",
    type: "object",
    additionalProperties: false,
    properties: {
      $schema: { type: "string", description: "This schema, for editors." },
      extends: {
        ...described(textOrTexts, "What to start from; of several the later counts more. `recommended` where the key is missing."),
        examples: ["recommended", "strict", "all", "./base.yaml"],
      },
      plugins: {
        type: "array",
        items: filled,
        description: "ESLint plugins with rules of your own: files beginning with ./ and packages. Their rules are set as namespace/rule.",
        examples: [["./acme-plugin.mjs"]],
      },
      rules: { $ref: "#/definitions/rules" },
      settings: { $ref: "#/definitions/settings" },
      ignores: {
        type: "array",
        items: filled,
        description: "What is never linted, in the syntax of .gitignore, seen from the folder of this file.",
      },
      overrides: {
        type: "array",
        description: "What holds for some files only; the later counts more.",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["files"],
          properties: {
            files: described(globs, "Globs, seen from the folder of this file; one without a slash fits at any depth."),
            rules: { $ref: "#/definitions/rules" },
            settings: { $ref: "#/definitions/settings" },
          },
        },
      },
    },
    definitions: {
      rules: {
        type: "object",
        description: "Rules and their levels, or lists of a level and options.",
        additionalProperties: false,
        properties: Object.fromEntries(names.map((name) => [name, ruleSchema(name)])),
        patternProperties: { [`^compose-lint/(?:${names.join("|")})$`]: anyOptions, "^(?!compose-lint/).+/.": anyOptions },
      },
      settings: {
        type: "object",
        description: "For which engine is judged, and what is known of images.",
        additionalProperties: false,
        properties: Object.fromEntries(Object.entries(settingTable).map(([name, kind]) => [name, settingSchema(kind)])),
      },
    },
  };
}

const anyOptions: Schema = { anyOf: [level, { type: "array", minItems: 1, items: [level] }] };

function ruleSchema(name: RuleName): Schema {
  const { docs, schema } = rules[name].meta;
  const options: unknown[] = Array.isArray(schema) ? schema : [];
  return {
    description: `${docs?.description ?? name}. ${docs?.url ?? ""}`.trim(),
    anyOf: [level, { type: "array", minItems: 1, items: [level, ...options], additionalItems: false }],
  };
}

function settingSchema({ type, description, values, pattern }: SettingKind): Schema {
  if (type === "boolean") return { type: "boolean", description };
  if (type === "texts by text") return { type: "object", additionalProperties: { type: "string" }, description };
  return { type: "string", minLength: 1, description, ...(values === undefined ? {} : { enum: values }), ...(pattern === undefined ? {} : { pattern }) };
}

function described(schema: Schema, description: string): Schema {
  return { ...schema, description };
}
