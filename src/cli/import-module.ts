/**
 * Loads a JavaScript module of the user: a configuration, a format. The published program is compiled by `start`, where
 * an `import()` of its own would make Node warn of an experiment; there the build puts the import of `start` in this place.
 *
 * @param href a `file:` URL
 */
export function importModule(href: string): Promise<unknown> {
  return import(href);
}
