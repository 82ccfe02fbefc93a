/** The parts of a volume in short syntax, such as `./data:/var/lib/data:ro`. */
export interface ShortVolume {
  type: "bind" | "volume";
  source: string;
  target: string;
  readOnly: boolean;
  propagation: string | null;
  selinux: string | null;
  noCopy: boolean;
}

export type VolumeReading = { ok: true; volume: ShortVolume } | { ok: false; message: string };

const propagations = new Set(["rprivate", "private", "rshared", "shared", "rslave", "slave"]);

/** Reads a volume in short syntax as compose-go 2.9.1 does (format/volume.go); options that it does not know are ignored. */
export function parseShortVolume(text: string): VolumeReading {
  if (text === "") return { ok: false, message: "A volume cannot be empty." };
  const volume: ShortVolume = {
    type: "volume",
    source: "",
    target: "",
    readOnly: false,
    propagation: null,
    selinux: null,
    noCopy: false,
  };
  // Two bytes cannot hold a source and a target, so no colon is looked for.
  if (text.length <= 2 && new TextEncoder().encode(text).length <= 2) return { ok: true, volume: { ...volume, target: text } };
  const sections = splitSections(text);
  if (sections.length === 0) return { ok: false, message: `The volume \`${text}\` has a \`\${\` that is never closed.` };
  if (sections.includes("")) {
    return { ok: false, message: `The volume \`${text}\` has nothing between two colons, or before or after one.` };
  }
  if (sections.length > 3) return { ok: false, message: `The volume \`${text}\` has too many colons.` };
  const [first = "", target, options = ""] = sections;
  if (target === undefined) volume.target = first;
  else Object.assign(volume, { source: first, target });
  for (const option of options.split(",")) applyOption(volume, option);
  if (isFilePath(volume.source)) volume.type = "bind";
  return { ok: true, volume };
}

/**
 * Splits at colons, except for that of a Windows drive and those within `${...}`. An unclosed `${` swallows the last
 * section; without a target before it, nothing is left.
 */
function splitSections(text: string): string[] {
  const sections: string[] = [];
  let section = "";
  let variables = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === "$" && text[index + 1] === "{") variables += 1;
    else if (character === "}" && variables > 0) variables -= 1;
    else if (character === ":" && variables === 0 && !isDrive(section)) {
      sections.push(section);
      section = "";
      continue;
    }
    section += character;
  }
  if (variables === 0) return [...sections, section];
  return sections.length >= 2 ? sections : [];
}

/** A letter. What is too long is not asked of the table of Unicode, which takes longer than all else here. */
function isDrive(section: string): boolean {
  return section.length <= 2 && /^\p{L}$/u.test(section);
}

function applyOption(volume: ShortVolume, option: string): void {
  if (option === "ro") volume.readOnly = true;
  else if (option === "rw") volume.readOnly = false;
  else if (option === "nocopy") volume.noCopy = true;
  else if (propagations.has(option)) volume.propagation = option;
  else if (option === "z" || option === "Z") volume.selinux = option;
}

function isFilePath(source: string): boolean {
  if (/^[./~]/u.test(source) || source.startsWith("\\\\")) return true;
  return source.includes(":") && /^\p{L}:/u.test(source);
}
