// Marks the statements of a JavaScript or TypeScript file so that running them is noticed. Lines stay where they are.
import { type SourceEdit, type SourceTree, type SyntaxNode, walk } from '../syntax/syntax-node.ts';

/** One marked statement: the lines that count as run with it. */
export interface HitPoint {
  path: string;
  lines: number[];
}

export interface MarkedSource {
  edits: SourceEdit[];
  points: HitPoint[];
}

const MARKED = new Set(
  'expression_statement variable_declaration lexical_declaration return_statement if_statement for_statement for_in_statement while_statement do_statement switch_statement try_statement throw_statement break_statement continue_statement labeled_statement class_declaration abstract_class_declaration enum_declaration'.split(
    ' ',
  ),
);
const CONTAINERS = new Set(['program', 'statement_block', 'switch_case', 'switch_default']);
const BODY_FIELDS: Record<string, readonly string[]> = {
  if_statement: ['consequence'],
  for_statement: ['body'],
  for_in_statement: ['body'],
  while_statement: ['body'],
  do_statement: ['body'],
};
const FUNCTIONS = new Set([
  'function_declaration',
  'generator_function_declaration',
  'function_expression',
  'generator_function',
  'arrow_function',
  'method_definition',
]);
const TYPES_ONLY = new Set([
  'ambient_declaration',
  'interface_declaration',
  'type_alias_declaration',
  'import_statement',
  'type_annotation',
]);

/** `first` is the number of the file's first point. Undefined when the file has syntax errors, which its tests will tell of. */
export function markSource(source: SourceTree, first: number): MarkedSource | undefined {
  for (const node of walk(source.root)) if (node.type === 'ERROR') return undefined;
  const marking = new Marking(source, first);
  marking.visit(source.root, []);
  return { edits: marking.edits, points: marking.points() };
}

class Marking {
  readonly edits: SourceEdit[] = [];
  readonly #nodes: { node: SyntaxNode; header: number[] }[] = [];
  readonly #source: SourceTree;
  readonly #first: number;
  readonly #typed: boolean;

  constructor(source: SourceTree, first: number) {
    this.#source = source;
    this.#first = first;
    this.#typed = /\.[cm]?tsx?$/.test(source.path);
  }

  /** `header` holds the lines of a function's head until a point of its body takes them. */
  visit(node: SyntaxNode, header: number[]): void {
    if (TYPES_ONLY.has(node.type)) return;
    let closing: string | undefined;
    let lines = header;
    if (isStandalone(node)) this.#insert(node.start, `${this.#typed ? ';' : ''}${this.#hit(node, lines.splice(0))};`);
    else if (isBareBody(node)) {
      this.#insert(node.start, `{${this.#hit(node, lines.splice(0))};`);
      closing = '}';
    } else if (isArrowBody(node)) {
      this.#insert(node.start, `(${this.#hit(node, lines.splice(0))},`);
      closing = ')';
    }
    if (FUNCTIONS.has(node.type)) lines = headLines(node);
    for (const child of node.children) this.visit(child, lines);
    if (closing !== undefined) this.#insert(node.end, closing);
  }

  points(): HitPoint[] {
    const owner = new Map<number, SyntaxNode>();
    for (const { node } of this.#nodes) for (let line = node.line; line <= node.endLine; line += 1) owner.set(line, node);
    return this.#nodes.map(({ node, header }) => {
      const lines = new Set([node.line, ...header]);
      for (let line = node.line; line <= node.endLine; line += 1) if (owner.get(line) === node) lines.add(line);
      return { path: this.#source.path, lines: [...lines].sort((a, b) => a - b) };
    });
  }

  #insert(at: number, text: string): void {
    this.edits.push({ start: at, end: at, text });
  }

  #hit(node: SyntaxNode, header: number[]): string {
    this.#nodes.push({ node, header });
    const number = this.#first + this.#nodes.length - 1;
    return `${this.#typed ? '(globalThis as any)' : 'globalThis'}.__cmHit?.(${number})`;
  }
}

function headLines(node: SyntaxNode): number[] {
  const body = node.child('body');
  return body === undefined ? [] : Array.from({ length: body.line - node.line + 1 }, (_, at) => node.line + at);
}

/** A statement in a block, before which another one may stand. */
function isStandalone(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent === undefined || !CONTAINERS.has(parent.type)) return false;
  if (node.type === 'export_statement') return isRunningExport(node);
  // A string by itself may be a directive, and nothing may come before `super(…)` where a class has fields.
  return MARKED.has(node.type) && !(node.type === 'expression_statement' && /^(?:['"]|super\s*\()/.test(node.text));
}

function isRunningExport(node: SyntaxNode): boolean {
  const declared = node.child('declaration');
  return declared === undefined ? node.child('value') !== undefined : MARKED.has(declared.type);
}

/** The only statement of an `if`, `else` or loop, without braces. */
function isBareBody(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent === undefined || !MARKED.has(node.type)) return false;
  return parent.type === 'else_clause' || (BODY_FIELDS[parent.type]?.includes(node.field ?? '') ?? false);
}

function isArrowBody(node: SyntaxNode): boolean {
  return node.parent?.type === 'arrow_function' && node.field === 'body' && node.type !== 'statement_block';
}
