import path from "node:path";
import { placeOf, placeOfOrigin } from "./place-of.js";
import type { Place, ProjectProblem } from "./project-problem.js";
import { entryValue, stringOf, type MapValue, type Value } from "./value.js";

export const DOUBLED_SECURITY_OPT = "doubled-security-opt";

/**
 * The entries of `security_opt` that come twice once a document is merged. Docker Compose keeps both, where of other lists it
 * drops one, and then refuses the project by its schema (`items at 0 and 1 are equal`): after each document, so that what a later
 * file takes away again is refused nevertheless. Asked of Docker Compose 2.40.3 (tools/record-security-opt-answers.ts).
 * @param document what the document says, with what its services extend
 * @param merged the same merged into what was there before
 */
export function doubledSecurityOpt(document: MapValue, merged: MapValue): ProjectProblem[] {
  const [added, whole] = [entryValue(document, "services"), entryValue(merged, "services")];
  if (added?.kind !== "map" || whole?.kind !== "map") return [];
  const problems: ProjectProblem[] = [];
  for (const [name, { value }] of added.entries) {
    const own = entryValue(value, "security_opt");
    if (own?.kind !== "list" || own.items.length === 0) continue;
    const list = entryValue(whole.entries.get(name)?.value ?? whole, "security_opt");
    // Of what was there before is told already.
    if (list?.kind === "list" && list.items.length > 1) problems.push(...doubledIn(list.items, list.items.length - own.items.length, name));
  }
  return problems;
}

/** The items from an index on that stand above already. */
function doubledIn(items: readonly Value[], from: number, service: string): ProjectProblem[] {
  const first = new Map<string, Value>();
  const problems: ProjectProblem[] = [];
  for (const [index, item] of items.entries()) {
    const text = stringOf(item);
    if (text === null) continue;
    const earlier = first.get(text);
    if (earlier === undefined) first.set(text, item);
    else if (index >= from) problems.push(problemOf(item, earlier, text, service));
  }
  return problems;
}

function problemOf(item: Value, earlier: Value, text: string, service: string): ProjectProblem {
  // What is extended is right by itself: that it is extended here makes it come twice.
  const extending = item.via.findLast(({ kind }) => kind === "extends");
  const place = extending?.kind === "extends" ? placeOfOrigin(extending.origin) : (placeOfAlias(item, earlier) ?? placeOf(item));
  const [written, used] = [placeOf(earlier), placeOfAlias(earlier, item)];
  const before = used ?? written;
  const line = `line ${before.loc.start.line}`;
  const where = before.file === place.file ? `in ${line}` : `in ${path.basename(before.file)}, ${line}`;
  const what = text === "" ? "An empty entry" : `\`${text}\``;
  const message = `${what} comes to \`security_opt\` of the service \`${service}\` a second time: it ${used === null ? "stands" : "comes from the alias"} ${where} already, and lists are joined here. Docker Compose refuses a list with an entry that stands twice. Take one of them out.`;
  const related = [{ place: before, message: "the first one" }, ...(used === null ? [] : [{ place: written, message: "where it is written" }])];
  return { ...place, code: DOUBLED_SECURITY_OPT, message, related };
}

/** The alias that brings a value and not the other one, the outermost of several; null where there is none. */
function placeOfAlias(value: Value, other: Value): Place | null {
  const [own, ofOther] = [value, other].map(({ via }) => via.flatMap((step) => (step.kind === "alias" ? [step.origin] : [])));
  const alias = own?.findLast(({ node }) => ofOther?.some((shared) => shared.node === node) !== true);
  return alias === undefined ? null : placeOfOrigin(alias);
}
