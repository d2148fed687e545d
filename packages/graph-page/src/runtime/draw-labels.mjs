// Names on the drawing: the important ones first, and none over another.
const MOST_LABELS = 160;
const FONT = 'ui-sans-serif, system-ui, sans-serif';
const CELL = 40;

/** @param wanted `{ item, text, x, y, size, width, weight, color, strong }` in pixels; `width` is the room there is. */
export function drawLabels(context, palette, wanted) {
  const taken = new Set();
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  let drawn = 0;
  for (const label of wanted.sort((a, b) => b.weight - a.weight)) {
    if (drawn === MOST_LABELS) break;
    context.font = `${label.strong ? 600 : 500} ${label.size}px ${FONT}`;
    const text = fitted(context, label.text, label.width);
    if (text === '' || !reserve(taken, label, context.measureText(text).width)) continue;
    drawn++;
    context.lineWidth = 3;
    context.strokeStyle = palette.halo;
    context.strokeText(text, label.x, label.y);
    context.fillStyle = label.color;
    context.fillText(text, label.x, label.y);
  }
}

function fitted(context, text, width) {
  // No name that fits is longer than this, and measuring a very long one takes long.
  const cut = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  const measured = context.measureText(cut).width;
  if (measured <= width) return cut;
  const length = Math.floor((cut.length * width) / measured) - 1;
  return length < 4 ? '' : `${cut.slice(0, length)}…`;
}

/** Takes the cells of a grid that the label covers, unless one is taken. */
function reserve(taken, { x, y, size }, width) {
  const cells = [];
  const height = size / 2 + 2;
  for (let column = Math.floor((x - width / 2) / CELL); column <= Math.floor((x + width / 2) / CELL); column++) {
    for (let row = Math.floor((y - height) / 12); row <= Math.floor((y + height) / 12); row++) cells.push(`${column},${row}`);
  }
  if (cells.some((cell) => taken.has(cell))) return false;
  for (const cell of cells) taken.add(cell);
  return true;
}
