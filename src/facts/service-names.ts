interface Named {
  name: string;
}

/** Names for a message: `` `web` ``, `` `web` and `api` ``. Services of several projects may have one name, which is told once. */
export function serviceNames(services: readonly Named[]): string {
  const names = distinctNames(services).map((name) => `\`${name}\``);
  const last = names.pop() ?? "";
  return names.length === 0 ? last : `${names.join(", ")} and ${last}`;
}

/** What a message says of services: "the service `web`", "the services `web` and `api`". */
export function theServices(services: readonly Named[], article: "the" | "The" = "the"): string {
  return `${article} service${haveOneName(services) ? "" : "s"} ${serviceNames(services)}`;
}

/** Whether a message tells one name, and goes on in the singular. */
export function haveOneName(services: readonly Named[]): boolean {
  return distinctNames(services).length === 1;
}

function distinctNames(services: readonly Named[]): string[] {
  return [...new Set(services.map(({ name }) => name))];
}
