import { type SourceTree, type SyntaxNode, walk } from './syntax-node.ts';

/** A function, a class body or a file's top level: what a search works on at a time. */
export interface Region {
  node: SyntaxNode;
  /** The function's or class's name; nothing for a file's top level. */
  symbol?: string;
  startLine: number;
  endLine: number;
}

/** The function that a node belongs to, else the class, else the module. Callbacks belong to the function around them. */
export function regionOf(node: SyntaxNode): Region {
  let owner = node;
  while (owner.parent && !isRegion(owner)) owner = owner.parent;
  const symbol = symbolOf(owner);
  return { node: owner, startLine: owner.line, endLine: owner.endLine, ...(symbol === undefined ? {} : { symbol }) };
}

/** The region's nodes: for a file or a class without the functions in it, for a function with those inside it. */
export function nodesOf(region: Region): SyntaxNode[] {
  const whole = region.node.kind === 'function' || region.node.kind === 'lambda';
  return [...walk(region.node, (node) => node.kind !== 'type' && (whole || !isRegion(node)))];
}

/** All regions of a file, outer ones first. */
export function regionsOf(tree: SourceTree): Region[] {
  return [...walk(tree.root)].filter(isRegion).map(regionOf);
}

/** For each line of the file (index 0 is line 1) the innermost region that it is in. */
export function regionByLine(tree: SourceTree): Region[] {
  const lines: Region[] = new Array(tree.root.endLine + 1);
  for (const region of regionsOf(tree)) {
    if (region.node.kind === 'module') lines.fill(region);
    else lines.fill(region, region.startLine - 1, region.endLine);
  }
  return lines;
}

function isRegion(node: SyntaxNode): boolean {
  if (node.kind === 'module' || node.kind === 'function' || node.kind === 'class') return node.named;
  if (node.kind !== 'lambda' || node.child('body')?.kind !== 'block') return false;
  const parent = node.parent;
  return (
    parent?.kind === 'declarator' || parent?.kind === 'pair' || parent?.kind === 'assign' || parent?.type === 'export_statement'
  );
}

function symbolOf(node: SyntaxNode): string | undefined {
  const name = node.child('name') ?? node.parent?.child('name') ?? node.parent?.child('key') ?? node.parent?.child('left');
  return node.kind === 'module' ? undefined : name?.text;
}
