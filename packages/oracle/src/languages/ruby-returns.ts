// What methods of Ruby give back: the last expression of each way through them, and what `return` says.
import type { Node } from 'web-tree-sitter';
import { UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { expressionOf } from './ruby-expressions.ts';

const DEEPEST = 12;
const NOTHING = /^(?:nil|comment|heredoc_body|empty_statement)$/;
/** Statements that go on elsewhere. */
const LEAVES = /^(?:return|next|break|redo|retry|yield)$/;
const BLOCKS = /^(?:body_statement|then|else|begin|block_body|parenthesized_statements|do|do_block|block)$/;

/** Says what the current definition gives back, when all of its body is read. */
export function readReturned(node: Node, body: Node | null, builder: FactsBuilder): void {
  if (body === null) return;
  builder.later(Math.min(body.endIndex, node.endIndex - 1), () => {
    for (const each of lastOf(body, builder)) builder.giveBack(each);
  });
}

/** What a block or an expression comes to, on every way through it; `?` where one of them is not known, none for nil. */
export function lastOf(node: Node, builder: FactsBuilder, depth = 0): string[] {
  if (depth > DEEPEST) return [UNKNOWN];
  const next = (each: Node | null): string[] => (each === null ? [] : lastOf(each, builder, depth + 1));
  if (BLOCKS.test(node.type)) return ofBlock(node, next);
  switch (node.type) {
    case 'if':
    case 'unless':
    case 'elsif':
      return [...next(node.childForFieldName('consequence')), ...next(node.childForFieldName('alternative'))];
    case 'if_modifier':
    case 'unless_modifier':
      return next(node.childForFieldName('body'));
    case 'conditional':
      return [...next(node.childForFieldName('consequence')), ...next(node.childForFieldName('alternative'))];
    case 'case':
    case 'case_match':
      return node.namedChildren.flatMap((each) =>
        each?.type === 'when' || each?.type === 'in_clause'
          ? next(each.childForFieldName('body'))
          : each?.type === 'else'
            ? next(each)
            : [],
      );
    case 'assignment':
    case 'operator_assignment':
      return next(node.childForFieldName('right'));
    case 'binary':
      return /^(?:\|\||or)$/.test(node.childForFieldName('operator')?.type ?? '')
        ? [...next(node.childForFieldName('left')), ...next(node.childForFieldName('right'))]
        : [UNKNOWN];
    case 'array':
    case 'hash':
    case 'string':
    case 'symbol':
    case 'simple_symbol':
    case 'integer':
    case 'true':
    case 'false':
      return [UNKNOWN];
    default: {
      if (NOTHING.test(node.type) || LEAVES.test(node.type)) return [];
      const given = expressionOf(node, builder);
      return given === 'raise()' || given === 'fail()' ? [] : [given];
    }
  }
}

function ofBlock(node: Node, next: (each: Node | null) => string[]): string[] {
  const statements = node.namedChildren.filter((each) => each !== null && each.type !== 'comment');
  const parts = statements.filter((each) => /^(?:rescue|else|ensure)$/.test(each!.type));
  const plain = statements.filter((each) => !parts.includes(each));
  const rescued = parts.filter((each) => each!.type === 'rescue').map((each) => each!.childForFieldName('body'));
  const otherwise = parts.find((each) => each!.type === 'else') ?? null;
  return [...(otherwise === null ? next(plain.at(-1) ?? null) : next(otherwise)), ...rescued.flatMap(next)];
}

/** `return a`: of several values nothing is known. */
export function readReturn(node: Node, builder: FactsBuilder): void {
  const given = node.namedChild(0)?.namedChildren ?? [];
  if (given.length > 1) builder.giveBack(UNKNOWN);
  else if (given[0] != null) for (const each of lastOf(given[0], builder)) builder.giveBack(each);
}
