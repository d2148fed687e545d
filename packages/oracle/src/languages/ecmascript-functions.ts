// What functions say of what they take and give.
import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import { plainType } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { isContainerName, readSignature, readType } from '../parse/written-type.ts';

export const FUNCTION_VALUES: ReadonlySet<string> = new Set(['arrow_function', 'function_expression', 'generator_function']);

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

/** `() => a` gives `a` back. */
export function giveBody(body: Node | null, builder: FactsBuilder): void {
  if (body !== null && body.type !== 'statement_block') builder.giveBack(builder.slice(body));
}

/** What a list or a map that is made here holds: `new Map<string, A>()`, `[new A()]`, `[] as A[]`. Null for anything else. */
export function madeContainer(value: Node, builder: FactsBuilder): WrittenType {
  switch (value.type) {
    case 'new_expression': {
      const [name, given] = [value.childForFieldName('constructor'), value.childForFieldName('type_arguments')];
      if (name === null || given === null || !isContainerName(builder.slice(name))) return null;
      return readType(builder.slice(name) + builder.slice(given), builder.isTypeParameter);
    }
    case 'array': {
      const made = value.namedChildren.map((each) =>
        each?.type === 'new_expression' ? builder.slice(each.childForFieldName('constructor') ?? each) : null,
      );
      const [first = null] = made;
      return first !== null && /^[\w$.]+$/.test(first) && made.every((each) => each === first) ? { each: first } : null;
    }
    case 'as_expression': {
      const type = value.namedChild(1);
      const written = type === null ? null : readType(builder.slice(type), builder.isTypeParameter);
      return typeof written === 'string' ? null : written;
    }
    default:
      return null;
  }
}
