import js from "@eslint/js";
import regexp from "eslint-plugin-regexp";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

// Domain folders are libraries of their own: they know nothing of linting, of ESLint or of the command line.
const domainFolders = ["compose", "dockerfile", "image", "engine", "seccomp", "program"];

export default defineConfig([
  globalIgnores(["dist/", "node_modules/", "examples/**", "!examples/**/", "!examples/**/*.mjs", ".eslintrc.cjs"]),
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "max-lines": ["warn", { max: 400 }],
    },
  },
  {
    files: domainFolders.map((folder) => `src/${folder}/**/*.ts`),
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { regex: "/(lint|eslint|cli)/", message: "A domain folder does not know the linter." },
            { regex: "^(eslint|@eslint/|@typescript-eslint/)", message: "A domain folder does not know ESLint." },
          ],
        },
      ],
      "no-console": "error",
    },
  },
  {
    // The time that a regular expression takes grows no faster than the text: a file under lint must not hang the program.
    files: ["{src,rules,tools}/**/*.{ts,mjs}"],
    plugins: { regexp },
    rules: { "regexp/no-super-linear-backtracking": ["error", { report: "certain" }] },
  },
  {
    files: ["{src,rules}/**/*.ts"],
    rules: {
      "regexp/no-super-linear-backtracking": ["error", { report: "potential" }],
      "regexp/no-super-linear-move": ["error", { report: "potential" }],
      "no-restricted-syntax": [
        "error",
        {
          selector: ":matches(Program, ExportNamedDeclaration) > VariableDeclaration > VariableDeclarator > Literal[regex.pattern=/\\\\p/]",
          message: "V8 looks up the table of Unicode when this is made, which takes half a millisecond of each start: have it in the function that needs it.",
        },
      ],
    },
  },
  {
    files: ["test/**/*.ts"],
    // node:test's describe and it return promises that the runner itself awaits.
    rules: { "@typescript-eslint/no-floating-promises": "off", "max-lines": "off" },
  },
  {
    files: ["tools/**/*.mjs", "**/*.cjs"],
    languageOptions: { globals: { process: "readonly", console: "readonly", URL: "readonly", module: "writable", require: "readonly" } },
  },
]);
