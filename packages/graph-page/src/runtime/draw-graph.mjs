// Draws the circles that can be seen. What is small is drawn as a whole: folders from afar, symbols from near.
import { bundleEdges } from './bundle-edges.mjs';
import { drawBundles, drawImpact, drawNeighbours } from './draw-edges.mjs';
import { drawLabels } from './draw-labels.mjs';
import { FILE, FOLDER, SYMBOL } from './read-graph.mjs';

/** Pixels of radius from which a circle is looked into. */
const OPENS = [8, 6, 5];
const EDGES_OPEN = 125;
/** A frame that takes longer, while things move, is drawn with less in it the next time. */
const SLOW_MS = 24;
const TURN = Math.PI * 2;

export function createPainter(graph, view, camera, canvas) {
  const context = canvas.getContext('2d');
  const scene = { graph, camera, palette: null };
  let coarse = 1;
  let bundles = [];
  let bundledFor = null;

  function draw() {
    const began = performance.now();
    const ratio = devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = scene.palette.background;
    context.fillRect(0, 0, camera.width, camera.height);
    if (!camera.moving) coarse = 1;
    const seen = circlesInSight(graph, camera, coarse);
    drawCircles(context, scene, view, seen);
    // Edges of a selection lie over everything: they are what is looked for. Those between folders lie below.
    if (view.impact === null) drawEdges();
    drawDots(context, scene, view, seen);
    if (view.impact !== null) drawEdges();
    drawMarks(context, scene, view);
    drawLabels(context, scene.palette, labelsFor(scene, view, seen));
    const took = performance.now() - began;
    if (camera.moving) coarse = took > SLOW_MS ? Math.min(4, coarse * 1.3) : Math.max(1, coarse * 0.97);
  }

  function drawEdges() {
    if (view.impact?.sides) return drawNeighbours(context, scene, view.impact.sides, view.selected);
    if (view.impact) return drawImpact(context, scene, view.impact);
    const wanted = `${Math.round(Math.log2(camera.k) * 4)}`;
    if (bundledFor === null || (bundledFor !== wanted && !camera.moving)) {
      bundles = bundleEdges(graph, view.shown, (item) => graph.r[item] * camera.k > EDGES_OPEN);
      bundledFor = wanted;
    }
    return drawBundles(context, scene, bundles);
  }

  let waiting = false;
  return {
    /** Draws once before the next picture, however often it is asked. */
    request() {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        draw();
      });
    },
    usePalette: (palette) => {
      scene.palette = palette;
    },
    forgetBundles: () => {
      bundledFor = null;
    },
  };
}

/** Whether an item is drawn with what is in it. */
export function isOpen(graph, camera, item, coarse = 1) {
  return graph.last[item] > item && graph.r[item] * camera.k > OPENS[graph.kind[item]] * coarse;
}

/** Items in sight, by how they are drawn: circles that hold others, circles that are closed, and dots. */
function circlesInSight(graph, camera, coarse) {
  const seen = { open: [], closed: [], dots: [] };
  const { x, y, r, last, kind } = graph;
  const [left, right] = [camera.toX(0), camera.toX(camera.width)];
  const [top, bottom] = [camera.toY(0), camera.toY(camera.height)];
  for (let item = 0; item < graph.count; item++) {
    const radius = r[item];
    if (x[item] + radius < left || x[item] - radius > right || y[item] + radius < top || y[item] - radius > bottom)
      item = last[item];
    else if (isOpen(graph, camera, item, coarse)) seen.open.push(item);
    else {
      (kind[item] === SYMBOL ? seen.dots : seen.closed).push(item);
      item = last[item];
    }
  }
  return seen;
}

function circle(context, graph, camera, item, least = 0, grow = 0) {
  const radius = Math.max(least, graph.r[item] * camera.k) + grow;
  const [x, y] = [camera.toScreenX(graph.x[item]), camera.toScreenY(graph.y[item])];
  context.moveTo(x + radius, y);
  context.arc(x, y, radius, 0, TURN);
}

