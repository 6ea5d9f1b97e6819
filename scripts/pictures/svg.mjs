const fontSize = 14;
const charWidth = 8.4;
const lineHeight = 20;
const padding = 16;
const barHeight = 30;

const escapeText = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A line of the terminal: bars are rectangles, because fonts draw block characters with gaps. */
function drawLine(line, row) {
  const y = barHeight + padding + row * lineHeight;
  const shapes = [];
  for (const match of line.matchAll(/█+|░+/g)) {
    const x = padding + match.index * charWidth;
    const fill = match[0].startsWith('█') ? '#3fb950' : '#30363d';
    shapes.push(
      `<rect x="${x.toFixed(1)}" y="${y + 3}" width="${(match[0].length * charWidth).toFixed(1)}" height="12" fill="${fill}"/>`,
    );
  }
  for (const match of line.matchAll(/[^\s█░]+(?: [^\s█░]+)*/g)) {
    const prompt = line.startsWith('$ ');
    const x = padding + match.index * charWidth;
    const length = (match[0].length * charWidth).toFixed(1);
    const fill = prompt ? '#79c0ff' : '#e6edf3';
    shapes.push(
      `<text x="${x.toFixed(1)}" y="${y + fontSize}" fill="${fill}" textLength="${length}" lengthAdjust="spacingAndGlyphs">${escapeText(match[0])}</text>`,
    );
  }
  return shapes.map((shape) => `  ${shape}\n`).join('');
}

/**
 * Draws a terminal.
 *
 * @param {readonly string[]} lines what is on the screen; empty lines at the end are left out
 * @param {number} columns the width of the terminal in characters
 * @returns {string} the text of an SVG file
 */
export function toSvg(lines, columns) {
  const last = lines.findLastIndex((line) => line.trim() !== '');
  const shown = lines.slice(0, last + 1);
  const width = Math.ceil(columns * charWidth + 2 * padding);
  const height = barHeight + 2 * padding + shown.length * lineHeight;
  const text = escapeText(shown.map((line) => line.trimEnd()).join('\n'));
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map(
    (fill, index) => `  <circle cx="${20 + index * 20}" cy="${barHeight / 2 + 2}" r="6" fill="${fill}"/>\n`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="ui-monospace, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${fontSize}">
  <title>${text}</title>
  <rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>
${dots.join('')}${shown.map(drawLine).join('')}</svg>
`;
}
