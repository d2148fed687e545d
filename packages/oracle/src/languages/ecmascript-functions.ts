// What functions say of what they take and give.
import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import { plainType } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { readSignature } from '../parse/written-type.ts';

export const FUNCTION_VALUES: ReadonlySet<string> = new Set(['arrow_function', 'function_expression', 'generator_function']);

export function returnsOf(node: Node | null, builder: FactsBuilder): string | null {
  const type = node?.childForFieldName('return_type');
  return type == null ? null : plainType(builder.slice(type));
}

/** What a function takes; `start` is where its text begins that may hold parameters. What it gives is said apart when that has a name. */
export function signatureOf(node: Node, body: Node | null, builder: FactsBuilder, start = node.startIndex): WrittenType {
  const gives = node.childForFieldName('return_type') !== null && returnsOf(node, builder) === null;
  return readSignature(builder.text.slice(start, body?.startIndex ?? node.endIndex), builder.isTypeParameter, gives);
}

/** `() => a` gives `a` back. */
export function giveBody(body: Node | null, builder: FactsBuilder): void {
  if (body !== null && body.type !== 'statement_block') builder.giveBack(builder.slice(body));
}