function drawCircles(context, { graph, camera, palette }, view, { open, closed }) {
  context.lineWidth = 1;
  // One after the other: a folder's colour is thin, and grows stronger with each folder around.
  for (const item of open) {
    if (item === 0) continue;
    context.beginPath();
    circle(context, graph, camera, item);
    context.fillStyle = graph.kind[item] === FOLDER ? palette.folder : palette.file;
    context.fill();
    context.strokeStyle = graph.kind[item] === FOLDER ? palette.folderLine : palette.fileLine;
    context.stroke();
  }
  // A closed circle has the colour of most of what is in it.
  const color = (item) => {
    if (view.impact) return holdsReached(graph, view, item) ? palette.accent : palette.muted;
    return graph.mainType[item] < 0 ? palette.closed : palette.types[graph.mainType[item]];
  };
  context.globalAlpha = 0.6;
  fillByColor(context, graph, camera, closed, color);
  context.globalAlpha = 1;
}

/** Circles, all of one colour at once. */
function fillByColor(context, graph, camera, items, colorOfItem) {
  const byColor = new Map();
  for (const item of items) {
    const color = colorOfItem(item);
    if (!byColor.has(color)) byColor.set(color, []);
    byColor.get(color).push(item);
  }
  for (const [color, alike] of byColor) {
    context.beginPath();
    for (const item of alike) circle(context, graph, camera, item, 0.6);
    context.fillStyle = color;
    context.fill();
  }
}

function holdsReached(graph, { impact }, item) {
  if (impact === null) return false;
  for (let inside = item; inside <= graph.last[item]; inside++) if (impact.depths[inside] > 0) return true;
  return false;
}

function drawDots(context, { graph, camera, palette }, view, { dots, open }) {
  const hidden = graph.types.map((type) => view.hiddenTypes.has(type));
  const shown = dots.filter((item) => !hidden[graph.type[item]]);
  fillByColor(context, graph, camera, shown, (item) => colorOf(graph, view, palette, item));
  // A class with its methods in it is a ring around them.
  for (const item of open) {
    if (graph.kind[item] !== SYMBOL || hidden[graph.type[item]]) continue;
    context.beginPath();
    circle(context, graph, camera, item);
    context.strokeStyle = colorOf(graph, view, palette, item);
    context.lineWidth = 1.4;
    context.stroke();
  }
}

function colorOf(graph, { impact, follow }, palette, item) {
  if (impact === null || impact.depths[item] === 0) return palette.types[graph.type[item]];
  if (impact.depths[item] < 0) return palette.muted;
  return follow === 'near'
    ? palette.types[graph.type[item]]
    : palette.depths[Math.min(impact.depths[item], palette.depths.length) - 1];
}

/** Rings around what is pointed at and what is selected. */
function drawMarks(context, { graph, camera, palette }, { hovered, selected }) {
  for (const [item, width, grow] of [
    [hovered, 1.5, 1],
    [selected, 2.5, 3],
  ]) {
    if (item < 0) continue;
    context.beginPath();
    circle(context, graph, camera, item, 2, grow);
    context.strokeStyle = palette.accent;
    context.lineWidth = width;
    context.stroke();
  }
}

function labelsFor({ graph, camera, palette }, view, { open, closed, dots }) {
  const labels = [];
  const add = (item, atTop) => {
    const radius = graph.r[item] * camera.k;
    const depth = view.impact?.depths[item] ?? -1;
    const strong = item === view.selected || item === view.hovered;
    if (radius < (depth > 0 || strong ? 3 : 15)) return;
    if (view.impact && depth < 0 && !strong && graph.kind[item] === SYMBOL) return;
    const size = graph.kind[item] === FOLDER ? Math.min(15, 10.5 + radius / 90) : 11;
    const x = camera.toScreenX(graph.x[item]);
    const center = camera.toScreenY(graph.y[item]);
    const y = atTop ? center - radius + 1 : radius < 15 ? center - radius - 8 : center;
    const isFree = strong || (!atTop && (radius < 15 || depth > 0));
    const width = isFree ? 220 : radius * (atTop ? 2 : 1.9);
    const weight = (strong ? 1e7 : 0) + (depth > 0 ? 1e5 / depth : 0) + (graph.kind[item] === FOLDER ? 2 : 1) * radius;
    const color = graph.kind[item] === SYMBOL || atTop === false ? palette.ink : palette.quiet;
    labels.push({ text: graph.name[item], x, y, size, width, weight, color, strong });
  };
  for (const item of open) {
    const isLarge = graph.r[item] * camera.k > (graph.kind[item] === FILE ? 26 : 34);
    if (item > 0 && (isLarge || item === view.selected)) add(item, true);
  }
  for (const item of closed) add(item, false);
  for (const item of dots) add(item, false);
  return labels;
}
