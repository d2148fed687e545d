import type { Family } from '../languages/language.ts';
import type { SurfaceDefinition } from '../parse/pack-facts.ts';
import type { Entity } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedFile } from './linked-file.ts';
import { cRules } from './resolve-c.ts';
import { csharpRules } from './resolve-csharp.ts';
import { goRules } from './resolve-go.ts';
import { javaRules } from './resolve-java.ts';
import { phpRules } from './resolve-php.ts';
import { rubyRules } from './resolve-ruby.ts';
import { rustRules } from './resolve-rust.ts';

type Defined = Extract<Entity, { kind: 'definition' }>;

/** Methods that say what is met when an object is gone through, by a list or each by itself, at once or later, and what is at a key of it. */
export interface Iteration {
  readonly list: string;
  readonly each: string;
  readonly at?: string;
  readonly later?: { readonly list: string; readonly each: string };
}

/** How a language with packages or namespaces finds what a file does not say by itself. */
export interface NameRules {
  /** Words for the object around, its class, and what that extends. */
  readonly words: Readonly<Record<string, 'instance' | 'class' | 'super'>>;
  /** Whether members of a class are named inside of it without saying whose they are. */
  readonly bareMembers: boolean;
  /** Whether a variable may have the name of a method without hiding it. */
  readonly methodsApart: boolean;
  /** Whether a field may have the name of a method beside it: then what is not called is the field. */
  readonly fieldsApart?: true;
  /** Whether what a class uses of traits, which stand among its interfaces, goes before what it inherits, and is none of what it extends. */
  readonly traitsFirst?: true;
  /** Methods that say what is met when an object is gone through, by a list or each by itself, and what is at a key of it. */
  readonly iteration?: Iteration;
  /** Whether pointers are used like lists, and objects like pointers. */
  readonly pointers?: true;
  /** Whether objects may say by a type in them what they point to, and what opens a value is not in expressions. */
  readonly opens?: true;
  /** Whether a method that does not say what it gives gives what the one says that it overrides. */
  readonly inheritsTypes?: true;
  /** Whether a class may include modules that are written in it. */
  readonly mixesOwn?: true;
  /** Whether a module may have the name of a function beside it. */
  readonly chooses?: true;
  /** Names by which constants are known from other members, and the constant that a type or module itself has, whichever file writes it there. */
  readonly constants?: {
    readonly named: RegExp;
    of(ask: Evaluator, file: LinkedFile, index: number, name: string): Entity | undefined;
  };
  /** The namespaces whose names are seen in one, the innermost first: a file may have several. */
  seenFrom?(namespace: string): readonly string[];
  /** Where a name is looked for after the definition at `at`, when that is not what is around it. */
  outOf?(file: LinkedFile, at: number, name: string): number | undefined;
  /** Whether a class and its objects may each have a method of one name. */
  readonly sides?: true;
  /** Members that every value has. */
  readonly everyMember: ReadonlySet<string>;
  /** What an import stands for: a name of a package, or with `*` the package itself. */
  imported(ask: Evaluator, file: LinkedFile, scope: number, specifier: string, imported: string | null): Entity | undefined;
  /** A name that the scopes and imports of the file do not have. */
  outer(ask: Evaluator, file: LinkedFile, scope: number, name: string): Entity | undefined;
  /** A method that values of any type may have where a name is used. */
  inScope?(ask: Evaluator, file: LinkedFile, name: string): Entity | undefined;
  /** What is called like a member of what `receiver` gives, and is none. */
  extension?(
    ask: Evaluator,
    file: LinkedFile,
    name: string,
    receiver: () => Entity | undefined,
    count: number | null,
  ): Defined | undefined;
  /** Whether it is a variable with the name of a method: what it holds is called. */
  isProperty?(definition: SurfaceDefinition): boolean;
  /** Functions of others that give an object of the class that they are given. */
  readonly givesGiven?: RegExp;
  /** Members of what is done later, or held, that give it: it is not told apart from what it gives. */
  readonly held?: { readonly values: RegExp; readonly methods: RegExp };
  /** The member of a function that calls it. */
  readonly calling?: string;
  /** A member of a type that is written in another file than the type. */
  elsewhere?(ask: Evaluator, file: LinkedFile, index: number, name: string): Entity | undefined;
  /** Where else a type is written. */
  parts?(ask: Evaluator, file: LinkedFile, index: number): readonly { file: LinkedFile; index: number }[];
  /** Whether what is called can be: it may be a variable with the name of a method. */
  isCallable?(ask: Evaluator, called: Defined): boolean;
  /** What a package that does not give a name itself may hold under it: another package. */
  inner(space: Extract<Entity, { kind: 'package' }>, name: string, ask: Evaluator): Entity | undefined;
  /** The package that an import names, as it is called in the whole repository; null for one that is not in it. */
  importedSpace(file: LinkedFile, specifier: string): string | null;
  /** Where what is announced at `index` is defined; the same place where that is not known. */
  settle?(ask: Evaluator, file: LinkedFile, index: number): Defined;
}

const byFamily: Partial<Record<Family, NameRules>> = {
  go: goRules,
  java: javaRules,
  rust: rustRules,
  c: cRules,
  csharp: csharpRules,
  php: phpRules,
  ruby: rubyRules,
};

/** Undefined for languages whose files are modules. */
export function rulesOf(family: Family): NameRules | undefined {
  return byFamily[family];
}
