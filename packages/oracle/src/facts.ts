/** What a symbol is. */
export type NodeType =
  | 'module'
  | 'class'
  | 'interface'
  | 'struct'
  | 'enum'
  | 'function'
  | 'method'
  | 'type'
  | 'constant'
  | 'test'
  | 'doc section'
  /** What a server answers to: `GET /users`. */
  | 'route';

export type Visibility = 'public' | 'protected' | 'private';

/**
 * A type as far as it says what callbacks are given: its name, what a function takes, several, or members. Null is any other.
 * `oneOf` is a union, `allOf` an intersection or overloads; `each` is what a list, a set or an iterator goes through, `held` what a map or
 * a record has under its keys, and `list` what a tuple has at its places. A `type` is `given` what stands for its type parameters.
 */
export type WrittenType =
  | string
  | Signature
  | { oneOf: WrittenType[] }
  | { allOf: WrittenType[] }
  | { has: [name: string, type: WrittenType][] }
  | { each: WrittenType }
  | { held: WrittenType; isMap?: true }
  | { list: WrittenType[] }
  | { type: string; given: WrittenType[] }
  | null;

export interface Signature {
  takes: WrittenType[];
  /** The last one stands for all that follow. */
  rest?: boolean;
  /** How many arguments it takes at the least, where some may be left out. */
  least?: number;
  gives?: WrittenType;
}

/** A symbol that a file defines. The first definition of a file is its module. Lines count from 1, both ends included. */
export interface Definition {
  name: string;
  type: NodeType;
  /** Index of the definition that it is written in; -1 for the module. */
  parent: number;
  startLine: number;
  endLine: number;
  /** One line that shows how it is used: the text up to its body. */
  signature: string;
  /** Of all that users of the symbol can see. */
  signatureHash: string;
  docstring: string | null;
  visibility: Visibility;
  exported: boolean;
  /** What it extends and implements, as expressions. */
  bases: string[];
  interfaces: string[];
  /** The type that it returns, as an expression; null when none is written. */
  returns: string | null;
  /** True for a function whose prototype has members: what it constructs has them. */
  constructs?: boolean;
  /** What a function gives back that has no written type: expressions that are read in it, of its variables nothing is left in them. */
  gives?: string[];
  /** What a function takes, and what a type stands for that is another one's name no more. */
  written?: WrittenType;
  /** The type that it is a member of, as an expression, where that is defined elsewhere: Go's methods, Rust's `impl`, C++ outside of the class. */
  owner?: string;
  /** The namespace around it, joined by dots, where that is not the file's. */
  namespace?: string;
  /** How many arguments it takes at the least and at the most, in languages where that chooses between namesakes. */
  arity?: readonly [least: number, most: number];
  /** True for what is only announced here: what it does is written in another place. */
  isDeclaration?: boolean;
  /** True for a member of an object that has no name: no bare name stands for it. */
  isMember?: boolean;
  /** Of a member of an object that the function around it gives back, or of one in the object of a constant: where in it, `` or `a.b.`. */
  givenAt?: string;
  fixture?: Fixture;
  /** How many type parameters it has, in languages where that tells namesakes apart. */
  generics?: number;
  /** True for a type that may have other parts. */
  isPartial?: true;
  extension?: Extension;
  /** True for a method of a class itself, in languages where its objects may have another one of the same name. */
  isStatic?: true;
}

/** Of a method that is called like a member of its first argument. */
export interface Extension {
  /** What it can be called on; null for anything. */
  of: WrittenType;
  /** Whether it gives what it was called on. */
  givesIt?: true;
  /** Whether nobody outside of its type may call it. */
  isPrivate?: true;
}

/** What pytest gives to tests that have a parameter of its name. */
export interface Fixture {
  /** Null when the name is not written down. */
  name: string | null;
  /** What it returns or yields, as expressions; none when its type is written, or when one of them is not known. */
  gives: string[];
}

/** A name that a file takes from another module. `imported` is `*` for the whole module, null when nothing is bound. */
export interface Import {
  specifier: string;
  local: string | null;
  imported: string | null;
  line: number;
  /** Index of the definition in which alone the name is valid. */
  within?: number;
}

/**
 * A name that a file gives to others besides its exported definitions: a local one under another name, or another module's.
 * `exported` is `*` when everything is passed on, and `=` for what CommonJS assigns to `module.exports`.
 */
export interface Export {
  exported: string;
  local: string | null;
  specifier: string | null;
  line: number;
}

/** `type`: the expression names the type. `value`: the expression is what was assigned. `given`: it is a parameter of a callback. `fixture`: a fixture of its name gives it. */
export type BindingKind = 'type' | 'value' | 'given' | 'fixture';

/** From a type to another: what functions of it take at a place, or at one of so many; `()` is what they give, `[1]` what they have at a place, another text the member of that name. */
export type Step = number | readonly [place: number, count: number] | string;

/** What is known of a variable, a parameter or a field; `expression` is null when nothing is but that the name is taken. */
export interface Binding {
  name: string;
  /** Index of the definition in which the name is valid; for a field, of its class, or of the function that gives back what has it. */
  within: number;
  kind: BindingKind;
  expression: string | null;
  /** Its type, when that has no name; of what is given, the type that the steps start from. */
  written?: WrittenType;
  /** The way from the expression's type to what is given. */
  steps?: Step[];
  /** Index of the definition in which the expression is to be read, when that is another one. */
  scope?: number;
}

export interface Field extends Binding {
  /** Index of the definition in which `expression` is to be read. */
  scope: number;
}

/** `fixture`: a test asks for the fixture of this name. */
export type UseKind = 'call' | 'new' | 'reference' | 'type' | 'fixture';

/** A place where a definition uses a name. `receiver` is the expression before the last dot, null when there is none, `?` when it is not a plain one. */
export interface Use {
  kind: UseKind;
  name: string;
  receiver: string | null;
  /** What the receiver is by a test of its type around. */
  narrowed?: string;
  line: number;
  /** Index of the definition that the use is written in. */
  within: number;
  /** How many arguments are given, where that chooses between namesakes. */
  count?: number;
}

/** All that one file says by itself, without a look at any other. */
export interface Facts {
  language: string;
  /** The package or the first namespace that the file says it belongs to, joined by dots; empty when it says none. */
  namespace: string;
  /** Number of lines. */
  lines: number;
  /** True when the text does not follow the language's grammar everywhere; what does is here. */
  hasErrors: boolean;
  definitions: Definition[];
  imports: Import[];
  exports: Export[];
  bindings: Binding[];
  fields: Field[];
  uses: Use[];
  /** For each definition the words of its own lines, for full text search: each once, names also split into their parts. */
  words: string[];
}
