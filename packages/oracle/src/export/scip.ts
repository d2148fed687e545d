import { pathToFileURL } from 'node:url';
import { languageOfPath } from '../languages/languages.ts';
import { namesIn } from '../parse/parse-source.ts';
import { type Db, graph } from '../query/queries.ts';
import { isTestNode } from '../query/reach.ts';
import { currentText } from '../query/source.ts';
import type { CodeNode, Edge } from '../words.ts';
import { FileNames, type Span } from './file-names.ts';
import { MessageWriter } from './protobuf.ts';
import { KINDS, scipSymbols } from './scip-symbols.ts';

export interface ScipIndex {
  /** Put after one another they are one `scip.Index`: its metadata, then a document each. */
  chunks: Uint8Array[];
  /** Files that are no longer what was indexed, and are left out. */
  skipped: string[];
}

const UTF8 = 1;
const UTF16_COLUMNS = 2;
const ROLE = { definition: 1, import: 2, read: 8, test: 32 } as const;

interface Occurrence {
  span: Span;
  symbol: string;
  roles: number;
  enclosing?: Span;
}

/** The index in the format of https://github.com/sourcegraph/scip. Files are read and parsed again: the graph has no columns. */
export async function scipIndex(db: Db, root: string): Promise<ScipIndex> {
  const { nodes, edges } = await graph(db);
  const symbols = scipSymbols(nodes);
  const inFile = Map.groupBy(nodes, (node) => node.path);
  const from = Map.groupBy(edges, (edge) => edge.source_id);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const chunks = [new MessageWriter().message(1, metadata(root)).finish()];
  const skipped: string[] = [];
  for (const path of [...inFile.keys()].sort()) {
    const current = await currentText(db, root, path);
    if (current === null || !current.isIndexed) {
      skipped.push(path);
      continue;
    }
    const names = new FileNames(current.text, await namesIn(current.text, path), inFile.get(path)!);
    const document = documentOf(path, inFile.get(path)!, names, { symbols, from, byId });
    chunks.push(new MessageWriter().message(2, document).finish());
  }
  return { chunks, skipped };
}

function metadata(root: string): MessageWriter {
  const tool = new MessageWriter().text(1, 'codemonkeys').text(2, '0.1.0');
  return new MessageWriter().message(2, tool).text(3, pathToFileURL(root).href).int(4, UTF8);
}

interface Links {
  symbols: ReadonlyMap<number, string>;
  from: ReadonlyMap<number, Edge[]>;
  byId: ReadonlyMap<number, CodeNode>;
}

function documentOf(path: string, nodes: readonly CodeNode[], names: FileNames, links: Links): MessageWriter {
  const document = new MessageWriter()
    .text(1, path)
    .text(4, languageOfPath(path)?.name ?? '')
    .int(6, UTF16_COLUMNS);
  for (const occurrence of occurrencesIn(nodes, names, links)) document.message(2, occurrenceMessage(occurrence));
  for (const node of nodes) document.message(3, information(node, links));
  return document;
}

/** In the order of the text, each place and symbol once: `scip lint` asks for that. */
function occurrencesIn(nodes: readonly CodeNode[], names: FileNames, { symbols, from, byId }: Links): Occurrence[] {
  const found = new Map<string, Occurrence>();
  const add = (occurrence: Occurrence) => {
    const key = `${occurrence.span.join(' ')} ${occurrence.symbol}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, occurrence);
    else known.roles |= occurrence.roles;
  };
  for (const node of nodes) {
    const test = isTestNode(node) ? ROLE.test : 0;
    add({
      span: names.definition(node),
      symbol: symbols.get(node.id)!,
      roles: ROLE.definition | test,
      enclosing: names.whole(node),
    });
    for (const edge of from.get(node.id) ?? []) {
      const target = byId.get(edge.target_id);
      if (target === undefined || edge.type === 'contains' || edge.type === 'tests' || target.parent_id === null) continue;
      const role = edge.type === 'imports' ? ROLE.import : ROLE.read;
      for (const span of names.uses(node, edge, target.name)) add({ span, symbol: symbols.get(target.id)!, roles: role | test });
    }
  }
  const first = (occurrence: Occurrence) => occurrence.span;
  return [...found.values()].sort(
    (a, b) => first(a)[0] - first(b)[0] || first(a)[1] - first(b)[1] || (a.symbol < b.symbol ? -1 : 1),
  );
}

function occurrenceMessage({ span, symbol, roles, enclosing }: Occurrence): MessageWriter {
  const message = new MessageWriter().packed(1, rangeOf(span)).text(2, symbol).int(3, roles);
  return enclosing === undefined ? message : message.packed(7, rangeOf(enclosing));
}

/** Three numbers where it starts and ends in one line. */
function rangeOf([startLine, startColumn, endLine, endColumn]: Span): number[] {
  return startLine === endLine ? [startLine, startColumn, endColumn] : [startLine, startColumn, endLine, endColumn];
}

function information(node: CodeNode, { symbols, from }: Links): MessageWriter {
  const language = languageOfPath(node.path)?.name ?? '';
  const documentation = node.parent_id === null ? [] : [`\`\`\`${language}\n${node.signature}\n\`\`\``];
  if (node.docstring !== null) documentation.push(node.docstring);
  const message = new MessageWriter().text(1, symbols.get(node.id)!).texts(
    3,
    documentation.map((text) => text.toWellFormed()),
  );
  for (const edge of from.get(node.id) ?? []) {
    if (edge.type !== 'extends' && edge.type !== 'implements') continue;
    const target = symbols.get(edge.target_id);
    if (target !== undefined) message.message(4, new MessageWriter().text(1, target).bool(3, true));
  }
  message.int(5, KINDS[node.type] ?? 0).text(6, node.name.toWellFormed());
  const parent = symbols.get(node.parent_id ?? -1);
  return parent === undefined ? message : message.text(8, parent);
}
