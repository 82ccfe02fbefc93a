/** A position in a `PathTable`, reached by following the keys of a value. */
export interface PathCursor<T> {
  readonly value: T | undefined;
  /** The position below a key; undefined where the table has nothing below it. List items have the key `[]`. */
  next(key: string): PathCursor<T> | undefined;
}

/**
 * Something for places in a Compose model, written as `services.*.ports`. `*` stands for any key and for the items of a
 * list. Made for walking a model once: each step is one look-up, however many paths the table has.
 */
export class PathTable<T> {
  readonly root: PathCursor<T>;

  constructor(entries: Readonly<Record<string, T>>) {
    const root = new Node<T>();
    for (const [path, value] of Object.entries(entries)) {
      let node = root;
      for (const part of path.split(".")) node = node.child(part);
      node.value = value;
    }
    this.root = root;
  }

  /** The position at a path that is written as in the table. */
  at(path: string): PathCursor<T> | undefined {
    let cursor: PathCursor<T> | undefined = this.root;
    for (const part of path.split(".")) cursor = cursor?.next(part);
    return cursor;
  }
}

class Node<T> implements PathCursor<T> {
  value: T | undefined;
  readonly #children = new Map<string, Node<T>>();

  child(part: string): Node<T> {
    const existing = this.#children.get(part);
    if (existing !== undefined) return existing;
    const made = new Node<T>();
    this.#children.set(part, made);
    return made;
  }

  next(key: string): Node<T> | undefined {
    return this.#children.get(key) ?? this.#children.get("*");
  }
}
