// What the comments of methods say in YARD's tags: `@param name [A]` and `@return [A]`.
import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import type { Defined } from '../parse/defined.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { FROM_TOP } from './ruby-expressions.ts';

const PARAMETER = /@param\s+(?:\[([^\]\n]{1,200})\]\s+(\w+)|(\w+)\s+\[([^\]\n]{1,200})\])/g;
const RETURNED = /@return\s+\[([^\]\n]{1,200})\]/g;
const NOTHING = /^(?:nil|NilClass)$/;
/** Types that say nothing of what a value has. */
const VAGUE =
  /^(?:Object|BasicObject|Boolean|Bool|TrueClass|FalseClass|Type|T|Class|Module|Array|Hash|Set|Enumerable|Enumerator|Proc)$/;

interface Tags {
  takes: ReadonlyMap<string, WrittenType>;
  gives: Pick<Defined, 'returns'>;
}

const NONE: Tags = { takes: new Map(), gives: {} };

export function readTags(node: Node, builder: FactsBuilder): Tags {
  const comment = builder.commentAbove(node);
  if (comment?.includes('@') !== true) return NONE;
  const takes = new Map<string, WrittenType>();
  for (const [, before, after, first, then] of comment.matchAll(PARAMETER)) {
    const type = typeOf(before ?? then ?? '');
    if (type !== null) takes.set(after ?? first ?? '', type);
  }
  const given = [...comment.matchAll(RETURNED)].map(([, text]) => text ?? '');
  const returns = given.length !== 1 ? null : given[0] === 'self' ? 'this' : typeOf(given[0]!);
  return { takes, gives: returns === null ? {} : { returns } };
}

/** The class of a value that has one. */
function typeOf(text: string): string | null {
  const parts = text.split(',').map((each) => each.trim());
  const types = parts.filter((each) => !NOTHING.test(each));
  const [only] = types;
  if (types.length !== 1 || only === undefined || !/^(?:::)?\p{Lu}\w*(?:::\p{Lu}\w*)*$/u.test(only) || VAGUE.test(only))
    return null;
  return only.replace(/^::/, FROM_TOP).replaceAll('::', '.');
}

/** Says of a parameter what the comment says of it. */
export function bindSaid(name: string, type: WrittenType, builder: FactsBuilder): void {
  if (typeof type === 'string') builder.bind(name, 'type', type);
}
