/** Marks parts of a text for a terminal, or leaves it as it is. */
export interface Colour {
  bold: (text: string) => string;
  dim: (text: string) => string;
  red: (text: string) => string;
  green: (text: string) => string;
  yellow: (text: string) => string;
  cyan: (text: string) => string;
  underline: (text: string) => string;
}

/** ECMA-48 "select graphic rendition": a code that switches a rendition on and one that switches it off. */
function rendition(on: number, off: number, enabled: boolean): (text: string) => string {
  return enabled ? (text) => `\u001b[${on}m${text}\u001b[${off}m` : (text) => text;
}

export function colours(enabled: boolean): Colour {
  return {
    bold: rendition(1, 22, enabled),
    dim: rendition(2, 22, enabled),
    underline: rendition(4, 24, enabled),
    red: rendition(31, 39, enabled),
    green: rendition(32, 39, enabled),
    yellow: rendition(33, 39, enabled),
    cyan: rendition(36, 39, enabled),
  };
}

/**
 * Whether to colour: a flag decides, then `NO_COLOR` and `FORCE_COLOR` (no-color.org, and what Node itself reads), then
 * whether the output is a terminal.
 */
export function wantsColour(flag: boolean | null, environment: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (flag !== null) return flag;
  if (environment.NO_COLOR !== undefined && environment.NO_COLOR !== "") return false;
  if (environment.FORCE_COLOR !== undefined) return !["0", "false"].includes(environment.FORCE_COLOR);
  return isTerminal && environment.TERM !== "dumb";
}

/**
 * Whether the terminal is one that shows hyperlinks (OSC 8). Others print their address among the text, so those that
 * are not known to do so get none; `FORCE_HYPERLINK` decides, with or without colour, as it does for other programs.
 */
export function showsLinks(environment: NodeJS.ProcessEnv, { isTerminal, colour }: { isTerminal: boolean; colour: boolean }): boolean {
  const { FORCE_HYPERLINK: forced } = environment;
  if (forced !== undefined && forced !== "") return !["0", "false"].includes(forced);
  if (!isTerminal || !colour || environment.CI !== undefined || environment.TERM === "dumb" || environment.TMUX !== undefined) return false;
  const { VTE_VERSION: vte = "", TERM: term = "", TERM_PROGRAM: program = "" } = environment;
  if (environment.WT_SESSION !== undefined || environment.KONSOLE_VERSION !== undefined || environment.DOMTERM !== undefined) return true;
  // VTE 0.50.0 crashes on them.
  return Number(vte) > 5000 || ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper"].includes(program) || /^(?:xterm-kitty|xterm-ghostty|alacritty|foot)/u.test(term);
}
