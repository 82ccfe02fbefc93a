// The configuration of someone who is still on ESLint 8 with an eslintrc:
//
//   npm i -D eslint@8 eslint-plugin-compose-lint@npm:compose-lint
//   ESLINT_USE_FLAT_CONFIG=false npx eslint examples/
//
// Beside an eslint.config.js ESLint 8 reads this file only with that variable; ESLint 10 never reads it.
module.exports = {
  root: true,
  extends: ["eslint:recommended", "plugin:compose-lint/legacy"],
  settings: {
    // The engine that runs these services; docs/seccomp.md says how to find yours.
    "compose-lint": { engine: "20.10.9" },
  },
  env: { node: true, es2022: true },
  parserOptions: { ecmaVersion: "latest", sourceType: "module" },
  ignorePatterns: ["dist/", "node_modules/", "*.ts"],
};
