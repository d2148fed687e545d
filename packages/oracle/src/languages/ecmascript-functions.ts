// What functions say of what they take and give.
import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import type { Defined } from '../parse/defined.ts';
import { plainType, UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { isContainerName, readSignature, readType } from '../parse/written-type.ts';
import { giveBack } from './ecmascript-objects.ts';

/** The name of the type that a function says it gives. What lists and maps hold is in its signature. */
export function returnsOf(node: Node | null, builder: FactsBuilder): string | null {
  const type = node?.childForFieldName('return_type');
  const name = type == null ? null : plainType(builder.slice(type));
  return name === null || isContainerName(name) ? null : name;
}

/** What a function takes; `start` is where its text begins that may hold parameters. What it gives is said apart when that has a name. */
export function signatureOf(node: Node, body: Node | null, builder: FactsBuilder, start = node.startIndex): WrittenType {
  const gives = node.childForFieldName('return_type') !== null && returnsOf(node, builder) === null;
  return readSignature(builder.text.slice(start, body?.startIndex ?? node.endIndex), builder.isTypeParameter, gives);
}

/** A function that is what something is: `said` is the type that is written of that, which goes before what the function does. */
export function defineFunctionValue(
  defined: Omit<Defined, 'body' | 'returns' | 'written'>,
  value: Node,
  said: Node | null,
  builder: FactsBuilder,
): void {
  const body = value.childForFieldName('body');
  const type = said === null ? null : readType(builder.slice(said).replace(/^\s*:/, ''), builder.isTypeParameter);
  builder.define({ ...defined, body, returns: returnsOf(value, builder), written: type ?? signatureOf(value, body, builder) });
  if (said === null) giveBody(body, builder);
  else builder.giveBack(UNKNOWN);
}

/** `() => a` gives `a` back. */
function giveBody(body: Node | null, builder: FactsBuilder): void {
  if (body !== null && body.type !== 'statement_block') giveBack(body, builder);
}
