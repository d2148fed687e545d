import { defineKey } from './data-keys.ts';
import type { Language } from './language.ts';

const query = `
(comment) @comment
(document (pair) @key)
(document (table) @table)
(document (table_array_element) @table)
`;

export const toml: Language = {
  name: 'toml',
  family: 'data',
  extensions: ['.toml'],
  grammar: '@tree-sitter-grammars/tree-sitter-toml/tree-sitter-toml.wasm',
  query,
  handlers: {
    comment: (node, builder) => builder.addComment(node),
    key: (node, builder) => defineKey(node, node.namedChild(0), node.namedChild(1), builder),
    table: (node, builder) => defineKey(node, node.namedChild(0), node.namedChild(1), builder),
  },
  reserved: new Set(),
  globals: new Set(),
};
