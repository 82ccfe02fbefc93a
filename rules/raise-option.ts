import type { JSONSchema } from "@typescript-eslint/utils";

/** The option of the rules about limits: whether `--fix` raises one that is too low, to the least that the program needs. */
export const raiseOption: JSONSchema.JSONSchema4 = {
  type: "object",
  properties: {
    fix: { type: "string", enum: ["raise", "none"] },
  },
  additionalProperties: false,
};
