import type { Node } from 'web-tree-sitter';
import type { Extension, Fixture, NodeType, Visibility, WrittenType } from '../facts.ts';

/** A part of the text: a node of the tree, or what a handler makes of several. */
export type Span = Pick<Node, 'startIndex' | 'endIndex' | 'startPosition' | 'endPosition'> &
  Partial<Pick<Node, 'parent' | 'descendantsOfType'>>;

/** What a language's handler says about a definition. */
export interface Defined {
  /** Its whole text. */
  node: Span;
  name: string;
  type: NodeType;
  /** The part that users do not see; without one, all of the text is the signature. */
  body?: Span | null;
  /** Of several of its name that are written after one another each has parameters of its own. */
  isOverloaded?: true;
  exported?: boolean;
  visibility?: Visibility;
  bases?: string[];
  interfaces?: string[];
  returns?: string | null;
  written?: WrittenType;
  /** The name of the type that it belongs to though it is not written in it. */
  owner?: string;
  /** How many arguments it takes at the least and at the most: then namesakes are symbols of their own. */
  arity?: readonly [least: number, most: number];
  isDeclaration?: boolean;
  /** Whether it is of an object that has no name. */
  isMember?: boolean;
  /** Where it is in the object that the function around gives back, or that a constant is: `` or `a.b.`. */
  givenAt?: string | undefined;
  fixture?: Fixture;
  /** How many type parameters it has; then it is another than namesakes with another number of them. */
  generics?: number;
  /** Whether it may have other parts. */
  isPartial?: boolean;
  extension?: Extension | undefined;
  isStatic?: true | undefined;
  /** Where it is known to be in none, whatever the file's is. */
  namespace?: '' | undefined;
  /** Whether it is put into its owner by an assignment: that may be a function or a constant. */
  isAssigned?: boolean;
  /** Whether words of the language may be its name. */
  anyName?: boolean;
}
