// What a language looks like, as data and a few renderers. A new language is one more file like python-syntax.ts.
import type { Kind } from './kinds.ts';
import type { SyntaxNode } from './syntax-node.ts';

export interface LanguageSyntax {
  name: 'python' | 'javascript' | 'typescript' | 'tsx';
  /** Which of two families of templates it takes part in beyond the common ones. */
  family: 'python' | 'javascript';
  /** Grammar's node type → kind. Types that are not here are `other`. */
  kinds: Readonly<Record<string, Kind>>;
  /** Kind of a node whose type alone does not tell, by its operator. */
  kindByOperator: (type: string, operator: string) => Kind | undefined;
  conditionOf?: (node: SyntaxNode) => SyntaxNode | undefined;
  /** Operators that may stand for each other, the likeliest confusions first. */
  confusions: {
    comparison: Readonly<Record<string, readonly string[]>>;
    arithmetic: Readonly<Record<string, readonly string[]>>;
    augmented: Readonly<Record<string, readonly string[]>>;
  };
  /** Functions and methods that are mistaken for each other. */
  siblings: readonly (readonly string[])[];
  words: { true: string; false: string; null: string; and: string; or: string; self: string; equal: string; notEqual: string };
  /** Names that are always in scope and are no variables of the program. */
  builtins: ReadonlySet<string>;
  /** Exception classes that code commonly catches or throws. */
  exceptions: readonly string[];
  not: (expression: string) => string;
  isNull: (expression: string) => string;
  length: (expression: string) => string;
  isEmpty: (expression: string) => string;
  minimum: (a: string, b: string) => string;
  maximum: (a: string, b: string) => string;
  slice: (value: string, from: string, to: string) => string;
  copy: (value: string) => string;
  /** Wrappers that turn a value into another of its kind, each a call around `x`. */
  wrappers: readonly ((x: string) => string)[];
  statement: (expression: string) => string;
  /** A conditional statement on lines of its own, indented like `indent`. */
  when: (condition: string, body: string, indent: string, unit: string) => string;
  emptyBlock: string;
}
