// Which type an expression of C# has to be of where it stands.
import type { Node } from 'web-tree-sitter';
import type { FactsBuilder } from '../parse/facts-builder.ts';

interface Expected {
  /** The written type, when there is one. */
  type: Node | null;
  /** What it is assigned to, or that it is an element of what is of that type. */
  of: Node | 'element' | null;
}

const NOTHING: Expected = { type: null, of: null };
const OPERATORS = /^(?:parenthesized|conditional|binary)_expression$/;
const IN_FUNCTION = /^(?!.*_declaration$|local_function_statement$|.*lambda|anonymous_)/;

/** What the ways out led to, by the number of each node on them: each way from one to its parent starts at the root. */
const known = new WeakMap<FactsBuilder, Map<RegExp, Map<number, Node | null>>>();

/** The first thing around that is none of those. */
function outOf(from: Node | null, passed: RegExp, builder: FactsBuilder): Node | null {
  const all = known.get(builder) ?? new Map<RegExp, Map<number, Node | null>>();
  known.set(builder, all);
  const byId = all.get(passed) ?? new Map<number, Node | null>();
  all.set(passed, byId);
  const way: number[] = [];
  let at = from;
  for (; at !== null && passed.test(at.type) && !byId.has(at.id); at = at.parent) way.push(at.id);
  const found = at !== null && byId.has(at.id) ? byId.get(at.id)! : at;
  for (const id of way) byId.set(id, found);
  return found;
}

export function expectedAt(node: Node, builder: FactsBuilder): Expected {
  let at = node.parent;
  let isElement = false;
  if (at?.type === 'argument') at = at.parent;
  if (at?.type === 'element_binding_expression' || at?.type === 'initializer_expression') {
    isElement = true;
    at = at.parent;
    if (at?.type === 'array_creation_expression' || at?.type === 'object_creation_expression')
      return { type: at.childForFieldName('type'), of: 'element' };
  }
  at = outOf(at, OPERATORS, builder);
  const type = typeAround(at, builder);
  if (type !== null) return { type, of: isElement ? 'element' : null };
  return at?.type === 'assignment_expression' && !isElement ? { type: null, of: at.childForFieldName('left') } : NOTHING;
}

/** What a variable, a property or a function around is said to be or to give. */
function typeAround(at: Node | null, builder: FactsBuilder): Node | null {
  switch (at?.type) {
    case 'variable_declarator': {
      const type = at.parent?.childForFieldName('type') ?? null;
      return type?.type === 'implicit_type' ? null : type;
    }
    case 'property_declaration':
      return at.childForFieldName('type');
    case 'arrow_expression_clause':
      return givenBy(at.parent);
    case 'return_statement':
      return givenBy(outOf(at.parent, IN_FUNCTION, builder));
    default:
      return null;
  }
}

function givenBy(around: Node | null): Node | null {
  const owner = around?.type === 'accessor_declaration' ? (around.parent?.parent ?? null) : around;
  if (!/^(?:method|operator|property|indexer)_declaration$|^local_function_statement$/.test(owner?.type ?? '')) return null;
  return owner!.childForFieldName('returns') ?? owner!.childForFieldName('type');
}
