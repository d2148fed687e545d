import type { Node } from 'web-tree-sitter';
import type { Facts } from '../facts.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';

/** How names reach across files: which module resolver a language uses and what its words for the enclosing object are. */
export type Family = 'ecmascript' | 'python' | 'go' | 'java' | 'rust' | 'csharp' | 'c' | 'php' | 'ruby' | 'documents' | 'data';

/** A language: which files are written in it, which grammar reads them, what to look for, and what each find means. */
export interface Language {
  readonly name: string;
  readonly family: Family;
  /** With the dot, lower case. */
  readonly extensions: readonly string[];
  /** The `.wasm` file, as a specifier of the npm package that ships it. */
  readonly grammar: string;
  readonly query: string;
  /** By name of capture. The captures come in the order of the text, outer ones first. */
  readonly handlers: Readonly<Record<string, (node: Node, builder: FactsBuilder) => void>>;
  /** Says any text in a way that the grammar takes for what it is, every character in its place. */
  readonly prepare?: (text: string) => string;
  /** Ways to say a text that the grammar stumbles over, tried after one another, every character in its place: from what was said, the text and its tree. */
  readonly mends?: readonly ((said: string, text: string, root: Node) => string)[];
  /** Whether signatures are shown as the grammar was given them, without macros. */
  readonly showsAsRead?: true;
  /** Words that are no names, though the grammar takes them for some in broken text; without it, those of TypeScript and Python. */
  readonly reserved?: ReadonlySet<string>;
  /** Names that the language itself defines. */
  readonly globals: ReadonlySet<string>;
}

/** A language that is read without a grammar. */
export interface TextLanguage extends Pick<Language, 'name' | 'family' | 'extensions' | 'globals'> {
  readonly grammar: null;
  readonly read: (text: string, moduleName: string) => Facts;
}

export type AnyLanguage = Language | TextLanguage;
