import type { WrittenType } from '../facts.ts';
import type { LinkedFile } from './linked-file.ts';

/** What stands for the type parameters of an object's class, and where that is to be read. */
export interface TypeArguments {
  file: LinkedFile;
  scope: number;
  types: readonly WrittenType[];
  of: Entity | undefined;
}

/** What an expression stands for, as far as it can be told without running it. */
export type Entity =
  | { kind: 'module'; file: LinkedFile /** As the file that asked named it. */; specifier: string | null }
  | {
      kind: 'definition';
      file: LinkedFile;
      index: number /** The object that it was asked of, where that is known. */;
      of?: Entity;
    }
  | {
      kind: 'instance';
      file: LinkedFile;
      index: number;
      /** Of the object around a place: in a method of the class itself that is the class. */
      side?: Side;
      given?: TypeArguments;
    }
  /** An object or a list that a function gives back, or an object in that or in a constant: `at` is where, `` or `a.b.`. */
  | { kind: 'given'; file: LinkedFile; index: number; at: string }
  /** The bases of a class, seen from it. */
  | { kind: 'super'; file: LinkedFile; index: number }
  /** A package or namespace, as it is called in the whole repository, and the file that names it. */
  | { kind: 'package'; space: string; from: LinkedFile }
  /** A value of a type that has no name. */
  | {
      kind: 'written';
      file: LinkedFile;
      scope: number;
      type: WrittenType /** What the language itself has. */;
      isNative?: boolean;
      /** The object that is asked what type parameters in the type stand for. */
      of?: Entity;
    }
  /** What is in a list or another thing that was made of it: that says it stands for a type parameter. */
  | { kind: 'held'; what: Entity }
  /** Defined outside of the repository; with `globals` the object that has all global names: some may be the repository's own. */
  | { kind: 'external'; globals?: ReadonlySet<string> /** The name of its type. */; type?: string }
  /** A variable of which nothing more is known. */
  | { kind: 'variable' };

/** What is known to lie outside of the repository is no answer where one in it may follow. */
export function known(entity: Entity | undefined): Entity | undefined {
  return entity?.kind === 'external' ? undefined : entity;
}

/** How sure a binding is, weakest link: by scope alone, by a receiver whose class is written down, by what a function returns or a variable was assigned. */
export const Tier = { scope: 0, receiver: 1, flow: 2 } as const;
export type Tier = (typeof Tier)[keyof typeof Tier];

/** Other files by path, and the paths of the files that give a name to a package. */
export interface Files {
  load(path: string): LinkedFile | null;
  filesOf(space: string, name: string): readonly string[];
}

/** Where an evaluator looks beyond the file that is linked, which is at `from`. */
export interface Repository extends Files {
  readonly from: string;
}

/** Whose members are meant, in languages where a class and its objects may each have a method of one name: null where that is not known. */
export type Side = 'class' | 'object' | null;

/** What a bare name is asked for as: some languages let a method, a type and a variable share one. */
export type Meant = 'call' | 'type' | 'value';
