import xterm from '@xterm/headless';

const CELL = { width: 8.4, height: 17 };
const MARGIN = 12;
const BACKGROUND = '#15191f';
const FOREGROUND = '#d5dae1';
/** The sixteen colours as a usual dark theme has them. */
const COLORS = [
  ...['#3b4252', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#d5dae1'],
  ...['#5c6370', '#ef8b93', '#b0d894', '#f0d399', '#80c4ff', '#d898ea', '#74cdd8', '#ffffff'],
];

/** What a terminal shows for this text with its escape sequences, as a picture. */
export async function terminalSvg(text, { columns, rows, title }) {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
  await new Promise((resolve) => terminal.write(text.trimEnd(), resolve));
  const lines = Array.from({ length: rows }, (_, row) => lineSvg(terminal, row));
  const [width, height] = [columns * CELL.width + 2 * MARGIN, rows * CELL.height + 2 * MARGIN];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>`,
    '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" font-size="14" xml:space="preserve">',
    ...lines.filter((line) => line !== ''),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function lineSvg(terminal, row) {
  return runsOf(terminal, row)
    .map((run) => runSvg(run, row))
    .join('');
}

/** Neighbouring cells of one style; what is not plain ASCII stands alone, since fonts differ on its width. */
function runsOf(terminal, row) {
  const line = terminal.buffer.active.getLine(row);
  const runs = [];
  for (let column = 0; column < terminal.cols; column++) {
    const cell = line?.getCell(column);
    if (!cell || cell.getWidth() === 0) continue;
    const text = cell.getChars() || ' ';
    const style = styleOf(cell);
    const last = runs.at(-1);
    const isPlain = /^[ -~]$/.test(text);
    if (last && isPlain && last.isPlain && last.style.key === style.key) last.text += text;
    else runs.push({ text, column, style, isPlain, cells: cell.getWidth() });
  }
  return runs;
}

function styleOf(cell) {
  const isInverse = cell.isInverse() !== 0;
  const [own, behind] = [colorOf(cell, 'Fg', FOREGROUND), colorOf(cell, 'Bg', undefined)];
  const fill = isInverse ? (behind ?? BACKGROUND) : own;
  const background = isInverse ? own : behind;
  const style = {
    fill,
    background,
    isBold: cell.isBold() !== 0,
    isDim: cell.isDim() !== 0,
    isUnderlined: cell.isUnderline() !== 0,
  };
  return { ...style, key: JSON.stringify(style) };
}

function colorOf(cell, ground, usual) {
  if (cell[`is${ground}Default`]()) return usual;
  const color = cell[`get${ground}Color`]();
  return cell[`is${ground}RGB`]() ? `#${color.toString(16).padStart(6, '0')}` : paletteColor(color);
}

function paletteColor(index) {
  if (index < 16) return COLORS[index];
  if (index >= 232) return `rgb(${Array(3).fill(8 + (index - 232) * 10)})`;
  const level = (divisor) => {
    const step = Math.floor((index - 16) / divisor) % 6;
    return step === 0 ? 0 : 55 + step * 40;
  };
  return `rgb(${[level(36), level(6), level(1)]})`;
}

function runSvg({ text, column, style, isPlain, cells }, row) {
  const width = (isPlain ? text.length : cells) * CELL.width;
  const [x, y] = [MARGIN + column * CELL.width, MARGIN + row * CELL.height];
  const behind = style.background
    ? `<rect x="${round(x)}" y="${y}" width="${round(width)}" height="${CELL.height}" fill="${style.background}"/>`
    : '';
  if (text.trim() === '') return behind;
  const looks = [
    style.isBold ? ' font-weight="bold"' : '',
    style.isDim ? ' opacity="0.6"' : '',
    style.isUnderlined ? ' text-decoration="underline"' : '',
    // Every run is as wide as its cells, whatever the font.
    isPlain ? ` textLength="${round(width)}" lengthAdjust="spacingAndGlyphs"` : '',
  ].join('');
  return `${behind}<text x="${round(x)}" y="${y + 13}" fill="${style.fill}"${looks}>${escaped(text)}</text>`;
}

const round = (number) => Math.round(number * 10) / 10;
const escaped = (text) =>
  text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]);
