// What functions give that yield.
import type { Node } from 'web-tree-sitter';
import { plainExpression, UNKNOWN } from '../parse/expression.ts';
import { decoratorsOf } from './pytest-decorators.ts';
import { splitAt } from './python-types.ts';

const ITERATOR = /^(['"]?)(?:\w+\.)*(?:Async)?(?:Iterator|Iterable|Generator)\s*\[(.*)\]\1$/s;
const CONTEXT = /(?:^|\.)(?:async)?contextmanager$/;
const MOST_VALUES = 20;

/** Whether `with` gives a name for what the function yields. */
export const isContextManager = (node: Node): boolean => decoratorsOf(node).some(({ callee }) => CONTEXT.test(callee));

/** Of a written type the one of what is yielded: `X` of `Generator[X, None, None]`; null for what is no iterator. */
export function yieldedBy(type: string): string | null {
  const element = ITERATOR.exec(type.trim())?.[2];
  return element === undefined ? null : (splitAt(element, ',')[0] ?? null);
}

/** Whether a function yields, and what it yields or else returns: expressions, none when one of them is not known. */
export function givenIn(node: Node): [yields: boolean, values: string[]] {
  const body = node.childForFieldName('body');
  const found = (body?.descendantsOfType(['yield', 'return_statement']) ?? []).filter(
    (each) => each !== null && functionAround(each)?.id === node.id,
  ) as Node[];
  const yielded = found.filter((each) => each.type === 'yield');
  const given = yielded.length > 0 ? yielded : found;
  const texts = given
    .map((each) => (each.child(1)?.type === 'from' ? UNKNOWN : (each.namedChild(0)?.text ?? 'None')))
    .map((text) => (text === UNKNOWN ? text : plainExpression(text)));
  const values = [...new Set(texts)].filter((text) => text !== 'None');
  return [yielded.length > 0, values.includes(UNKNOWN) || values.length > MOST_VALUES ? [] : values];
}

function functionAround(node: Node): Node | null {
  let at = node.parent;
  while (at !== null && at.type !== 'function_definition' && at.type !== 'lambda') at = at.parent;
  return at;
}
