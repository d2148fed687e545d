// How templates write their edits: keep the author's text, add parentheses only where they are needed.
import { isStatement, type SyntaxNode } from '../syntax/syntax-node.ts';
import type { Proposal } from './template.ts';

/** How tightly an expression binds, the higher the tighter; a whole one that needs no parentheses anywhere is `Tightness.atom`. */
export const Tightness = {
  loose: 1,
  or: 2,
  and: 3,
  not: 4,
  comparison: 5,
  bits: 6,
  shift: 9,
  sum: 10,
  product: 11,
  unary: 12,
  power: 13,
  atom: 16,
} as const;

const tightnessOf: Readonly<Record<string, number>> = {
  or: 2,
  '||': 2,
  '??': 2,
  and: 3,
  '&&': 3,
  '|': 6,
  '^': 6,
  '&': 6,
  '<<': 9,
  '>>': 9,
  '>>>': 9,
  '+': 10,
  '-': 10,
  '*': 11,
  '/': 11,
  '//': 11,
  '%': 11,
  '@': 11,
  '**': 13,
};

/** How tightly the node's own text binds. */
export function tightness(node: SyntaxNode): number {
  switch (node.kind) {
    case 'conditional':
    case 'lambda':
    case 'assign':
    case 'augment':
    case 'yield':
      return Tightness.loose;
    case 'comparison':
      return Tightness.comparison;
    case 'not':
      return node.tree.language.family === 'python' ? Tightness.not : Tightness.unary;
    case 'unary':
    case 'await':
    case 'update':
      return Tightness.unary;
    case 'binary':
    case 'logical':
      return tightnessOf[node.operators[0]?.text ?? ''] ?? Tightness.loose;
    case 'tuple':
      return node.text.startsWith('(') ? Tightness.atom : 0;
    case 'generator':
      return node.text.startsWith('(') ? Tightness.atom : Tightness.loose;
    case 'cast':
      return Tightness.comparison;
    default:
      return Tightness.atom;
  }
}

/** How tightly something must bind to stand where the node stands. */
function tightnessNeeded(node: SyntaxNode): number {
  const parent = node.parent;
  if (!parent) return 0;
  switch (parent.kind) {
    case 'binary':
    case 'logical': {
      const own = tightnessOf[parent.operators[0]?.text ?? ''] ?? Tightness.atom;
      return parent.kind === 'binary' && (node.field === 'right' || own === Tightness.bits || own === Tightness.power)
        ? own + 1
        : own;
    }
    case 'comparison':
      return Tightness.comparison + 1;
    case 'not':
    case 'unary':
    case 'await':
      return parent.kind === 'not' && parent.tree.language.family === 'python' ? Tightness.not : Tightness.unary;
    case 'conditional':
      return Tightness.or;
    case 'for-clause':
    case 'if-clause':
      return Tightness.or;
    case 'member':
    case 'index':
      return node.field === 'object' || node.field === 'value' ? Tightness.atom : Tightness.loose;
    case 'call':
    case 'new':
      return node.field === 'function' || node.field === 'constructor' ? Tightness.atom : Tightness.loose;
    case 'cast':
      return Tightness.unary;
    case 'other':
      return Tightness.loose;
    default:
      return parent.kind === 'return' || parent.kind === 'yield' ? 0 : Tightness.loose;
  }
}

/** Puts other text where the node is, in parentheses if it binds too loosely there. */
export function replaceNode(node: SyntaxNode, text: string, plausibility: number, tight: number = Tightness.atom): Proposal {
  const fitted = tight < tightnessNeeded(node) ? `(${text})` : text;
  return { edits: [{ start: node.start, end: node.end, text: fitted }], plausibility };
}

/** The node's text as an operand of something that binds this tightly. */
export function asOperand(node: SyntaxNode, tight: number): string {
  return tightness(node) < tight ? `(${node.text})` : node.text;
}

/** Exchanges two nodes, in parentheses where their new places need them. */
export function swapNodes(a: SyntaxNode, b: SyntaxNode, plausibility: number): Proposal {
  const edits = [replaceNode(a, b.text, 1, tightness(b)), replaceNode(b, a.text, 1, tightness(a))].flatMap(
    (proposal) => proposal.edits,
  );
  return { edits, plausibility };
}

/** The white space that the node's line starts with. */
export function indentOf(node: SyntaxNode): string {
  const { text } = node.tree;
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', node.start - 1) + 1))![0];
}

/** True when nothing but white space stands before the node on its line. */
export function startsLine(node: SyntaxNode): boolean {
  const { text } = node.tree;
  return text.slice(text.lastIndexOf('\n', node.start - 1) + 1, node.start).trim() === '';
}

/** A new line of code before a statement, indented like it. */
export function insertBefore(statement: SyntaxNode, text: string, plausibility: number): Proposal {
  return { edits: [{ start: statement.start, end: statement.start, text: `${text}\n${indentOf(statement)}` }], plausibility };
}

/** A new line of code after a statement, indented like it. */
export function insertAfter(statement: SyntaxNode, text: string, plausibility: number): Proposal {
  const at = endOfLine(statement);
  return { edits: [{ start: at, end: at, text: `\n${indentOf(statement)}${text}` }], plausibility };
}

/** Where the statement's last line ends if only a comment follows it there, else where the statement ends. */
export function endOfLine(statement: SyntaxNode): number {
  const { text, language } = statement.tree;
  const newline = text.indexOf('\n', statement.end);
  const end = newline < 0 ? text.length : newline;
  const rest = text.slice(statement.end, end).trim();
  return rest === '' || rest.startsWith(language.family === 'python' ? '#' : '//') ? end : statement.end;
}

/** The statements of the block that this statement stands in. */
export function siblingsOf(statement: SyntaxNode): SyntaxNode[] {
  return (statement.parent?.children ?? []).filter(isStatement);
}

/** What one more level of indentation is in this file. */
export function indentUnit(node: SyntaxNode): string {
  const found = /\n([ \t]+)\S/.exec(node.tree.text)?.[1];
  if (found?.startsWith('\t')) return '\t';
  return node.tree.language.family === 'python'
    ? found && found.length <= 4
      ? found
      : '    '
    : found && found.length <= 4
      ? found
      : '  ';
}
