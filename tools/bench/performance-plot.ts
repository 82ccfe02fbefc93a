/** Times of several programs at one task. */
export interface BarGroup {
  title: string;
  bars: { name: string; milliseconds: number }[];
}

const WIDTH = 760;
const LABEL = 210;
const ROOM_FOR_TIME = 80;
const BAR = 18;
const GAP = 6;
const TITLE = 34;
const own = "#1d63ed";
const other = "#9aa5b1";

/** A plot of times as horizontal bars, a scale for each group; readable on light and dark pages. */
export function performancePlot(groups: readonly BarGroup[]): string {
  const parts: string[] = [];
  let y = 0;
  for (const { title, bars } of groups) {
    parts.push(`<text class="title" x="8" y="${y + 24}">${escaped(title)}</text>`);
    y += TITLE;
    const longest = Math.max(...bars.map(({ milliseconds }) => milliseconds));
    for (const { name, milliseconds } of bars) {
      const width = Math.max(1, ((WIDTH - LABEL - ROOM_FOR_TIME) * milliseconds) / longest);
      const middle = y + BAR / 2 + 4;
      parts.push(`<text x="${LABEL - 8}" y="${middle}" text-anchor="end">${escaped(name)}</text>`);
      parts.push(`<rect x="${LABEL}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="2" fill="${isOwn(name) ? own : other}"/>`);
      parts.push(`<text x="${(LABEL + width + 6).toFixed(1)}" y="${middle}">${timeOf(milliseconds)}</text>`);
      y += BAR + GAP;
    }
    y += GAP;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + GAP}" width="${WIDTH}" height="${y + GAP}" role="img" aria-label="Times of compose-lint and its peers">
<style>text { font: 13px system-ui, sans-serif; fill: #1f2933 } .title { font-weight: 600; font-size: 14px }</style>
<rect width="100%" height="100%" rx="6" fill="#ffffff"/>
${parts.join("\n")}
</svg>
`;
}

/** Our program alone, not in another one. */
function isOwn(name: string): boolean {
  return name === "compose-lint" || name.includes("thread") || name.includes("--cache");
}

function timeOf(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
