// What is known of the selection: where it is, its source, who uses it and what it uses, and how far a change goes.
import { colorCode } from './color-code.mjs';
import { TYPE_COLORS } from './palette.mjs';
import { SYMBOL } from './read-graph.mjs';

const FIRST_LINKS = 12;
const MOST_LINKS = 400;
const MOST_LINES = 1500;
const FOLLOWS = [
  ['near', 'Neighbours'],
  ['in', 'Affected by it'],
  ['out', 'Rests on'],
];

export function startPanel(graph, view, linesOf, actions) {
  const panel = document.getElementById('panel');
  let shownFor = -1;
  return function update() {
    const { selected } = view;
    panel.hidden = selected < 0;
    if (selected < 0) {
      shownFor = -1;
      panel.replaceChildren();
      return;
    }
    if (shownFor !== selected) {
      shownFor = selected;
      panel.replaceChildren(
        head(graph, selected, actions),
        follows(view),
        element('div', 'relations'),
        ...code(graph, selected, linesOf),
      );
      panel.scrollTop = 0;
    }
    panel.querySelector('.relations').replaceChildren(...relations(graph, view, actions));
    for (const input of panel.querySelectorAll('.segments input')) input.checked = input.value === view.follow;
  };
}

/** The parts of a row that stands for an item: a dot in its colour, its name, something on the right, where it is. */
export function describe(graph, item, how) {
  const dot = element('span', graph.kind[item] === SYMBOL ? 'dot' : 'dot square');
  dot.style.setProperty('--dot', `var(${TYPE_COLORS[graph.typeName(item)] ?? '--t-module'})`);
  const where = graph.kind[item] === SYMBOL ? `${graph.path(item)}:${graph.start[item]}` : graph.path(item);
  const name = graph.kind[item] === SYMBOL ? graph.qualified(item) : graph.name[item];
  return [
    dot,
    element('span', 'name', name),
    element('span', 'how', how || graph.typeName(item)),
    element('span', 'where', where),
  ];
}

function head(graph, item, { select }) {
  const top = element('div', 'top');
  const title = element('div');
  const kind = element('p', 'kind');
  const visibility = graph.visibility(item) === 'public' ? '' : `${graph.visibility(item)} `;
  kind.append(describe(graph, item, '')[0], `${visibility}${graph.typeName(item)}`);
  title.append(kind, element('h2', '', graph.kind[item] === SYMBOL ? graph.qualified(item) : graph.name[item]));
  const close = element('button', 'close');
  close.type = 'button';
  close.ariaLabel = 'Close';
  close.append(document.querySelector('#zoom-in svg').cloneNode(true));
  close.firstChild.style.transform = 'rotate(45deg)';
  close.addEventListener('click', () => select(-1));
  top.append(title, close);
  const path = element('span', 'path');
  const around = element('button', '', graph.path(item) || graph.title);
  around.type = 'button';
  around.title = 'Select what is around it';
  around.addEventListener('click', () => select(Math.max(graph.parent[item], 0)));
  path.append(around, graph.start[item] > 0 ? `:${graph.start[item]}–${graph.end[item]}` : '');
  const parts = [top, path];
  if (graph.kind[item] === SYMBOL && graph.signature[item]) parts.push(element('pre', 'signature', graph.signature[item]));
  if (graph.docstring(item)) parts.push(element('p', 'doc', graph.docstring(item)));
  const section = element('section');
  section.append(...parts);
  return section;
}

function follows(view) {
  const group = element('div', 'segments');
  group.role = 'radiogroup';
  group.ariaLabel = 'What to follow';
  for (const [value, text] of FOLLOWS) {
    const label = element('label');
    const input = Object.assign(element('input'), { type: 'radio', name: 'follow', value });
    input.addEventListener('change', () => view.set({ follow: value }));
    label.append(input, text);
    group.append(label);
  }
  return group;
}

function relations(graph, view, actions) {
  const { impact, selected, follow } = view;
  if (impact === null) return [];
  if (follow !== 'near') return impactLists(graph, view, actions);
  const inside = graph.children(selected).map((item) => ({ item, how: '' }));
  const links = (neighbours) => neighbours.map(({ item, edge, count }) => ({ item, how: wordsOf(graph, edge, count) }));
  return [
    ...list(graph, 'Used by', '--incoming', links(impact.sides.in), actions),
    ...list(graph, 'Uses', '--outgoing', links(impact.sides.out), actions),
    ...(inside.length > 0 ? list(graph, 'Inside', '--t-module', inside, actions) : []),
  ];
}

