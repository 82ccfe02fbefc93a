// For ESLint 8 with `ESLINT_USE_FLAT_CONFIG=false`; newer versions read eslint.config.js.
module.exports = {
  root: true,
  extends: ["eslint:recommended"],
  env: { node: true, es2022: true },
  parserOptions: { ecmaVersion: "latest", sourceType: "module" },
  ignorePatterns: ["dist/", "node_modules/", "*.ts"],
};
