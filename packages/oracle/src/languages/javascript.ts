import { nameOrType } from '../parse/kept-type.ts';
import { ecmascriptHandlers, ecmascriptQuery, jsxQuery, readVariable } from './ecmascript.ts';
import { readAssignment } from './ecmascript-assignments.ts';
import { bindCallbackParameter } from './ecmascript-callbacks.ts';
import { defineFunctionValue } from './ecmascript-functions.ts';
import { ecmascriptGlobals } from './ecmascript-globals.ts';
import { bindDocumented, documentedType, withReturns } from './jsdoc.ts';
import { readDocImports } from './jsdoc-imports.ts';
import type { Language } from './language.ts';

export const javascript: Language = {
  name: 'javascript',
  family: 'ecmascript',
  extensions: ['.js', '.jsx', '.mjs', '.cjs'],
  grammar: 'tree-sitter-javascript/tree-sitter-javascript.wasm',
  query: `${ecmascriptQuery}${jsxQuery}
(formal_parameters (_) @parameter)
(assignment_pattern left: (identifier) @local)
(rest_pattern (identifier) @local)
(field_definition) @field
`,
  handlers: {
    ...ecmascriptHandlers,
    comment: (node, builder) => {
      builder.addComment(node);
      if (builder.text.startsWith('/**', node.startIndex)) readDocImports(builder.slice(node), node.startPosition.row, builder);
    },
    function: withReturns(ecmascriptHandlers.function!),
    method: withReturns(ecmascriptHandlers.method!),
    variable: withReturns((node, builder) => readVariable(node, builder, documentedType(node, builder))),
    assign: withReturns((node, builder) => readAssignment(node, builder, documentedType(node, builder))),
    parameter: (node, builder) => {
      if (node.type === 'comment' || bindDocumented(node, builder)) return;
      const [left, right] =
        node.type === 'assignment_pattern' ? [node.childForFieldName('left'), node.childForFieldName('right')] : [];
      if (left?.type === 'identifier') builder.whenBound(left.startIndex, () => bindCallbackParameter(left, builder, right));
      else bindCallbackParameter(node, builder);
    },
    field: (node, builder) => {
      const name = node.childForFieldName('property');
      const value = node.childForFieldName('value');
      if (name === null) return;
      const type = documentedType(node, builder);
      if (type !== null && builder.enclosingClass >= 0)
        builder.bindField(builder.enclosingClass, builder.slice(name), 'type', ...nameOrType(type));
      if (value === null) return;
      if (value.type === 'arrow_function' || value.type === 'function_expression') {
        defineFunctionValue({ node, name: builder.slice(name), type: 'method' }, value, null, builder);
      } else if (builder.enclosingClass >= 0) {
        builder.bindField(builder.enclosingClass, builder.slice(name), 'value', builder.slice(value));
      }
    },
  },
  globals: ecmascriptGlobals,
};
