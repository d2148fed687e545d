// Puts the parts together.
import { createCamera } from './camera.mjs';
import { createPainter } from './draw-graph.mjs';
import { startFilters } from './filter-panel.mjs';
import { readPalette } from './palette.mjs';
import { listenToCanvas } from './pointing.mjs';
import { readGraph, SYMBOL } from './read-graph.mjs';
import { openSources } from './read-sources.mjs';
import { startSearch } from './search-box.mjs';
import { startPanel } from './symbol-panel.mjs';
import { startTheme } from './theme.mjs';
import { createView, FILTERS } from './view.mjs';

const graph = readGraph(document.getElementById('data').textContent);
const canvas = document.getElementById('graph');
const tip = document.getElementById('tip');
const view = createView(graph);
const camera = createCamera(graph, () => painter.request());
const painter = createPainter(graph, view, camera, canvas);
const linesOf = openSources(graph, document.querySelectorAll('script.block'));

const actions = {
  /** @param looks whether to fly there */
  select(item, looks = false) {
    view.set({ selected: item, hovered: -1 });
    if (looks && item >= 0) actions.lookAt(item);
  },
  lookAt(item, jump = false) {
    camera.lookAt(item, { free: covered(), others: item === view.selected ? reached() : [], jump });
  },
  showAll: () => actions.lookAt(0),
  point: (item) => view.set({ hovered: item }),
};

function reached() {
  const { sides, rings } = view.impact ?? { rings: [] };
  return sides ? [...sides.in, ...sides.out].map(({ item }) => item) : rings.flat();
}

/** What the cards cover, so that what is looked at is beside them. */
function covered() {
  const panel = document.getElementById('panel');
  const isNarrow = innerWidth <= 760;
  if (isNarrow) return { top: 70, left: 0, right: 0, bottom: panel.hidden ? 50 : panel.offsetHeight + 60 };
  return { top: 0, bottom: 0, left: 344, right: panel.hidden ? 0 : panel.offsetWidth + 14 };
}

function resize() {
  const ratio = devicePixelRatio || 1;
  canvas.width = Math.round(innerWidth * ratio);
  canvas.height = Math.round(innerHeight * ratio);
  camera.resize(innerWidth, innerHeight);
}

function showStatus() {
  const { commit, coverage, freshness } = graph.state;
  const parts = [
    commit === null ? 'no commit' : `commit ${commit.slice(0, 10)}`,
    `${coverage.files.toLocaleString('en')} files`,
    `${(graph.types.length === 0 ? 0 : graph.type.reduce((sum, type) => sum + (type >= 0 ? 1 : 0), 0)).toLocaleString('en')} symbols`,
    `${graph.edgeCount.toLocaleString('en')} edges`,
    `${Math.round(coverage.followed * 100)} % of uses followed`,
  ];
  if (!freshness.current) parts.push('files have changed since');
  if (graph.sourcesLeft > 0) parts.push(`${graph.sourcesLeft} files without their text`);
  if (graph.cut) parts.push(graph.cut);
  document.getElementById('status').textContent = parts.join(' · ');
}

function showTip() {
  const item = view.hovered;
  canvas.classList.toggle('over', item >= 0);
  tip.hidden = item < 0;
  if (item < 0) return;
  const where = document.createElement('div');
  where.className = 'where';
  where.textContent = `${graph.typeName(item)} · ${graph.path(item)}`;
  tip.replaceChildren(graph.kind[item] === SYMBOL ? graph.qualified(item) : graph.name[item], where);
  const x = Math.min(camera.toScreenX(graph.x[item]) + 12, innerWidth - tip.offsetWidth - 8);
  const y = camera.toScreenY(graph.y[item]) + Math.min(graph.r[item] * camera.k, 60) + 8;
  tip.style.left = `${Math.max(8, x)}px`;
  tip.style.top = `${Math.min(Math.max(8, y), innerHeight - tip.offsetHeight - 8)}px`;
}

/** `#path:line` leads to a symbol, `#path` to a file: Back goes to what was selected before. */
function addressOf(item) {
  if (item < 0) return '';
  return `#${encodeURI(graph.path(item))}${graph.kind[item] === SYMBOL ? `:${graph.start[item]}` : ''}`;
}

function itemOfAddress() {
  const address = location.hash;
  if (address.length < 2) return -1;
  for (let item = 1; item < graph.count; item++) if (addressOf(item) === address) return item;
  return -1;
}

const updatePanel = startPanel(graph, view, linesOf, actions);
const search = startSearch(graph, (item) => actions.select(item, true));
view.listen((changed) => {
  if (changed.some((name) => FILTERS.includes(name))) painter.forgetBundles();
  if (changed.some((name) => name !== 'hovered')) updatePanel();
  if (changed.includes('selected')) {
    const said =
      view.selected < 0 ? 'Nothing selected' : `${graph.typeName(view.selected)} ${graph.name[view.selected]} selected`;
    document.getElementById('said').textContent = said;
    if (addressOf(view.selected) !== location.hash) history.pushState(null, '', addressOf(view.selected) || ' ');
  }
  if (view.selected >= 0 && (changed.includes('follow') || changed.includes('depth'))) actions.lookAt(view.selected);
  showTip();
  painter.request();
});
startFilters(graph, view);
startTheme(() => {
  painter.usePalette(readPalette(graph));
  painter.request();
});
listenToCanvas(graph, view, camera, canvas, actions);
for (const [id, act] of [
  ['zoom-in', () => camera.zoom(1.5)],
  ['zoom-out', () => camera.zoom(1 / 1.5)],
  ['show-all', () => actions.showAll()],
])
  document.getElementById(id).addEventListener('click', act);
addEventListener('keydown', (event) => {
  const isTyping = event.target instanceof HTMLInputElement && event.target.type === 'text';
  if (event.key === '/' && !isTyping) {
    event.preventDefault();
    search.focus();
  } else if (event.key === 'Escape') actions.select(-1);
});
addEventListener('resize', resize);
addEventListener('popstate', () => actions.select(itemOfAddress(), true));

document.title = `${graph.title} – code graph`;
showStatus();
painter.usePalette(readPalette(graph));
resize();
actions.lookAt(0, true);
if (itemOfAddress() >= 0) actions.select(itemOfAddress(), true);
document.documentElement.dataset.ready = 'true';
