import { visitorKeys, type Dockerfile, type DockerfileNode } from "./ast.js";

/** Stands for a parent until `linkParents` has set it; no node leaves the parser with it. */
export const UNLINKED = null as unknown as never;

/** The child nodes of a node, in reading order. */
export function childNodes(node: DockerfileNode): DockerfileNode[] {
  const children: DockerfileNode[] = [];
  for (const key of visitorKeys[node.type]) {
    const value: unknown = Reflect.get(node, key);
    if (Array.isArray(value)) for (const child of value as DockerfileNode[]) children.push(child);
    else if (value !== null && value !== undefined) children.push(value as DockerfileNode);
  }
  return children;
}

/** Sets `parent` on every node below the root, its comments too. */
export function linkParents(root: Dockerfile): void {
  for (const comment of root.comments) comment.parent = root;
  const pending: DockerfileNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const child of childNodes(node)) {
      Reflect.set(child, "parent", node);
      pending.push(child);
    }
  }
}
