import path from "node:path";
import { NodeFileSystem } from "./compose/node-file-system.js";
import { ProjectFileCache } from "./compose/project-file.js";
import { RememberingFileSystem } from "./compose/remembering-file-system.js";
import { createPlugin, type ComposeLintPlugin } from "./eslint/plugin.js";

export type { ConfiguredRules } from "./eslint/config-types.js";
export type { LintSettings } from "./eslint/settings.js";

// ESLint lints one file after the other, and does not say when it begins another project.
const KEPT_FILES = { keys: 64, weight: 500_000 };

/**
 * The ESLint plugin. In an editor or in ESLint's own command line nobody writes the files that a fix refers to, so
 * such a fix is offered only where its seccomp profile is there already.
 */
const plugin: ComposeLintPlugin = createPlugin(
  {
    fileSystem: new RememberingFileSystem(new NodeFileSystem()),
    projectFiles: new ProjectFileCache({ kept: KEPT_FILES }),
    variables: process.env,
    writesFiles: false,
  },
  path.join(import.meta.dirname, "parser.cjs"),
);

export default plugin;
