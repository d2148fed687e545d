import { defineKey } from './data-keys.ts';
import type { Language } from './language.ts';

const query = `
(document (object (pair) @key))
(document (object (pair value: (object (pair) @inner))))
`;

export const json: Language = {
  name: 'json',
  family: 'data',
  extensions: ['.json', '.jsonc', '.json5'],
  grammar: 'tree-sitter-json/tree-sitter-json.wasm',
  query,
  handlers: {
    key: (node, builder) => defineKey(node, node.childForFieldName('key'), node.childForFieldName('value'), builder),
    inner: (node, builder) => {
      // What `npm run` knows.
      if (builder.definition(0).name === 'package' && builder.definition(builder.current).name === 'scripts')
        defineKey(node, node.childForFieldName('key'), node.childForFieldName('value'), builder);
    },
  },
  reserved: new Set(),
  globals: new Set(),
};
