// What a person has chosen to see. Whoever draws listens; whoever is clicked changes it here.
import { impactOf, neighboursOf } from './follow-edges.mjs';

export function createView(graph) {
  const listeners = [];
  const view = {
    selected: -1,
    hovered: -1,
    /** `near`: what is next to the selection. `in`: all that rests on it. `out`: all that it rests on. */
    follow: 'near',
    depth: 3,
    hiddenEdges: new Set(),
    hiddenTypes: new Set(),
    leastConfidence: 0,
    /** 1 for each edge that the filters let through. */
    shown: new Uint8Array(graph.edgeCount).fill(1),
    /** Distance of each item from the selection, and the edge that leads there; null without a selection. */
    impact: null,
    listen: (listener) => listeners.push(listener),
    /** @param what is changed: names of properties of the view */
    set(what) {
      const changed = Object.keys(what).filter((name) => view[name] !== what[name]);
      if (changed.length === 0) return;
      Object.assign(view, what);
      if (changed.some((name) => FILTERS.includes(name))) view.shown = shownEdges(graph, view);
      if (changed.some((name) => name !== 'hovered')) view.impact = follow(graph, view);
      for (const listener of listeners) listener(changed);
    },
  };
  return view;
}

export const FILTERS = ['hiddenEdges', 'hiddenTypes', 'leastConfidence'];

function shownEdges(graph, { hiddenEdges, hiddenTypes, leastConfidence }) {
  const hides = graph.types.map((type) => hiddenTypes.has(type));
  const hidesEdge = graph.edgeTypes.map((type) => hiddenEdges.has(type));
  const hidden = (item) => graph.type[item] >= 0 && hides[graph.type[item]];
  return Uint8Array.from(graph.source, (source, edge) =>
    hidesEdge[graph.edgeType[edge]] || graph.confidence[edge] < leastConfidence || hidden(source) || hidden(graph.target[edge])
      ? 0
      : 1,
  );
}

function follow(graph, { selected, follow: how, depth, shown }) {
  if (selected < 0) return null;
  if (how !== 'near') return impactOf(graph, shown, selected, how, depth);
  const depths = new Int8Array(graph.count).fill(-1);
  for (let item = selected; item <= graph.last[selected]; item++) depths[item] = 0;
  const sides = { in: neighboursOf(graph, shown, selected, 'in'), out: neighboursOf(graph, shown, selected, 'out') };
  for (const { item } of [...sides.in, ...sides.out]) depths[item] = 1;
  return { depths, sides, rings: [] };
}
