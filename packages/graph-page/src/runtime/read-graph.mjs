// The data of the page as arrays that are quick to walk. Items are in preorder: what is in item i is i + 1 … last[i].
export const FOLDER = 0;
export const FILE = 1;
export const SYMBOL = 2;

export function readGraph(text) {
  const { items, edges, ...rest } = JSON.parse(text);
  const count = items.kind.length;
  const parent = Int32Array.from(items.parent);
  const graph = {
    ...rest,
    count,
    kind: Uint8Array.from(items.kind),
    name: items.name,
    parent,
    last: lastInside(parent),
    file: new Int32Array(count),
    x: Float64Array.from(items.x),
    y: Float64Array.from(items.y),
    r: Float64Array.from(items.r),
    type: Int8Array.from(items.type),
    types: items.types,
    start: items.start,
    end: items.end,
    signature: items.signature,
    edgeCount: edges.source.length,
    source: Int32Array.from(edges.source),
    target: Int32Array.from(edges.target),
    edgeType: Uint8Array.from(edges.type),
    edgeTypes: edges.types,
    tier: edges.tier,
    tiers: edges.tiers,
    confidence: Uint8Array.from(edges.confidence),
    line: edges.line,
    sources: rest.sources,
  };
  for (let item = 0; item < count; item++) graph.file[item] = graph.kind[item] === SYMBOL ? graph.file[parent[item]] : item;
  graph.mainType = mainTypes(graph);
  graph.out = edgesBy(graph.source, count);
  graph.in = edgesBy(graph.target, count);
  graph.path = (item) => items.path[graph.file[item]];
  graph.qualified = (item) => items.qualified[item] || items.name[item];
  graph.docstring = (item) => items.docstring[item] || '';
  graph.visibility = (item) => items.visibility[item] || 'public';
  graph.typeName = (item) => (graph.type[item] < 0 ? ['folder', 'file'][graph.kind[item]] : graph.types[graph.type[item]]);
  graph.children = (item) => childrenOf(graph, item);
  return graph;
}

function lastInside(parent) {
  const last = Int32Array.from(parent, (_parent, item) => item);
  for (let item = parent.length - 1; item > 0; item--) last[parent[item]] = Math.max(last[parent[item]], last[item]);
  return last;
}

/** The type that most of the symbols in each item have; -1 where there are none. */
function mainTypes({ count, parent, kind, type, types }) {
  const counts = new Int32Array(count * types.length);
  const main = new Int8Array(count).fill(-1);
  for (let item = count - 1; item >= 0; item--) {
    const own = item * types.length;
    if (kind[item] === SYMBOL) counts[own + type[item]]++;
    let most = 0;
    for (let index = 0; index < types.length; index++) {
      if (counts[own + index] > most) {
        most = counts[own + index];
        main[item] = index;
      }
      if (item > 0) counts[parent[item] * types.length + index] += counts[own + index];
    }
  }
  return main;
}

/** The edges of each item in one array: those of item i are list[start[i]] … list[start[i + 1] - 1]. */
function edgesBy(ends, count) {
  const start = new Int32Array(count + 1);
  for (const end of ends) start[end + 1]++;
  for (let item = 0; item < count; item++) start[item + 1] += start[item];
  const next = start.slice();
  const list = new Int32Array(ends.length);
  for (let edge = 0; edge < ends.length; edge++) list[next[ends[edge]]++] = edge;
  return { start, list };
}

function childrenOf({ last }, item) {
  const children = [];
  for (let child = item + 1; child <= last[item]; child = last[child] + 1) children.push(child);
  return children;
}
