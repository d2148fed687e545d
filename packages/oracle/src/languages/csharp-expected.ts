// Which type an expression of C# has to be of where it stands.
import type { Node } from 'web-tree-sitter';

interface Expected {
  /** The written type, when there is one. */
  type: Node | null;
  /** What it is assigned to, or that it is an element of what is of that type. */
  of: Node | 'element' | null;
}

const NOTHING: Expected = { type: null, of: null };

export function expectedAt(node: Node): Expected {
  let at = node.parent;
  let isElement = false;
  if (at?.type === 'argument') at = at.parent;
  if (at?.type === 'element_binding_expression' || at?.type === 'initializer_expression') {
    isElement = true;
    at = at.parent;
    if (at?.type === 'array_creation_expression' || at?.type === 'object_creation_expression')
      return { type: at.childForFieldName('type'), of: 'element' };
  }
  while (at !== null && /^(?:parenthesized|conditional)_expression$|^binary_expression$/.test(at.type)) at = at.parent;
  const type = typeAround(at);
  if (type !== null) return { type, of: isElement ? 'element' : null };
  return at?.type === 'assignment_expression' && !isElement ? { type: null, of: at.childForFieldName('left') } : NOTHING;
}

/** What a variable, a property or a function around is said to be or to give. */
function typeAround(at: Node | null): Node | null {
  switch (at?.type) {
    case 'variable_declarator': {
      const type = at.parent?.childForFieldName('type') ?? null;
      return type?.type === 'implicit_type' ? null : type;
    }
    case 'property_declaration':
      return at.childForFieldName('type');
    case 'arrow_expression_clause':
      return givenBy(at.parent);
    case 'return_statement': {
      let around = at.parent;
      while (around !== null && !/^(?:.*_declaration|local_function_statement|.*lambda.*|anonymous_.*)$/.test(around.type))
        around = around.parent;
      return givenBy(around);
    }
    default:
      return null;
  }
}

function givenBy(around: Node | null): Node | null {
  const owner = around?.type === 'accessor_declaration' ? (around.parent?.parent ?? null) : around;
  if (!/^(?:method|operator|property|indexer)_declaration$|^local_function_statement$/.test(owner?.type ?? '')) return null;
  return owner!.childForFieldName('returns') ?? owner!.childForFieldName('type');
}
