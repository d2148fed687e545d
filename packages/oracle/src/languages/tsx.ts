import { jsxQuery } from './ecmascript.ts';
import type { Language } from './language.ts';
import { typescript, typescriptQuery } from './typescript.ts';

export const tsx: Language = {
  ...typescript,
  name: 'tsx',
  extensions: ['.tsx'],
  grammar: 'tree-sitter-typescript/tree-sitter-tsx.wasm',
  query: `${typescriptQuery}${jsxQuery}`,
};
