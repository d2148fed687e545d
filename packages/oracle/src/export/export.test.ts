import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs';
import { copyFixture, makeFolder, writeFiles } from '../fixture-folder.ts';
import { scanned } from '../fixture-oracle.ts';
import { exportGraph } from './export-graph.ts';

interface ScipOccurrence {
  range: number[];
  symbol: string;
  symbolRoles: number;
}
interface ScipDocument {
  relativePath: string;
  language: string;
  positionEncoding: number;
  occurrences: ScipOccurrence[];
  symbols: {
    symbol: string;
    kind: number;
    displayName: string;
    documentation: string[];
    enclosingSymbol: string;
    relationships: { symbol: string; isImplementation: boolean }[];
  }[];
}

/** Read with the schema that Sourcegraph publishes, not with our own idea of it. */
function decodeScip(chunks: readonly Uint8Array[]) {
  const schema = protobuf.parse(readFileSync(new URL('../../fixtures/scip/scip.proto', import.meta.url), 'utf8')).root;
  const type = schema.lookupType('scip.Index');
  const message = type.decode(Buffer.concat(chunks));
  return {
    enums: schema,
    index: type.toObject(message, { arrays: true, defaults: true }) as {
      metadata: { projectRoot: string; textDocumentEncoding: number; toolInfo: { name: string } };
      documents: ScipDocument[];
    },
  };
}

const DEFINITION = 1;
const PACKAGE = 'codemonkeys . . . ';

