// Draws a terminal's output as an SVG:  script -qec "cm heal" /dev/null | node tooling/src/render-terminal.ts > docs/cm-heal.svg
import { text } from 'node:stream/consumers';

const COLORS: Record<string, string> = {
  '31': '#f7768e',
  '32': '#9ece6a',
  '33': '#e0af68',
  '36': '#7dcfff',
  '2': '#787c99',
  '1': '#ffffff',
};
const PLAIN = '#c0caf5';
const LINE = 18;
const CHARACTER = 8.4;
const MARGIN = 16;
const WIDEST = 110;
const ESCAPE = '\u001b';

const escapeXml = (part: string) => part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What is left on a line after everything that was overwritten is gone. */
function settled(line: string): string {
  return line.replace(/\r$/, '').split('\r').at(-1)?.replaceAll(`${ESCAPE}[2K`, '') ?? '';
}

function drawLine(line: string, row: number): string {
  let fill = PLAIN;
  const spans = line
    .split(ESCAPE)
    .map((part, index) => {
      const code = index === 0 ? undefined : part.match(/^\[(\d+)m/);
      if (code) fill = COLORS[code[1] ?? ''] ?? PLAIN;
      const shown = (code ? part.slice(code[0].length) : part).replaceAll(' ', '\u00a0');
      return shown === '' ? '' : `<tspan fill="${fill}">${escapeXml(shown)}</tspan>`;
    })
    .join('');
  return `<text x="${MARGIN}" y="${MARGIN + LINE * (row + 1)}">${spans}</text>`;
}

const lines = (await text(process.stdin)).split('\n').map(settled);
while (lines.at(-1)?.trim() === '') lines.pop();
const width = Math.round(WIDEST * CHARACTER + 2 * MARGIN);
const height = LINE * (lines.length + 1) + 2 * MARGIN;
process.stdout.write(
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14">\n` +
    `<rect width="100%" height="100%" rx="8" fill="#1a1b26"/>\n${lines.map(drawLine).join('\n')}\n</svg>\n`,
);
