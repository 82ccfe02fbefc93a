import { rootImages, unprivilegedImages } from "../data/image-users.js";
import type { ServiceFacts } from "./service-facts.js";

/** The user that a container's main program runs as. */
export interface ContainerUser {
  kind: "root" | "other" | "unknown";
  /** What identifies the user: a number, or a name and the image that has it; null where neither is known. */
  id: string | null;
}

/**
 * The user of a service: its `user`, else the last USER of the Dockerfile, else what is known of the image. Names other
 * than `root` belong to an image: the same name may be another number elsewhere.
 */
export function containerUser({ service, build, reference, imageText }: ServiceFacts): ContainerUser {
  const said = userText(service.merged.get("user")) ?? build?.user ?? null;
  if (said !== null && said !== "") {
    const name = said.split(":", 1)[0] ?? "";
    if (name === "root" || /^0+$/.test(name)) return { kind: "root", id: "0" };
    return { kind: "other", id: /^\d+$/.test(name) ? String(Number(name)) : `${name} of ${imageText ?? ""}` };
  }
  const image = reference?.familiarName ?? "";
  if (unprivilegedImages.has(image)) return { kind: "other", id: imageText };
  return { kind: rootImages.has(image) ? "root" : "unknown", id: null };
}

function userText(value: ReturnType<ServiceFacts["service"]["merged"]["get"]>): string | null {
  if (value?.kind !== "scalar") return null;
  const { content } = value;
  return content.type === "string" || content.type === "integer" ? String(content.value) : null;
}