describe('SCIP', () => {
  it('holds each definition and use with its exact place', async () => {
    const root = makeFolder({
      'src/store.py': 'class Store:\n    """Keeps."""\n\n    def get(self, key):\n        return key  # get is not a use\n',
      'src/odd name/übung.py':
        'from store import Store\n\n\ndef run(store: Store):\n    s = "😀"; store.get("get"); other.get()\n    store.get(1)\n',
    });
    const oracle = await scanned(root);
    const { chunks, skipped } = await oracle.scip();
    const { index, enums } = decodeScip(chunks);
    expect(skipped).toEqual([]);
    expect(index.metadata).toMatchObject({ textDocumentEncoding: 1, toolInfo: { name: 'codemonkeys' } });
    expect(index.metadata.projectRoot).toMatch(/^file:\/\/\//);
    const [user, store] = index.documents;
    expect([user?.relativePath, store?.relativePath]).toEqual(['src/odd name/übung.py', 'src/store.py']);
    expect([store?.language, store?.positionEncoding]).toEqual(['python', 2]);
    const get = `${PACKAGE}src/\`store.py\`/Store#get().`;
    const places = (document: ScipDocument | undefined, symbol: string) =>
      document?.occurrences.filter((each) => each.symbol === symbol).map(({ range, symbolRoles }) => [...range, symbolRoles]);
    expect(places(store, get)).toEqual([[3, 8, 11, DEFINITION]]);
    // Columns count UTF-16 units, in which the face has two.
    expect(places(user, get)).toEqual([
      [4, 20, 23, 8],
      [5, 10, 13, 8],
    ]);
    expect(places(user, `${PACKAGE}src/\`odd name\`/\`übung.py\`/run().`)).toEqual([[3, 4, 7, DEFINITION]]);
    expect(places(user, `${PACKAGE}src/\`store.py\`/Store#`)).toEqual([
      [0, 18, 23, 2],
      [3, 15, 20, 8],
    ]);
    const kinds = enums.lookupEnum('scip.SymbolInformation.Kind').values;
    expect(store?.symbols.map((each) => [each.displayName, each.kind])).toEqual([
      ['store', kinds.Module],
      ['Store', kinds.Class],
      ['get', kinds.Method],
    ]);
    expect(store?.symbols[1]?.documentation).toEqual(['```python\nclass Store\n```', 'Keeps.']);
  });

  it('gives every symbol one definition and a name of its own, and knows what implements what', async () => {
    const oracle = await scanned(copyFixture('typescript'));
    const { index } = decodeScip((await oracle.scip()).chunks);
    const symbols = index.documents.flatMap((document) => document.symbols);
    expect(new Set(symbols.map(({ symbol }) => symbol)).size).toBe(symbols.length);
    const definitions = index.documents
      .flatMap((document) => document.occurrences)
      .filter((each) => each.symbolRoles & DEFINITION);
    expect(definitions.map(({ symbol }) => symbol).toSorted()).toEqual(symbols.map(({ symbol }) => symbol).toSorted());
    expect(symbols.find(({ displayName }) => displayName === 'MemoryStore')?.relationships).toMatchObject([
      { symbol: `${PACKAGE}packages/store/src/\`store.ts\`/Store#`, isImplementation: true },
    ]);
    for (const { relativePath, occurrences } of index.documents)
      for (const { range } of occurrences)
        expect({ relativePath, isOrdered: range.every((each) => each >= 0) }).toEqual({ relativePath, isOrdered: true });
  });

  it('leaves out files that are no longer what was indexed', async () => {
    const root = makeFolder({ 'a.py': 'def a():\n    pass\n', 'b.py': 'def b():\n    pass\n' });
    const oracle = await scanned(root);
    writeFiles(root, { 'a.py': '\n\ndef a():\n    pass\n' });
    const { chunks, skipped } = await oracle.scip();
    expect(skipped).toEqual(['a.py']);
    expect(decodeScip(chunks).index.documents.map((each) => each.relativePath)).toEqual(['b.py']);
  });
});

describe('the graph as text', () => {
  const hostile = {
    'a"b<&].ts': 'export function one() { return two() }\nexport function two() {}\n',
    'test/x.test.ts': `it('says "<]]>\\\\n#;" & more', () => {})\n`,
  };

  it('is whole in JSON, with the fields of the contract', async () => {
    const oracle = await scanned(makeFolder(hostile));
    const { cut, ...graph } = await oracle.graph();
    const data = JSON.parse([...exportGraph(graph, 'json')].join('')) as { nodes: object[]; edges: object[] };
    expect(cut).toBeNull();
    expect([data.nodes.length, data.edges.length]).toEqual([graph.nodes.length, graph.edges.length]);
    expect(Object.keys(data.nodes[0]!)).toEqual(expect.arrayContaining(['id', 'path', 'type', 'name', 'start_line', 'end_line']));
    expect(Object.keys(data.edges[0]!)).toEqual(expect.arrayContaining(['source_id', 'target_id', 'type', 'tier', 'confidence']));
  });

  it('is GraphML that an XML parser reads, whatever names hold', async () => {
    const oracle = await scanned(makeFolder(hostile));
    const graph = await oracle.graph();
    const xml = [...exportGraph(graph, 'graphml')].join('');
    const count =
      'import sys, xml.etree.ElementTree as t; r = t.fromstring(sys.stdin.buffer.read()); n = "{http://graphml.graphdrawing.org/xmlns}"; print(len(r.findall(f".//{n}node")), len(r.findall(f".//{n}edge")), [d.text for d in r.iter(f"{n}data") if d.get("key") == "n_path"][0])';
    const read = execFileSync('python3', ['-c', count], { input: xml, encoding: 'utf8' });
    expect(read.trim()).toBe(`${graph.nodes.length} ${graph.edges.length} a"b<&].ts`);
  });

  it('is drawn around a symbol, and says what was left out', async () => {
    const oracle = await scanned(copyFixture('typescript'));
    const { id } = await oracle.symbol('MemoryStore.get');
    const near = await oracle.graph({ around: id, depth: 1 });
    expect(near.nodes.map((node) => node.qualified_name)).toEqual([
      'App.start',
      'FileStore.get',
      'MemoryStore.get',
      'MemoryStore.normal',
    ]);
    expect(near.cut).toContain('up to 1 edges away');
    const far = await oracle.graph({ around: id, depth: 20 });
    expect(far.cut).toBeNull();
    const few = await oracle.graph({ around: id, depth: 20, limit: 3 });
    expect([few.nodes.length, few.cut]).toEqual([3, expect.stringContaining('3 nearest')]);
    const files = await oracle.graph({ limit: 4 });
    expect(files.nodes.map((node) => node.type)).toEqual(['module', 'module', 'module', 'module']);
    expect(files.cut).toContain('only 4 of 11 files');
    // Numbers of symbols are hashes of their names.
    const drawn = [...exportGraph(near, 'mermaid')].join('');
    expect(near.nodes.reduce((text, node, index) => text.replaceAll(`n${node.id}`, 'ABCD'[index]!), drawn)).toBe(`flowchart LR
  subgraph f0["packages/app/src/main.ts"]
    A["App.start"]
  end
  subgraph f1["packages/store/src/file.ts"]
    B["FileStore.get"]
  end
  subgraph f2["packages/store/src/memory.ts"]
    C["MemoryStore.get"]
    D["MemoryStore.normal"]
  end
  A --> C
  B --> C
  C --> D
`);
  });

  it('never lets a name out of its quotes in DOT and Mermaid', async () => {
    const oracle = await scanned(makeFolder(hostile));
    const graph = await oracle.graph();
    for (const format of ['dot', 'mermaid'] as const) {
      const drawn = [...exportGraph(graph, format)].join('');
      const outside = drawn.replace(/"(?:[^"\\\n]|\\.)*"/g, '');
      expect(outside).not.toMatch(/says|more|a.b/);
      expect(outside).not.toContain('"');
    }
  });
});