function wordsOf(graph, edge, count) {
  const type = graph.edgeTypes[graph.edgeType[edge]];
  return count > 1 ? `${count} edges` : `${type} · ${graph.confidence[edge]} %`;
}

function impactLists(graph, view, actions) {
  const { rings, via } = view.impact;
  const total = rings.reduce((sum, ring) => sum + ring.length, 0);
  const tests = rings.flat().filter((item) => graph.typeName(item) === 'test').length;
  const label = element('label', 'range reach');
  const value = element('output', '', String(view.depth));
  const range = Object.assign(element('input'), { type: 'range', min: '1', max: '10', value: String(view.depth) });
  range.ariaLabel = 'How many edges away';
  range.addEventListener('change', () => {
    view.set({ depth: Number(range.value) });
    document.querySelector('.reach input')?.focus();
  });
  range.addEventListener('input', () => {
    value.value = range.value;
  });
  label.append('up to', value, range);
  const what = view.follow === 'in' ? 'may be affected by a change' : 'are what it rests on';
  const sum = element(
    'p',
    'fine',
    total === 0 ? 'No edge leads farther.' : `${total.toLocaleString('en')} symbols ${what}, ${tests} of them tests.`,
  );
  const lists = rings.map((ring, index) => {
    const links = ring.map((item) => ({ item, how: wordsOf(graph, via[item], 1) }));
    return list(
      graph,
      index === 0 ? '1 edge away' : `${index + 1} edges away`,
      `--depth-${Math.min(index + 1, 5)}`,
      links,
      actions,
    );
  });
  return [label, sum, ...lists.flat()];
}

function list(graph, title, color, links, actions) {
  const heading = element('h3');
  const ring = element('span', 'ring');
  ring.style.setProperty('--dot', `var(${color})`);
  heading.append(ring, title, element('span', 'how', links.length.toLocaleString('en')));
  const rows = element('ul', 'links');
  const add = (from, to) => rows.append(...links.slice(from, to).map((link) => row(graph, link, actions)));
  add(0, FIRST_LINKS);
  if (links.length === 0) return [heading, element('p', 'none fine', 'nothing that the index knows of')];
  if (links.length <= FIRST_LINKS) return [heading, rows];
  const more = element('button', 'more', `Show ${Math.min(links.length, MOST_LINKS) - FIRST_LINKS} more`);
  more.type = 'button';
  more.addEventListener('click', () => {
    add(FIRST_LINKS, MOST_LINKS);
    more.replaceWith(links.length > MOST_LINKS ? element('p', 'none fine', `and ${links.length - MOST_LINKS} more`) : '');
    rows.children[FIRST_LINKS]?.firstChild.focus();
  });
  return [heading, rows, more];
}

function row(graph, { item, how }, { select, point }) {
  const line = element('li');
  const button = element('button', 'link');
  button.type = 'button';
  button.append(...describe(graph, item, how));
  button.addEventListener('click', () => select(item, true));
  button.addEventListener('pointerenter', () => point(item));
  button.addEventListener('pointerleave', () => point(-1));
  line.append(button);
  return line;
}

function code(graph, item, linesOf) {
  if (graph.start[item] === 0) return [];
  const heading = element('h3', '', 'Source');
  const source = element('pre', 'source');
  source.tabIndex = 0;
  source.ariaLabel = 'Source';
  source.style.setProperty('--from', String(graph.start[item] - 1));
  linesOf(item).then(
    (lines) => {
      if (lines === null) return source.replaceWith(element('p', 'fine', 'Its text is not in this page.'));
      const own = lines.slice(graph.start[item] - 1, Math.min(graph.end[item], graph.start[item] - 1 + MOST_LINES));
      source.replaceChildren(...colorCode(outdented(own), graph.path(item)));
      if (graph.end[item] - graph.start[item] >= MOST_LINES) source.after(element('p', 'fine', `The first ${MOST_LINES} lines.`));
    },
    (error) => source.replaceWith(element('p', 'fine', `Its text can't be read: ${error.message}`)),
  );
  return [heading, source];
}

/** Without the blanks that all lines begin with. */
function outdented(lines) {
  const blanks = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const common = blanks.reduce((least, each) => Math.min(least, each), blanks[0] ?? 0);
  return lines.map((line) => line.slice(common));
}

function element(name, className = '', text = '') {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
