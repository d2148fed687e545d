// Graphs for tests: a small one that reads like code, and large ones.
import type { CodeNode, Edge, EdgeType, IndexState } from '@cm/oracle';
import type { GraphPageInput } from './graph-page.ts';

type Given = Pick<CodeNode, 'id' | 'path' | 'type' | 'name'> & Partial<CodeNode>;

export function node(given: Given): CodeNode {
  return {
    qualified_name: given.name,
    start_line: 1,
    end_line: 3,
    signature: '',
    signature_hash: '',
    docstring: null,
    visibility: 'public',
    parent_id: null,
    ...given,
  };
}

export function edge(source_id: number, target_id: number, type: EdgeType = 'calls', confidence = 0.95): Edge {
  return { source_id, target_id, type, tier: 'scope', confidence, evidence: '', line: 1 };
}

function stateOf(files: number, nodes: number, edges: number): IndexState {
  const freshness = { current: true, changed: 0, added: 0, removed: 0 };
  const coverage = { files, skipped: 0, nodes, edges, unresolved: 10, followed: 0.9 };
  return { commit: '0123456789abcdef0123456789abcdef01234567', freshness, coverage };
}

/** handler → load → parse, a test of load, and a guess that something references parse. */
export function smallGraph(): GraphPageInput {
  const [api, store, tests] = ['src/api.ts', 'src/store/load.ts', 'test/load.test.ts'];
  const nodes = [
    node({ id: 1, path: api, type: 'module', name: 'api', end_line: 9 }),
    node({ id: 2, path: api, type: 'function', name: 'handler', parent_id: 1, start_line: 3, end_line: 5 }),
    node({ id: 11, path: store, type: 'module', name: 'load', end_line: 9 }),
    node({
      id: 12,
      path: store,
      type: 'function',
      name: 'loadUser',
      parent_id: 11,
      start_line: 2,
      end_line: 4,
      signature: 'function loadUser(id: string): User',
      docstring: 'Reads one user.',
    }),
    node({ id: 13, path: store, type: 'class', name: 'Reader', parent_id: 11, start_line: 6, end_line: 9 }),
    node({
      id: 14,
      path: store,
      type: 'method',
      name: 'parse',
      qualified_name: 'Reader.parse',
      parent_id: 13,
      start_line: 7,
      end_line: 8,
    }),
    node({ id: 21, path: tests, type: 'module', name: 'load.test' }),
    node({ id: 22, path: tests, type: 'test', name: 'reads a user', parent_id: 21 }),
  ];
  const edges = [
    edge(1, 2, 'contains'),
    edge(1, 11, 'imports'),
    edge(2, 12),
    edge(12, 14),
    edge(22, 12, 'tests'),
    edge(2, 14, 'references', 0.4),
  ];
  const sources = new Map([
    [
      store,
      "// Users.\nexport function loadUser(id: string): User {\n  return new Reader('users').parse(id);\n}\n\nclass Reader {\n  parse(id) {\n  }\n}\n",
    ],
  ]);
  return { title: 'shop', nodes, edges, sources, state: stateOf(3, nodes.length, edges.length) };
}

/** Files of 20 symbols in folders of 10 files, each symbol calling the next ones. */
export function largeGraph(count: number): GraphPageInput {
  const nodes: CodeNode[] = [];
  const edges: Edge[] = [];
  for (let id = 1; id <= count; id++) {
    const file = Math.floor((id - 1) / 20);
    const path = `packages/part-${Math.floor(file / 100)}/folder-${Math.floor(file / 10)}/file-${file}.ts`;
    const first = file * 20 + 1;
    if (id === first) nodes.push(node({ id, path, type: 'module', name: `file-${file}`, end_line: 200 }));
    else
      nodes.push(
        node({
          id,
          path,
          type: 'function',
          name: `symbol${id}`,
          parent_id: first,
          start_line: id - first,
          end_line: id - first + 5,
        }),
      );
    for (const step of [1, 7, 311]) if (id > step) edges.push(edge(id - step, id));
  }
  return { title: 'large', nodes, edges, state: stateOf(Math.ceil(count / 20), count, edges.length) };
}
