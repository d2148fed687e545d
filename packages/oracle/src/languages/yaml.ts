import { defineKey } from './data-keys.ts';
import type { Language } from './language.ts';

const query = `
(comment) @comment
(document (block_node (block_mapping (block_mapping_pair) @key)))
(document (flow_node (flow_mapping (flow_pair) @key)))
(document (block_node (block_mapping (block_mapping_pair value: (block_node (block_mapping (block_mapping_pair) @inner))))))
`;

export const yaml: Language = {
  name: 'yaml',
  family: 'data',
  extensions: ['.yaml', '.yml'],
  grammar: '@tree-sitter-grammars/tree-sitter-yaml/tree-sitter-yaml.wasm',
  query,
  handlers: {
    comment: (node, builder) => builder.addComment(node),
    key: (node, builder) => defineKey(node, node.childForFieldName('key'), node.childForFieldName('value'), builder),
    inner: (node, builder) => {
      // Of a workflow of GitHub or GitLab, a compose file.
      if (/^(?:jobs|services)$/.test(builder.definition(builder.current).name))
        defineKey(node, node.childForFieldName('key'), node.childForFieldName('value'), builder);
    },
  },
  reserved: new Set(),
  globals: new Set(),
};
