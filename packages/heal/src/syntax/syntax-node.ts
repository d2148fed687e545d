// Source text as a tree of plain objects: templates walk it many times, and WebAssembly nodes are slow and must be freed.
import type { Kind } from './kinds.ts';
import type { LanguageSyntax } from './language-syntax.ts';

/** Replaces [start, end) by `text`. */
export interface SourceEdit {
  start: number;
  end: number;
  text: string;
}

/** The text with the edits made; they must not overlap. Of two insertions at one place the first in the list comes first. */
export function spliceEdits(text: string, edits: readonly SourceEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** One parsed file. Offsets are UTF-16 code units into `text`, lines count from 1. */
export interface SourceTree {
  readonly path: string;
  readonly text: string;
  readonly language: LanguageSyntax;
  readonly root: SyntaxNode;
  /** True when the text has a syntax error. */
  readonly hasErrors: boolean;
  /** True when the text has no more syntax errors with these edits than without. */
  accepts(edits: readonly SourceEdit[]): boolean;
}

export interface NodeShape {
  tree: SourceTree;
  type: string;
  kind: Kind;
  field: string | undefined;
  named: boolean;
  start: number;
  end: number;
  line: number;
  endLine: number;
  parent: SyntaxNode | undefined;
}

export class SyntaxNode {
  readonly tree: SourceTree;
  /** The grammar's own name for it. */
  readonly type: string;
  kind: Kind;
  readonly field: string | undefined;
  readonly named: boolean;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly endLine: number;
  readonly parent: SyntaxNode | undefined;
  readonly children: SyntaxNode[] = [];

  constructor(shape: NodeShape) {
    this.tree = shape.tree;
    this.type = shape.type;
    this.kind = shape.kind;
    this.field = shape.field;
    this.named = shape.named;
    this.start = shape.start;
    this.end = shape.end;
    this.line = shape.line;
    this.endLine = shape.endLine;
    this.parent = shape.parent;
  }

  get text(): string {
    return this.tree.text.slice(this.start, this.end);
  }

  /** The first child in this field of the grammar. */
  child(field: string): SyntaxNode | undefined {
    return (
      this.children.find((child) => child.field === field && child.named) ?? this.children.find((child) => child.field === field)
    );
  }

  /** Named children without comments: the operands, arguments, elements or statements. */
  get parts(): SyntaxNode[] {
    return this.children.filter((child) => child.named && child.kind !== 'comment');
  }

  /** The operator tokens of a unary, binary, comparison, logical, assignment or update expression. */
  get operators(): SyntaxNode[] {
    return this.children.filter((child) => child.field === 'operator' || child.field === 'operators');
  }

  /** The parts of an expression that are values, without its operator. */
  get operands(): SyntaxNode[] {
    return this.parts.filter((child) => child.field !== 'operator' && child.field !== 'operators');
  }

  /** The condition of an if, elif, while, for, if-clause or conditional expression, out of its parentheses. */
  get condition(): SyntaxNode | undefined {
    const found = this.kind === 'if-clause' ? this.parts[0] : (this.tree.language.conditionOf?.(this) ?? this.child('condition'));
    return found?.kind === 'parenthesised' ? (found.parts[0] ?? found) : found?.named ? found : undefined;
  }

  /** The nearest node around it (not itself) of one of these kinds. */
  ancestor(...kinds: Kind[]): SyntaxNode | undefined {
    for (let node = this.parent; node; node = node.parent) if (kinds.includes(node.kind)) return node;
    return undefined;
  }
}

/** The node and all below it, parents first. */
export function* walk(node: SyntaxNode, enter: (node: SyntaxNode) => boolean = () => true): Generator<SyntaxNode> {
  yield node;
  for (const child of node.children) if (enter(child)) yield* walk(child, enter);
}

/** True for a node that stands in a block, or is the module's, as a statement of its own. */
export function isStatement(node: SyntaxNode): boolean {
  return node.named && node.kind !== 'comment' && (node.parent?.kind === 'block' || node.parent?.kind === 'module');
}

/** The statement that the node is part of. */
export function statementOf(node: SyntaxNode): SyntaxNode {
  let current = node;
  while (current.parent && !isStatement(current)) current = current.parent;
  return current;
}
