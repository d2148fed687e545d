// What an item has to do with others, over the edges that the filters let through.
import { SYMBOL } from './read-graph.mjs';

/**
 * The edges that cross the border of an item: what is in it counts as it.
 * By the other end: a symbol for symbols, a file for files and folders.
 */
export function neighboursOf(graph, shown, item, direction) {
  const { start, list } = direction === 'in' ? graph.in : graph.out;
  const far = direction === 'in' ? graph.source : graph.target;
  const asFile = graph.kind[item] !== SYMBOL;
  const found = new Map();
  for (let position = start[item]; position < start[graph.last[item] + 1]; position++) {
    const edge = list[position];
    const other = far[edge];
    if (!shown[edge] || (other >= item && other <= graph.last[item])) continue;
    const end = asFile ? graph.file[other] : other;
    const known = found.get(end);
    if (known === undefined) found.set(end, { item: end, edge, count: 1 });
    else {
      known.count++;
      if (graph.confidence[edge] > graph.confidence[known.edge]) known.edge = edge;
    }
  }
  const sureness = ({ edge }) => graph.confidence[edge];
  return [...found.values()].sort((a, b) => b.count - a.count || sureness(b) - sureness(a) || a.item - b.item);
}

/**
 * Everything that rests on an item (`in`) or that it rests on (`out`), up to `depth` edges away.
 * `depths` has the distance of each item, 0 for the item and what is in it, -1 for what isn't reached; `via` the edge that led there.
 */
export function impactOf(graph, shown, item, direction, depth) {
  const { start, list } = direction === 'in' ? graph.in : graph.out;
  const far = direction === 'in' ? graph.source : graph.target;
  const depths = new Int8Array(graph.count).fill(-1);
  const via = new Int32Array(graph.count).fill(-1);
  let border = [];
  for (let inside = item; inside <= graph.last[item]; inside++) {
    depths[inside] = 0;
    border.push(inside);
  }
  const rings = [];
  for (let distance = 1; distance <= depth && border.length > 0; distance++) {
    const next = [];
    for (const near of border) {
      for (let position = start[near]; position < start[near + 1]; position++) {
        const edge = list[position];
        const other = far[edge];
        if (!shown[edge] || depths[other] >= 0) continue;
        depths[other] = distance;
        via[other] = edge;
        next.push(other);
      }
    }
    if (next.length > 0) rings.push(next.sort((a, b) => a - b));
    border = next;
  }
  return { depths, via, rings };
}
