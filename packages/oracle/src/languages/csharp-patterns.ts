// Names that patterns and queries of C# take.
import type { Node } from 'web-tree-sitter';
import { UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { nameOrType } from '../parse/kept-type.ts';
import { plain } from './csharp-expressions.ts';
import { nameOf, typeName, writtenType } from './csharp-types.ts';

/** Patterns in one another: far more than people write. */
const DEEPEST = 20;

/** `Pair { First: var first }` is `new Pair().First`; `?` where the type is not written down. */
function placeOf(pattern: Node, builder: FactsBuilder, depth = 0): string {
  const around = pattern.parent;
  const member = around?.type === 'subpattern' ? around.namedChild(0) : null;
  const whole = around?.parent?.parent ?? null;
  if (member?.type !== 'identifier' || whole?.type !== 'recursive_pattern' || depth > DEEPEST) return UNKNOWN;
  const type = typeName(whole.childForFieldName('type'), builder);
  const object = type === null ? placeOf(whole, builder, depth + 1) : `new ${type}()`;
  return object === UNKNOWN ? UNKNOWN : `${object}.${nameOf(member, builder)}`;
}

/** `Pair pair`, `var first`, `Pair { First: Pot } pair` */
export function readPattern(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  const type = node.childForFieldName('type');
  if (name?.type !== 'identifier') return;
  const isInferred = type === null || type.type === 'implicit_type';
  const place = isInferred ? placeOf(node, builder) : UNKNOWN;
  if (place === UNKNOWN) builder.bind(nameOf(name, builder), 'type', ...nameOrType(writtenType(type, builder)));
  else builder.bind(nameOf(name, builder), 'value', place);
}

/** `from pot in pots`, `join pot in pots on …`, `let lid = pot.Lid` */
export function readClause(node: Node, builder: FactsBuilder): void {
  const names = node.namedChildren.filter((each) => each !== null);
  const type = node.childForFieldName('type');
  const [name, value] = type === null ? names : names.filter((each) => each.startIndex !== type.startIndex);
  if (name?.type !== 'identifier' || value === undefined) return;
  const from = plain(value, builder);
  const of = node.type === 'let_clause' ? from : `${from}[*]`;
  if (type !== null) builder.bind(nameOf(name, builder), 'type', ...nameOrType(writtenType(type, builder)));
  else builder.bind(nameOf(name, builder), 'value', from === UNKNOWN ? null : of);
}
