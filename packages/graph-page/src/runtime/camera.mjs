// Where the eye is: the point of the drawing in the middle of the screen, and how many pixels a unit of it takes.
import { SYMBOL } from './read-graph.mjs';

const FLIGHT_MS = 520;
/** Part of the free screen that a circle takes when it is looked at. */
const FILLS = 0.92;
/** Pixels that the radius of a symbol has then, at least and at most. */
const SYMBOL_RADIUS = [5, 44];

/** The middle and the size of some items; of everything, that of what is in it, which is less than the circle around it. */
function boxOf(graph, items) {
  const { x, y, r } = graph;
  const inside = items[0] === 0 && graph.count > 1 ? graph.children(0) : items;
  const [left, right] = [Math.min(...inside.map((i) => x[i] - r[i])), Math.max(...inside.map((i) => x[i] + r[i]))];
  const [top, bottom] = [Math.min(...inside.map((i) => y[i] - r[i])), Math.max(...inside.map((i) => y[i] + r[i]))];
  return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}

export function createCamera(graph, onMove) {
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const camera = { x: graph.x[0], y: graph.y[0], k: 0.05, width: 1, height: 1, moving: false };
  let flight = 0;
  let settle = 0;

  const smallest = graph.r.reduce((least, r) => (r > 0 && r < least ? r : least), graph.r[0]);
  const clamp = (k) => {
    const least = (Math.min(camera.width, camera.height) * 0.2) / graph.r[0];
    return Math.min(Math.max(k, least), Math.max(160 / smallest, least));
  };

  function moved() {
    camera.moving = true;
    clearTimeout(settle);
    settle = setTimeout(() => {
      camera.moving = false;
      onMove();
    }, 140);
    onMove();
  }

  camera.toScreenX = (x) => (x - camera.x) * camera.k + camera.width / 2;
  camera.toScreenY = (y) => (y - camera.y) * camera.k + camera.height / 2;
  camera.toX = (px) => (px - camera.width / 2) / camera.k + camera.x;
  camera.toY = (py) => (py - camera.height / 2) / camera.k + camera.y;

  camera.resize = (width, height) => {
    Object.assign(camera, { width, height });
    moved();
  };
  camera.pan = (dx, dy) => {
    cancelAnimationFrame(flight);
    camera.x -= dx / camera.k;
    camera.y -= dy / camera.k;
    moved();
  };
  /** The point under (px, py) stays where it is. */
  camera.zoom = (factor, px = camera.width / 2, py = camera.height / 2) => {
    cancelAnimationFrame(flight);
    const [x, y] = [camera.toX(px), camera.toY(py)];
    camera.k = clamp(camera.k * factor);
    camera.x = x - (px - camera.width / 2) / camera.k;
    camera.y = y - (py - camera.height / 2) / camera.k;
    moved();
  };
  /** Flies until the item can be looked at, with others if they fit in. `free`: pixels on each side that something else covers. */
  camera.lookAt = (item, { free, others = [], jump = false }) => {
    const isSymbol = graph.kind[item] === SYMBOL;
    const box = boxOf(graph, isSymbol ? [item, ...others] : [item]);
    const across = (camera.width - free.left - free.right) / box.width;
    const down = (camera.height - free.top - free.bottom) / box.height;
    const fits = Math.min(across, down) * FILLS;
    const [least, most] = isSymbol ? SYMBOL_RADIUS.map((radius) => radius / graph.r[item]) : [0, Number.POSITIVE_INFINITY];
    const k = clamp(Math.min(most, Math.max(least, fits)));
    const middle = fits >= least ? box : boxOf(graph, [item]);
    const x = middle.x + (free.right - free.left) / 2 / k;
    const y = middle.y + (free.bottom - free.top) / 2 / k;
    cancelAnimationFrame(flight);
    if (jump || still.matches) {
      Object.assign(camera, { x, y, k });
      moved();
    } else fly(x, y, k);
  };

  function fly(x, y, k) {
    const from = { x: camera.x, y: camera.y, k: camera.k };
    const began = performance.now();
    const step = (now) => {
      const part = Math.min(1, Math.max(0, (now - began) / FLIGHT_MS));
      const eased = part < 0.5 ? 4 * part ** 3 : 1 - (-2 * part + 2) ** 3 / 2;
      camera.k = from.k * (k / from.k) ** eased;
      // As the scale grows, the way left shrinks with it: the goal draws nearer on a straight line on the screen.
      const way = Math.abs(k / from.k - 1) < 1e-3 ? eased : (1 / from.k - 1 / camera.k) / (1 / from.k - 1 / k);
      camera.x = from.x + (x - from.x) * way;
      camera.y = from.y + (y - from.y) * way;
      moved();
      if (part < 1) flight = requestAnimationFrame(step);
    };
    flight = requestAnimationFrame(step);
  }
  return camera;
}
