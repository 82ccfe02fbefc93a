import type { SourceLocation } from "../src/text/source-range.js";
import { theServices } from "../src/facts/service-names.js";
import type { UnusableCount, UnusableLimit, UnusableSize } from "../src/facts/unusable-limits.js";
import type { TextEdit } from "../src/text/text-edit.js";

/** A report of a limit that cannot be used, for the rules about limits. */
export interface UnusableReport<Kind> {
  loc: SourceLocation;
  messageId: Kind;
  data: Record<string, string>;
  /** The edit that puts `better` in its place; null where only the author knows a better value. */
  edit: TextEdit | null;
}

/** The messages about limits that Compose or the engine refuses, which the rules about limits share. */
export const ulimitMessages = {
  noValue:
    "`{{key}}` of {{subject}} is {{other}}, and Docker Compose refuses the file. Write {{wanted}} behind it, or remove the key for {{otherwise}}.",
  notACount:
    "`{{key}}: {{value}}` of {{subject}} is not a whole number, and Docker Compose refuses the file. Write a whole number, or -1 for no limit.",
  unknownUlimit:
    "`{{value}}` in `ulimits` of {{subject}} is no limit that Linux knows, so the container does not start (`wrong rlimit value: {{rlimit}}`). The limits are cpu, fsize, data, stack, core, rss, nproc, nofile, memlock, as, locks, sigpending, msgqueue, nice, rtprio and rttime.",
  halfUlimit:
    "`{{key}}` of {{subject}} has no `{{other}}`, and Docker Compose refuses the file: it wants `soft` and `hard`, or one number for both. Add it.",
  softAboveHard:
    "The soft limit `{{key}}: {{value}}` of {{subject}} is above the hard limit {{other}}, and the container does not start (`error setting rlimit type {{rlimit}}: invalid argument`). Lower it to {{other}}.",
  tooManyFiles:
    "`{{key}}: {{value}}` gives {{subject}} more open files than any kernel permits (`fs.nr_open`), so the container does not start (`error setting rlimit type 7: operation not permitted`). Lower it; 1048576 is the most that kernels permit by default.",
} as const;

export const pidsMessages = {
  tooManyPids:
    "`{{key}}: {{value}}` of {{subject}} is more than the kernel can count, which is 4194304, so the container does not start. Lower it, or write -1 for no limit.",
} as const;

const beyond64Bits =
  "`{{key}}: {{value}}` of {{subject}} is more than a number of 64 bits holds, and Docker Compose {{other}}. Write less than `8192p`, or remove the key for {{otherwise}}.";

export const sizeMessages = {
  notASize:
    "`{{key}}: {{value}}` of {{subject}} is no size, and Docker Compose refuses the file. Write a number with a unit, b, k, m or g, such as `512m`{{unquoted}}.",
  sizeUnquoted:
    "`{{key}}: {{value}}` of {{subject}} is a number to YAML, and Docker Compose wants a text here and refuses the file. Put it in quotes, or give it a unit.",
  tooLarge: beyond64Bits,
  overflows: beyond64Bits,
  negative:
    "`{{key}}: {{value}}` of {{subject}} is below 0, and Docker Engine creates no such container. Remove it for {{otherwise}}.",
  dropped:
    "`{{key}}: {{value}}` of {{subject}} is a number with a fraction to YAML, and Docker Compose drops it without a word, as if it was not there. Write a whole number of bytes, or one with a unit, such as `512m`.",
  swappiness:
    "`{{key}}: {{value}}` of {{subject}} is not between 0 and 100, and Docker Engine creates no such container. Write a percentage, or remove it for the host's own.",
} as const;

/** What the engine does without a key; no limit for the others. */
const defaults: Readonly<Record<string, string>> = {
  shm_size: "Docker's default of 64 MiB",
  mem_swappiness: "the host's own",
  mem_reservation: "no reservation",
  "deploy.resources.reservations.memory": "no reservation",
};

function wantedValue(key: string): string {
  if (key === "mem_swappiness") return "a percentage";
  return /mem|shm/u.test(key) && !key.startsWith("ulimits.") ? "a size such as `512m`" : "a whole number";
}

/** What a rule reports of such a limit. */
export function unusableReport<Kind extends UnusableSize | UnusableCount>(limit: UnusableLimit<Kind>): UnusableReport<Kind> {
  const { kind, key, text, at, other, rlimit, services } = limit;
  const better = betterText(limit);
  return {
    loc: at.loc,
    messageId: kind,
    data: {
      key,
      value: text,
      other,
      rlimit: kind === "unknownUlimit" ? `RLIMIT_${text.toUpperCase()}` : String(rlimit ?? ""),
      subject: theServices(services.map(({ service }) => service)),
      unquoted: text === "-1" && key === "memswap_limit" ? ", or -1 without quotes for no limit" : "",
      otherwise: defaults[key] ?? "no limit",
      wanted: wantedValue(key),
      better: better ?? "",
    },
    edit: better === null || at.scalar === null ? null : { range: at.scalar.range, text: better },
  };
}

function betterText({ kind, key, text, other }: UnusableLimit<UnusableSize | UnusableCount>): string | null {
  switch (kind) {
    case "notASize":
      return text === "-1" && key === "memswap_limit" ? text : null;
    case "softAboveHard":
      return other;
    case "sizeUnquoted":
      return /^\d+$/u.test(text) ? `"${text}"` : null;
    case "tooManyPids":
      return "-1";
    case "tooManyFiles":
      return "1048576";
    default:
      return null;
  }
}
