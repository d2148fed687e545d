// The legend, whose entries are switches.
import { EDGE_COLORS, TYPE_COLORS } from './palette.mjs';

export function startFilters(graph, view) {
  const typeCounts = countsOf(graph.type, graph.types.length);
  const edgeCounts = countsOf(graph.edgeType, graph.edgeTypes.length);
  const fill = (id, words, counts, colors, mark, name) => {
    const rows = words.map((word, index) => ({ word, count: counts[index] })).sort((a, b) => b.count - a.count);
    const toggle = (word, isShown) => {
      const hidden = new Set(view[name]);
      if (isShown) hidden.delete(word);
      else hidden.add(word);
      view.set({ [name]: hidden });
    };
    document.getElementById(id).append(...rows.map((row) => checkbox(row, colors[row.word], mark, toggle)));
  };
  fill('types', graph.types, typeCounts, TYPE_COLORS, 'dot', 'hiddenTypes');
  fill('edges', graph.edgeTypes, edgeCounts, EDGE_COLORS, 'dash', 'hiddenEdges');
  const range = document.getElementById('confidence');
  range.addEventListener('input', () => {
    document.getElementById('confidence-value').value = `${range.value} %`;
    view.set({ leastConfidence: Number(range.value) });
  });
  document.getElementById('filters').open = innerWidth > 760 && innerHeight > 700;
}

function checkbox({ word, count }, color, mark, toggle) {
  const label = document.createElement('label');
  label.className = 'check';
  const input = Object.assign(document.createElement('input'), { type: 'checkbox', checked: true, name: word });
  input.addEventListener('change', () => toggle(word, input.checked));
  const sign = document.createElement('span');
  sign.className = mark;
  sign.style.setProperty('--dot', `var(${color ?? '--t-module'})`);
  const number = document.createElement('span');
  number.className = 'how';
  number.textContent = count.toLocaleString('en', count > 9999 ? { notation: 'compact', maximumFractionDigits: 1 } : {});
  label.append(input, sign, word, number);
  return label;
}

function countsOf(column, length) {
  const counts = new Array(length).fill(0);
  for (const value of column) if (value >= 0) counts[value]++;
  return counts;
}
