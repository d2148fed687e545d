import type { Node } from 'web-tree-sitter';
import type { FactsBuilder } from '../parse/facts-builder.ts';

const unquoted = (node: Node, builder: FactsBuilder) => builder.slice(node).slice(1, -1);

/** `import a, { b as c } from 'x'`, `import * as x from 'x'`, `import 'x'`, `import x = require('x')`. */
export function readImport(node: Node, builder: FactsBuilder): void {
  const row = node.startPosition.row;
  const clauses = node.namedChildren;
  const source =
    node.childForFieldName('source') ??
    clauses.find((child) => child?.type === 'import_require_clause')?.childForFieldName('source');
  if (source == null) return;
  const specifier = unquoted(source, builder);
  let bound = false;
  const bind = (local: Node | null | undefined, imported: string) => {
    if (local == null) return;
    builder.import(specifier, builder.slice(local), imported, row);
    bound = true;
  };
  for (const clause of clauses) {
    if (clause?.type === 'import_require_clause') bind(clause.namedChild(0), '*');
    if (clause?.type !== 'import_clause') continue;
    for (const part of clause.namedChildren) {
      if (part?.type === 'identifier') bind(part, 'default');
      else if (part?.type === 'namespace_import') bind(part.namedChild(0), '*');
      else if (part?.type === 'named_imports') {
        for (const one of part.namedChildren) {
          const name = one?.type === 'import_specifier' ? one.childForFieldName('name') : null;
          if (name !== null) bind(one?.childForFieldName('alias') ?? name, nameText(name, builder));
        }
      }
    }
  }
  if (!bound) builder.import(specifier, null, null, row);
}

/** `export { a as b }`, with or without `from`; `export * from`; `export default a`. Around a declaration it only marks that as exported. */
export function readExport(node: Node, builder: FactsBuilder): void {
  const row = node.startPosition.row;
  const sourceNode = node.childForFieldName('source');
  const specifier = sourceNode === null ? null : unquoted(sourceNode, builder);
  if (node.childForFieldName('declaration') !== null) {
    builder.wrap(node, true);
    const declaration = node.childForFieldName('declaration');
    if (/^export\s+default\b/.test(builder.text.slice(node.startIndex, node.startIndex + 40))) {
      const name = declaration?.childForFieldName('name');
      if (name != null) builder.export('default', builder.slice(name), null, row);
    }
    return;
  }
  const value = node.childForFieldName('value');
  if (value !== null) {
    readDefault(node, value, builder);
    return;
  }
  let named = false;
  for (const child of node.namedChildren) {
    if (child?.type === 'namespace_export') {
      const name = child.namedChild(0);
      if (name !== null) builder.export(nameText(name, builder), '*', specifier, row);
      named = true;
    } else if (child?.type === 'export_clause') {
      named = true;
      for (const one of child.namedChildren) {
        const name = one?.childForFieldName('name');
        if (name == null) continue;
        builder.export(nameText(one?.childForFieldName('alias') ?? name, builder), nameText(name, builder), specifier, row);
      }
    } else if (child?.type === 'identifier' && specifier === null) {
      builder.export('=', builder.slice(child), null, row);
      named = true;
    }
  }
  if (!named && specifier !== null) builder.export('*', null, specifier, row);
}

function readDefault(node: Node, value: Node, builder: FactsBuilder): void {
  const row = node.startPosition.row;
  if (value.type === 'identifier') {
    builder.export('default', builder.slice(value), null, row);
    return;
  }
  const type = /function/.test(value.type) ? 'function' : value.type === 'class' ? 'class' : 'constant';
  const own = type === 'constant' ? null : value.childForFieldName('name');
  const name = own === null ? 'default' : builder.slice(own);
  builder.export('default', name, null, row);
  if (type === 'constant') builder.bind(name, 'value', builder.slice(value));
  builder.define({ node, name, type, body: type === 'constant' ? value : value.childForFieldName('body'), exported: true });
}

function nameText(node: Node, builder: FactsBuilder): string {
  return node.type === 'string' ? unquoted(node, builder) : builder.slice(node);
}

/** The module that is all of an expression: `require('x')`. */
export function requiredBy(node: Node, builder: FactsBuilder): string | null {
  if (node.type !== 'call_expression' || !builder.text.startsWith('require', node.startIndex)) return null;
  const argument = node.childForFieldName('arguments')?.namedChild(0);
  return argument?.type === 'string' && /^require\s*\([^()]*\)$/.test(builder.slice(node)) ? unquoted(argument, builder) : null;
}

/** Whether `readRequire` says what a variable is: all that is in a pattern, or the module or a member of it. */
export function isRequired(target: Node, value: Node, builder: FactsBuilder): boolean {
  if (!builder.text.startsWith('require', value.startIndex) || !/^(?:identifier|object_pattern)$/.test(target.type)) return false;
  return (target.type === 'identifier' ? /^require\s*\([^()]*\)(?:\.[\w$]+)?$/ : /^require\s*\([^()]*\)$/).test(
    builder.slice(value),
  );
}

/** `require('x')`, and the names that its result is given. False when it is another function of this name. */
export function readRequire(call: Node, builder: FactsBuilder): boolean {
  const argument = call.childForFieldName('arguments')?.namedChild(0);
  if (argument?.type !== 'string') return false;
  const specifier = unquoted(argument, builder);
  const row = call.startPosition.row;
  const member = call.parent?.type === 'member_expression' ? call.parent : null;
  const declarator = member === null ? call.parent : member.parent;
  const target = declarator?.type === 'variable_declarator' ? declarator.childForFieldName('name') : null;
  const property = member?.childForFieldName('property');
  if (target?.type === 'identifier') {
    builder.import(specifier, builder.slice(target), property == null ? '*' : builder.slice(property), row);
  } else if (target?.type === 'object_pattern' && member === null) {
    for (const part of target.namedChildren) {
      if (part?.type === 'shorthand_property_identifier_pattern')
        builder.import(specifier, builder.slice(part), builder.slice(part), row);
      const key = part?.type === 'pair_pattern' ? part.childForFieldName('key') : null;
      const value = part?.childForFieldName('value');
      if (key !== null && value?.type === 'identifier') builder.import(specifier, builder.slice(value), builder.slice(key), row);
    }
  } else {
    builder.import(specifier, null, null, row);
  }
  return true;
}
