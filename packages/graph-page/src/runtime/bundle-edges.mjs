// From afar, edges between symbols are drawn as edges between the circles that they are in: one line for many.

/** @param isOpen whether an item is drawn large enough to be looked into. @returns bundles, the heaviest first. */
export function bundleEdges(graph, shown, isOpen) {
  const seenAs = new Int32Array(graph.count);
  for (let item = 1; item < graph.count; item++) {
    const around = graph.parent[item];
    // An item stands for itself where everything around it is open.
    seenAs[item] = seenAs[around] === around && isOpen(around) ? item : seenAs[around];
  }
  const bundles = new Map();
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    if (!shown[edge]) continue;
    const from = seenAs[graph.source[edge]];
    const to = seenAs[graph.target[edge]];
    if (from === to || isIn(graph, from, to) || isIn(graph, to, from)) continue;
    const key = from * graph.count + to;
    const bundle = bundles.get(key);
    if (bundle === undefined) bundles.set(key, { from, to, count: 1, edge });
    else bundle.count++;
  }
  return [...bundles.values()].sort((a, b) => b.count - a.count || a.from - b.from || a.to - b.to);
}

export function isIn(graph, item, around) {
  return item >= around && item <= graph.last[around];
}
