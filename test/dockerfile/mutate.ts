const CHARACTERS = [
  "\\",
  "`",
  "$",
  "{",
  "}",
  ":",
  "-",
  "+",
  "?",
  "#",
  "%",
  "/",
  "=",
  '"',
  "'",
  "[",
  "]",
  ",",
  "<",
  ">",
  " ",
  "\t",
  "\r",
  "\n",
  "\v",
  "\f",
  ".",
  "@",
  "_",
  "0",
  "1",
  "a",
  "A",
  "\u00e9",
  "\u4e2d",
  "\u{1f600}",
  "\u00a0",
  "\u0085",
  "\u2028",
  "\ufeff",
  "\u0000",
];

const SNIPPETS = [
  "$V",
  "${V}",
  "${V:-d}",
  "${V-d}",
  "${V:+d}",
  "${V+d}",
  "${V:?m}",
  "${V?m}",
  "${V#a*}",
  "${V##*a}",
  "${V%b}",
  "${V%%b*}",
  "${V/a/b}",
  "${V//a/b}",
  "${V:-${W}}",
  "${V:=x}",
  "$$",
  "\\$V",
  "'$V'",
  '"$V"',
  "${",
  "${}",
  "$TARGETARCH",
  "$BUILDPLATFORM",
  "<<EOF",
  "<<-EOF",
  '<<"E F"',
  "<<'EOF'",
  "3<<EOF",
  "\nEOF\n",
  "\n\tEOF\n",
  " \\\n",
  "\\\n",
  "\\\n# note\n",
  "\\\n\n",
  "`\n",
  "\r\n",
  "\r",
  "\n# note\n",
  "\n\n",
  "--from=0 ",
  "--from=a ",
  "--from=busybox ",
  "--platform=linux/amd64 ",
  "--platform=$TARGETPLATFORM ",
  "--link ",
  "--chown=1:1 ",
  "--mount=type=cache,target=/c ",
  "--mount=type=bind,from=a,target=/m ",
  "--mount=type=secret,id=s ",
  "--network=none ",
  "--interval=5s ",
  "--unknown ",
  "--x=y ",
  "-- ",
  " AS a",
  " as B",
  " AS 1a",
  "\nONBUILD ",
  "ONBUILD RUN x",
  '["a", "b"]',
  '["a", 1]',
  '["a" "b"]',
  "[]",
  "\nFROM scratch\n",
  "\nFROM a\n",
  "\nFROM $V AS b\n",
  "\nARG V=1\n",
  "\nARG V\n",
  "\nARG V=x W=${V}y\n",
  "\nENV V=1 W=2\n",
  "\nENV V w x\n",
  "\nENV V=$V:z\n",
  "\nLABEL a=b c\n",
  "\nRUN echo $V\n",
  "\nCOPY a b\n",
  "\nCOPY <<EOF /f\n$V\nEOF\n",
  "\nRUN <<EOF\nx\nEOF\n",
  '\nSHELL ["/bin/bash", "-c"]\n',
  "\nHEALTHCHECK NONE\n",
  "\nHEALTHCHECK CMD x\n",
  "\nEXPOSE $V\n",
  "\nUSER $V\n",
  "\nWORKDIR a/$V\n",
  "\nVOLUME $V\n",
  "\nSTOPSIGNAL 9\n",
  "\nMAINTAINER me\n",
  "\nCOPY --from=b /x /y\n",
  "\nADD https://example.com/a b\n",
];

const HEADS = [
  "# escape=`\n",
  "# escape=\\\n",
  "# check=skip=all\n",
  "\ufeff",
  "# note\n",
  "\n",
  "ARG V=1\n",
  "ARG V\n",
  " # escape=`\n",
];

/** One change of a text. `others` are texts that a piece can be taken from. */
type Change = (text: string, random: () => number, others: readonly string[]) => string;

function pick<T>(items: readonly T[], random: () => number): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

function place(text: string, random: () => number): number {
  return Math.floor(random() * (text.length + 1));
}

function insert(text: string, at: number, piece: string): string {
  return text.slice(0, at) + piece + text.slice(at);
}

function changeLines(text: string, change: (lines: string[]) => void): string {
  const lines = text.split("\n");
  change(lines);
  return lines.join("\n");
}

const CHANGES: readonly Change[] = [
  (text, random) => insert(text, place(text, random), pick(CHARACTERS, random)),
  (text, random) => insert(text, place(text, random), pick(SNIPPETS, random)),
  (text, random) => insert(text, place(text, random), pick(SNIPPETS, random)),
  (text, random) => {
    const at = place(text, random);
    return text.slice(0, at) + text.slice(at + 1 + Math.floor(random() * 3));
  },
  (text, random) => {
    const at = place(text, random);
    return text.slice(0, at) + pick(CHARACTERS, random) + text.slice(at + 1);
  },
  (text, random) =>
    changeLines(text, (lines) => {
      lines.splice(Math.floor(random() * lines.length), 1);
    }),
  (text, random) =>
    changeLines(text, (lines) => {
      const line = pick(lines, random);
      lines.splice(Math.floor(random() * lines.length), 0, line);
    }),
  (text, random) =>
    changeLines(text, (lines) => {
      const at = Math.floor(random() * lines.length);
      lines[at] = `${lines[at] ?? ""}${pick(SNIPPETS, random)}`;
    }),
  (text, random, others) =>
    changeLines(text, (lines) => {
      lines.splice(Math.floor(random() * lines.length), 0, pick(pick(others, random).split("\n"), random));
    }),
  (text, random) => text.slice(0, place(text, random)),
  (text, random) => pick(HEADS, random) + text,
  (text) => text.replaceAll("\n", "\r\n"),
  (text, random) =>
    changeLines(text, (lines) => {
      const at = Math.floor(random() * lines.length);
      lines[at] = (lines[at] ?? "").replace(/^[A-Za-z]+/, (name) =>
        name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase(),
      );
    }),
  (text, random) =>
    changeLines(text, (lines) => {
      const at = Math.floor(random() * lines.length);
      lines[at] = `ONBUILD ${lines[at] ?? ""}`;
    }),
];

/** A text changed at one to four places. */
export function mutate(text: string, random: () => number, others: readonly string[]): string {
  let result = text;
  const count = 1 + Math.floor(random() * 4);
  // A change that leaves no valid text alone would hide what the others do, so most texts get few.
  for (let index = 0; index < count; index += 1) result = pick(CHANGES, random)(result, random, others);
  // Half a surrogate pair cannot be written to a file.
  return result.replace(/\p{Surrogate}/gu, "\ufffd");
}
