import { ecmascriptHandlers, ecmascriptQuery, jsxQuery } from './ecmascript.ts';
import { bindCallbackParameter } from './ecmascript-callbacks.ts';
import { defineFunctionValue } from './ecmascript-functions.ts';
import { ecmascriptGlobals } from './ecmascript-globals.ts';
import { bindDocumented, withReturns } from './jsdoc.ts';
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
    function: withReturns(ecmascriptHandlers.function!),
    method: withReturns(ecmascriptHandlers.method!),
    variable: withReturns(ecmascriptHandlers.variable!),
    assign: withReturns(ecmascriptHandlers.assign!),
    parameter: (node, builder) => {
      if (node.type !== 'comment' && !bindDocumented(node, builder)) bindCallbackParameter(node, builder);
    },
    field: (node, builder) => {
      const name = node.childForFieldName('property');
      const value = node.childForFieldName('value');
      if (name === null || value === null) return;
      if (value.type === 'arrow_function' || value.type === 'function_expression') {
        defineFunctionValue({ node, name: builder.slice(name), type: 'method' }, value, null, builder);
      } else if (builder.enclosingClass >= 0) {
        builder.bindField(builder.enclosingClass, builder.slice(name), 'value', builder.slice(value));
      }
    },
  },
  globals: ecmascriptGlobals,
};
