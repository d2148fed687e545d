// Mouse, pen, fingers, wheel and keys on the drawing.
import { isOpen } from './draw-graph.mjs';

const CLICK_PIXELS = 5;
const PAN_PIXELS = 60;

/** @param actions `select(item)`, `lookAt(item)`, `showAll()` */
export function listenToCanvas(graph, view, camera, canvas, actions) {
  const fingers = new Map();
  let travelled = 0;
  let spread = 0;

  const middle = () => {
    const points = [...fingers.values()];
    return {
      x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
      y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
      spread: points.length < 2 ? 0 : Math.hypot(points[0].x - points[1].x, points[0].y - points[1].y),
    };
  };
  const point = (event) => ({ x: event.offsetX, y: event.offsetY });

  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, point(event));
    if (fingers.size === 1) travelled = 0;
    spread = middle().spread;
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!fingers.has(event.pointerId)) {
      view.set({ hovered: event.pointerType === 'touch' ? -1 : itemAt(graph, view, camera, event.offsetX, event.offsetY) });
      return;
    }
    const before = middle();
    fingers.set(event.pointerId, point(event));
    const after = middle();
    travelled += Math.hypot(after.x - before.x, after.y - before.y) + Math.abs(after.spread - before.spread);
    if (travelled < CLICK_PIXELS) return;
    canvas.classList.add('dragging');
    camera.pan(after.x - before.x, after.y - before.y);
    if (spread > 0 && after.spread > 0) camera.zoom(after.spread / before.spread, after.x, after.y);
  });
  const lift = (event) => {
    const wasClick = fingers.size === 1 && travelled < CLICK_PIXELS && event.type === 'pointerup';
    fingers.delete(event.pointerId);
    canvas.classList.remove('dragging');
    if (wasClick) actions.select(itemAt(graph, view, camera, event.offsetX, event.offsetY));
  };
  canvas.addEventListener('pointerup', lift);
  canvas.addEventListener('pointercancel', lift);
  canvas.addEventListener('pointerleave', () => view.set({ hovered: -1 }));
  canvas.addEventListener('dblclick', (event) => {
    const item = itemAt(graph, view, camera, event.offsetX, event.offsetY);
    if (item >= 0) actions.lookAt(item);
  });
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      // Lines and pages of old mice are made pixels; a pinch on a touchpad comes as a wheel with Ctrl held.
      const pixels = event.deltaY * [1, 16, 100][event.deltaMode];
      camera.zoom(
        Math.exp(-Math.max(-120, Math.min(120, pixels)) * (event.ctrlKey ? 0.012 : 0.0026)),
        event.offsetX,
        event.offsetY,
      );
    },
    { passive: false },
  );
  canvas.addEventListener('keydown', (event) => {
    const act = KEYS[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act(graph, view, camera, actions);
  });
}

const KEYS = {
  ArrowLeft: (_graph, _view, camera) => camera.pan(PAN_PIXELS, 0),
  ArrowRight: (_graph, _view, camera) => camera.pan(-PAN_PIXELS, 0),
  ArrowUp: (_graph, _view, camera) => camera.pan(0, PAN_PIXELS),
  ArrowDown: (_graph, _view, camera) => camera.pan(0, -PAN_PIXELS),
  '+': (_graph, _view, camera) => camera.zoom(1.4),
  '=': (_graph, _view, camera) => camera.zoom(1.4),
  '-': (_graph, _view, camera) => camera.zoom(1 / 1.4),
  0: (_graph, _view, _camera, actions) => actions.showAll(),
  // What is in the middle of the screen, for who has no mouse.
  Enter: (graph, view, camera, actions) => actions.select(itemAt(graph, view, camera, camera.width / 2, camera.height / 2)),
};

/** The innermost circle that is drawn at a point; -1 outside of all. */
function itemAt(graph, view, camera, px, py) {
  const [x, y] = [camera.toX(px), camera.toY(py)];
  const hits = (item) => Math.hypot(x - graph.x[item], y - graph.y[item]) <= graph.r[item];
  const isHidden = (item) => graph.kind[item] === 2 && view.hiddenTypes.has(graph.typeName(item));
  if (!hits(0)) return -1;
  let found = 0;
  while (isOpen(graph, camera, found)) {
    const inner = graph.children(found).find((child) => !isHidden(child) && hits(child));
    if (inner === undefined) break;
    found = inner;
  }
  return found === 0 ? -1 : found;
}
