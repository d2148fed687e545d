import type { NodeType } from '../facts.ts';
import type { CodeNode } from '../words.ts';

const SCHEME = 'codemonkeys';
/** No package manager, name and version: the index is of one repository, whatever it publishes. */
const PACKAGE = '. . .';

/** `SymbolInformation.Kind` of scip.proto. */
export const KINDS: Readonly<Partial<Record<NodeType, number>>> = {
  module: 29,
  class: 7,
  interface: 21,
  struct: 49,
  enum: 11,
  function: 17,
  method: 26,
  type: 54,
  constant: 8,
  test: 17,
};
const TYPES: ReadonlySet<NodeType> = new Set(['class', 'interface', 'struct', 'enum', 'type']);
const CALLABLE: ReadonlySet<NodeType> = new Set(['function', 'method', 'test']);

/** The SCIP symbol of each node by its number: the folders and the file as namespaces, then what it is written in. Unique in the index. */
export function scipSymbols(nodes: readonly CodeNode[]): Map<number, string> {
  const symbols = new Map<number, string>();
  const taken = new Map<string, number>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const symbolOf = (node: CodeNode): string => {
    const known = symbols.get(node.id);
    if (known !== undefined) return known;
    const parent = byId.get(node.parent_id ?? -1);
    const base = parent === undefined ? '' : symbolOf(parent);
    const plain =
      parent === undefined ? `${SCHEME} ${PACKAGE} ${namespaces(node.path)}` : base + descriptor(node.type, node.name, 0);
    const before = taken.get(plain) ?? 0;
    taken.set(plain, before + 1);
    const symbol = before === 0 ? plain : base + descriptor(node.type, node.name, before);
    symbols.set(node.id, symbol);
    return symbol;
  };
  for (const node of nodes) symbolOf(node);
  return symbols;
}

function namespaces(path: string): string {
  return path
    .split('/')
    .map((part) => `${identifier(part)}/`)
    .join('');
}

/** `before`: how many of this name there are already. SCIP tells only methods apart; of others the number becomes part of the name. */
function descriptor(type: NodeType, name: string, before: number): string {
  if (CALLABLE.has(type)) return `${identifier(name)}(${before === 0 ? '' : `+${before}`}).`;
  const numbered = identifier(before === 0 ? name : `${name}+${before}`);
  if (TYPES.has(type)) return `${numbered}#`;
  return type === 'doc section' ? `${numbered}:` : `${numbered}.`;
}

function identifier(name: string): string {
  const shown = name.toWellFormed();
  return /^[\w+\-$]+$/.test(shown) ? shown : `\`${shown.replaceAll('`', '``')}\``;
}
