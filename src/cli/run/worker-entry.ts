/**
 * The program that a worker thread runs: here from its TypeScript source, whose loader a thread of Node 20 does not have of
 * itself. The build puts the bundled program in its place.
 */
export const workerEntry = new URL(
  `data:text/javascript,${encodeURIComponent(
    `import { register } from ${JSON.stringify(import.meta.resolve("tsx/esm/api"))}; register(); await import(${JSON.stringify(new URL("../bin.ts", import.meta.url).href)});`,
  )}`,
);
