import type { Cycle } from '../answers.ts';
import type { ImportGraph } from './import-graph.ts';

/** Files that import one another in circles, the largest circle first: the strongly connected components of the imports. */
export function cyclesOf(graph: ImportGraph): Cycle[] {
  return components(graph.imports)
    .filter((component) => component.length > 1)
    .map((component) => component.sort((a, b) => a - b))
    .map((component) => ({ paths: component.map((file) => graph.paths[file]!), edges: shortestCircle(graph, component) }))
    .sort((a, b) => b.paths.length - a.paths.length || (a.paths[0]! < b.paths[0]! ? -1 : 1));
}

/** Tarjan's algorithm, without recursion: chains of imports can be thousands of files long. */
function components(targets: readonly (readonly number[])[]): number[][] {
  const index = new Int32Array(targets.length).fill(-1);
  const low = new Int32Array(targets.length);
  const onStack = new Uint8Array(targets.length);
  const [stack, found]: [number[], number[][]] = [[], []];
  let count = 0;
  for (let root = 0; root < targets.length; root++) {
    if (index[root] !== -1) continue;
    const work: { node: number; next: number }[] = [{ node: root, next: 0 }];
    while (work.length > 0) {
      const frame = work.at(-1)!;
      const { node } = frame;
      if (frame.next === 0) {
        index[node] = low[node] = count++;
        stack.push(node);
        onStack[node] = 1;
      }
      const target = targets[node]![frame.next++];
      if (target !== undefined) {
        if (index[target] === -1) work.push({ node: target, next: 0 });
        else if (onStack[target]) low[node] = Math.min(low[node]!, index[target]!);
        continue;
      }
      work.pop();
      const parent = work.at(-1)?.node;
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[node]!);
      if (low[node] === index[node]) found.push(popComponent(stack, onStack, node));
    }
  }
  return found;
}

function popComponent(stack: number[], onStack: Uint8Array, root: number): number[] {
  const component: number[] = [];
  for (;;) {
    const node = stack.pop()!;
    onStack[node] = 0;
    component.push(node);
    if (node === root) return component;
  }
}

const MOST_STARTS = 200;

/** The fewest imports that lead from a file of the component back to it. */
function shortestCircle(graph: ImportGraph, component: readonly number[]): Cycle['edges'] {
  const inside = new Set(component);
  let best: number[] = [];
  for (const start of component.slice(0, MOST_STARTS)) {
    const from = new Map<number, number>();
    const queue = [start];
    for (let at = 0; at < queue.length && !from.has(start); at++) {
      for (const target of graph.imports[queue[at]!]!) {
        if (!inside.has(target) || from.has(target)) continue;
        from.set(target, queue[at]!);
        queue.push(target);
      }
    }
    const circle = [start];
    for (let at = from.get(start)!; at !== start; at = from.get(at)!) circle.unshift(at);
    circle.unshift(start);
    if (best.length === 0 || circle.length < best.length) best = circle;
  }
  return best.slice(1).map((file, index) => graph.edge(best[index]!, file));
}
