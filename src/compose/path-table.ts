/** A position in a `PathTable`, reached by following the keys of a value. */
export interface PathCursor<T> {
  readonly value: T | undefined;
  /** The position below a key; undefined where the table has nothing below it. List items have the key `[]`. */
  next(key: string): PathCursor<T> | undefined;
}

/** Something, and the paths that have it. V8 makes a list from a constant; for an object it makes a shape for each key. */
type PathGroup<T> = readonly [value: T, ...paths: string[]];

/**
 * Something for places in a Compose model, written as `services.*.ports`. `*` stands for any key and for the items of a
 * list. Made for walking a model once: each step is one look-up, however many paths the table has.
 */
export class PathTable<T> {
  readonly #groups: readonly PathGroup<T>[];
  #root: Node<T> | null = null;

  constructor(...groups: PathGroup<T>[]) {
    this.#groups = groups;
  }

  /** Made when it is asked for first: a run over one file needs few of the tables. */
  get root(): PathCursor<T> {
    this.#root ??= treeOf(this.#groups);
    return this.#root;
  }

  /** The position at a path that is written as in the table. */
  at(path: string): PathCursor<T> | undefined {
    let cursor: PathCursor<T> | undefined = this.root;
    for (const part of path.split(".")) cursor = cursor?.next(part);
    return cursor;
  }
}

function treeOf<T>(groups: readonly PathGroup<T>[]): Node<T> {
  const root = new Node<T>();
  for (const [value, ...paths] of groups) {
    for (const path of paths) {
      root.below(path).value = value;
    }
  }
  return root;
}

class Node<T> implements PathCursor<T> {
  value: T | undefined;
  /** Null at the ends, of which most tables consist. */
  #children: Map<string, Node<T>> | null = null;

  child(part: string): Node<T> {
    const children = (this.#children ??= new Map<string, Node<T>>());
    const node = children.get(part) ?? new Node<T>();
    children.set(part, node);
    return node;
  }

  /** The node at a path from here. */
  below(path: string): Node<T> {
    const dot = path.indexOf(".");
    return dot === -1 ? this.child(path) : this.child(path.slice(0, dot)).below(path.slice(dot + 1));
  }

  next(key: string): Node<T> | undefined {
    return this.#children?.get(key) ?? this.#children?.get("*");
  }
}
