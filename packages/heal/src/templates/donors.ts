// Code elsewhere in the function or file that a repair may copy.
import { nodesOf, type Region } from '../syntax/regions.ts';
import { isStatement, type SourceTree, type SyntaxNode, walk } from '../syntax/syntax-node.ts';

export interface Donors {
  /** Expressions of the function larger than a name, once each. */
  expressions: readonly SyntaxNode[];
  /** Conditions of the function's branches and loops, once each. */
  conditions: readonly SyntaxNode[];
  /** Simple statements of the function, and a few of the file's, once each. */
  statements: readonly SyntaxNode[];
  /** Values that the function's return statements give. */
  returned: readonly SyntaxNode[];
  /** Attribute names, by how often they are used in the file. */
  properties: ReadonlyMap<string, number>;
  /** Functions and methods defined in the file: name → the numbers of arguments it may be given. */
  functions: ReadonlyMap<string, { least: number; most: number }>;
}

const EXPRESSIONS = new Set([
  'member',
  'index',
  'call',
  'binary',
  'comparison',
  'logical',
  'not',
  'list',
  'tuple',
  'dict',
  'await',
  'lambda',
]);
const STATEMENTS = new Set(['expression-statement', 'return', 'break', 'continue', 'throw', 'delete']);
const LONGEST = 120;
const MOST_FROM_FILE = 40;
const MOST_EXPRESSIONS = 150;
const BRANCHES = new Set(['if', 'elif', 'while', 'if-clause', 'conditional', 'for']);

export function readDonors(region: Region): Donors {
  const inside = nodesOf(region);
  const { properties, functions, statements } = readFile(region.node.tree);
  const elsewhere = statements.filter((node) => node.start < region.node.start || node.end > region.node.end);
  const near = elsewhere
    .sort((a, b) => Math.abs(a.line - region.startLine) - Math.abs(b.line - region.startLine))
    .slice(0, MOST_FROM_FILE);
  const expressions = inside.filter(
    (node) => EXPRESSIONS.has(node.kind) && node.field !== 'function' && node.end - node.start <= LONGEST,
  );
  return {
    expressions: unique(expressions).slice(0, MOST_EXPRESSIONS),
    conditions: unique(inside.flatMap((node) => (BRANCHES.has(node.kind) ? (node.condition ?? []) : []))),
    statements: unique([...inside.filter(isSimple), ...near]),
    returned: unique(inside.flatMap((node) => (node.kind === 'return' ? (node.parts[0] ?? []) : []))),
    properties,
    functions,
  };
}

interface FileFacts extends Pick<Donors, 'properties' | 'functions'> {
  statements: SyntaxNode[];
}

/** One walk for a file, however many of its functions are suspect. */
const known = new WeakMap<SourceTree, FileFacts>();

function readFile(tree: SourceTree): FileFacts {
  const before = known.get(tree);
  if (before) return before;
  const properties = new Map<string, number>();
  const functions = new Map<string, { least: number; most: number }>();
  const statements: SyntaxNode[] = [];
  for (const node of walk(tree.root)) {
    const name = node.kind === 'member' ? (node.child('attribute') ?? node.child('property'))?.text : undefined;
    if (name !== undefined) properties.set(name, (properties.get(name) ?? 0) + 1);
    if (node.kind === 'function' || node.kind === 'lambda') noteFunction(node, functions);
    if (isSimple(node)) statements.push(node);
  }
  const facts = { properties, functions, statements };
  known.set(tree, facts);
  return facts;
}

function isSimple(node: SyntaxNode): boolean {
  return (
    STATEMENTS.has(node.kind) &&
    isStatement(node) &&
    node.parts[0]?.kind !== 'string' &&
    node.text.length <= LONGEST &&
    !node.text.includes('\n')
  );
}

function unique(nodes: readonly SyntaxNode[]): SyntaxNode[] {
  const seen = new Set<string>();
  return nodes.filter((node) => {
    const { text } = node;
    return !seen.has(text) && seen.add(text);
  });
}

function noteFunction(node: SyntaxNode, into: Map<string, { least: number; most: number }>): void {
  const name = (node.child('name') ?? node.parent?.child('name'))?.text;
  if (name === undefined) return;
  const parameters = (node.child('parameters')?.parts ?? []).filter(
    (parameter) => parameter.text !== 'self' && parameter.text !== 'cls',
  );
  const open = parameters.some((parameter) => /^(\*|\.\.\.)/.test(parameter.text));
  const optional = parameters.filter(
    (parameter) => parameter.child('value') !== undefined || parameter.type === 'optional_parameter',
  ).length;
  into.set(name, { least: parameters.length - optional, most: open ? Number.POSITIVE_INFINITY : parameters.length });
}
