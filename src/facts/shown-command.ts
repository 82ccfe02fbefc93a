const LONGEST = 60;

/** A command of a Dockerfile as a message shows it: its first line, shortened. */
export function shownCommand(text: string): string {
  const [line = ""] = text.split(/\r?\n/u);
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}...` : line;
}
