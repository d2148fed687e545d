// Lines between circles. Those that leave the same circle for the same other one run together in the middle.
const MOST_LINES = 220;
const MOST_NEAR = 1500;

/** From afar: bundles, the heavier the stronger. */
export function drawBundles(context, { graph, camera, palette }, bundles) {
  context.lineCap = 'round';
  let drawn = 0;
  const heaviest = Math.log2((bundles[0]?.count ?? 1) + 1);
  for (const { from, to, count, edge } of bundles) {
    if (!inSight(graph, camera, from) && !inSight(graph, camera, to)) continue;
    if (++drawn > MOST_LINES) break;
    const weight = Math.log2(count + 1);
    const part = weight / heaviest;
    context.globalAlpha = 0.06 + 0.34 * part * part;
    context.strokeStyle = palette.edges[graph.edgeType[edge]];
    context.lineWidth = 0.7 + 4 * part * part;
    context.beginPath();
    trace(context, graph, camera, from, to);
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** What is next to the selection: who uses it in one colour, what it uses in another, with arrows. */
export function drawNeighbours(context, scene, { in: incoming, out: outgoing }, selected) {
  const many = incoming.length + outgoing.length > 120;
  context.lineWidth = many ? 0.9 : 1.5;
  context.globalAlpha = many ? 0.45 : 0.8;
  for (const [list, color, toSelected] of [
    [incoming, scene.palette.incoming, true],
    [outgoing, scene.palette.outgoing, false],
  ]) {
    context.strokeStyle = context.fillStyle = color;
    for (const { item } of list.slice(0, MOST_NEAR)) {
      const [from, to] = toSelected ? [item, selected] : [selected, item];
      context.beginPath();
      const end = trace(context, scene.graph, scene.camera, from, to);
      context.stroke();
      arrow(context, end, many ? 5 : 7);
    }
  }
  context.globalAlpha = 1;
}

/** The edges along which an impact was followed, coloured by their distance. */
export function drawImpact(context, scene, { rings, via }) {
  const { graph, camera, palette } = scene;
  const total = rings.reduce((sum, ring) => sum + ring.length, 0);
  context.globalAlpha = total > 200 ? 0.3 : 0.7;
  context.lineWidth = total > 200 ? 0.8 : 1.3;
  let left = MOST_NEAR;
  rings.forEach((ring, index) => {
    context.strokeStyle = palette.depths[Math.min(index, palette.depths.length - 1)];
    context.beginPath();
    for (const item of ring.slice(0, left)) trace(context, graph, camera, graph.source[via[item]], graph.target[via[item]]);
    context.stroke();
    left = Math.max(0, left - ring.length);
  });
  context.globalAlpha = 1;
}

function inSight(graph, camera, item) {
  const [x, y, r] = [camera.toScreenX(graph.x[item]), camera.toScreenY(graph.y[item]), graph.r[item] * camera.k];
  return x + r > 0 && y + r > 0 && x - r < camera.width && y - r < camera.height;
}

/** A curve from rim to rim, drawn towards the circles just below the one that holds both ends. Returns where it ends, and from where it comes. */
function trace(context, graph, camera, from, to) {
  const [fromSide, toSide] = sides(graph, from, to);
  const at = (item) => [camera.toScreenX(graph.x[item]), camera.toScreenY(graph.y[item])];
  const [[ax, ay], [bx, by], [px, py], [qx, qy]] = [at(from), at(to), at(fromSide), at(toSide)];
  const bend = 0.12;
  // A little to the right of the way, so that there and back are two lines.
  const [nx, ny] = [-(by - ay) * bend, (bx - ax) * bend];
  const pull = 0.55;
  const [c1x, c1y] = [ax + (px - ax) * pull + (bx - ax) * 0.25 + nx, ay + (py - ay) * pull + (by - ay) * 0.25 + ny];
  const [c2x, c2y] = [bx + (qx - bx) * pull - (bx - ax) * 0.25 + nx, by + (qy - by) * pull - (by - ay) * 0.25 + ny];
  const [sx, sy] = rim(ax, ay, c1x, c1y, graph.r[from] * camera.k);
  const [ex, ey] = rim(bx, by, c2x, c2y, graph.r[to] * camera.k);
  context.moveTo(sx, sy);
  context.bezierCurveTo(c1x, c1y, c2x, c2y, ex, ey);
  return [ex, ey, c2x, c2y];
}

function rim(x, y, towardsX, towardsY, radius) {
  const length = Math.hypot(towardsX - x, towardsY - y) || 1;
  const part = Math.min(radius, length * 0.8) / length;
  return [x + (towardsX - x) * part, y + (towardsY - y) * part];
}

/** The circles around both ends that lie side by side. */
function sides({ parent, last }, from, to) {
  let [a, b] = [from, to];
  while (parent[a] >= 0 && !(to >= parent[a] && to <= last[parent[a]])) a = parent[a];
  while (parent[b] >= 0 && !(from >= parent[b] && from <= last[parent[b]])) b = parent[b];
  return [a, b];
}

function arrow(context, [x, y, fromX, fromY], size) {
  const angle = Math.atan2(y - fromY, x - fromX);
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x - size * Math.cos(angle - 0.42), y - size * Math.sin(angle - 0.42));
  context.lineTo(x - size * Math.cos(angle + 0.42), y - size * Math.sin(angle + 0.42));
  context.fill();
}
