/** What `init` does, or would do, about one thing. */
export type InitStep =
  /** `before` is null for a new file. */
  | { kind: "write"; path: string; before: string | null; after: string }
  /** It is there already. */
  | { kind: "present"; path: string }
  /** Nothing can be written safely; this is to be added by hand. */
  | { kind: "manual"; path: string; text: string; /** Where in the file, where its end is not meant. */ where?: string };
