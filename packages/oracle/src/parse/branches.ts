import type { Node } from 'web-tree-sitter';

/** Values that one expression may be: far more than people write. */
const MOST = 6;
const OR = /^(?:or|\|\||\?\?)$/;

/** The expressions of which a value is one: `b` and `c` of `a ? b : c`, of `b if a else c`, of `b || c`, `b ?? c` and `b or c`; else itself. */
export function branchesOf(value: Node): Node[] {
  const found: Node[] = [];
  const open = [value];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const parts = partsOf(node);
    if (parts === null) found.push(node);
    else open.push(...parts.reverse());
    if (found.length + open.length > MOST) return [value];
  }
  return found;
}

function partsOf(node: Node): Node[] | null {
  const [first, second, third] = node.namedChildren;
  switch (node.type) {
    case 'parenthesized_expression':
      return first != null && node.namedChildCount === 1 ? [first] : null;
    case 'ternary_expression':
      return second != null && third != null && node.namedChildCount === 3 ? [second, third] : null;
    case 'conditional_expression':
      return first != null && third != null && node.namedChildCount === 3 ? [first, third] : null;
    case 'boolean_operator':
    case 'binary_expression': {
      const isOr = OR.test(node.childForFieldName('operator')?.type ?? '');
      return isOr && first != null && second != null && node.namedChildCount === 2 ? [first, second] : null;
    }
    default:
      return null;
  }
}
