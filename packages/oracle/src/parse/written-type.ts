// Reads types of TypeScript from their text, as far as it matters for what callbacks are given: names, functions, unions, intersections and the
// members of objects. What is anything else, or means a type parameter, is null: nothing is guessed from it.
import type { Signature, WrittenType } from '../facts.ts';
import { nameOfModule } from './expression.ts';
import { TypeTokens } from './type-tokens.ts';

const LONGEST = 8000;
/** Types within one another: far more than people write, far less than the stack holds. */
const DEEPEST = 40;
const NOTHING = new Set(['null', 'undefined', 'void', 'never']);
const PRIMITIVE = /^(?:string|number|boolean|any|unknown|object|symbol|bigint|this|true|false)$/;
/** What is meant by these is what they are about. */
const WRAPPERS = /^(?:Promise|PromiseLike|Awaited|Awaitable|Readonly|Partial|Required|NonNullable|Omit|Pick)$/;
/** What is gone through. */
const LISTS = /^(?:(?:Readonly)?(?:Array|Set)|WeakSet|NodeListOf|(?:Async)?(?:Iterable|Iterator|IterableIterator|Generator))$/;
/** What has values under keys: its second type. */
const MAPS = /^(?:(?:Readonly|Weak)?Map|Record|Object)$/;

/** Whether a name is one of those: it says nothing without the types that it is given. */
export const isContainerName = (name: string): boolean => LISTS.test(name) || MAPS.test(name);
const OPERATORS = new Set(['keyof', 'unique', 'infer', 'asserts', 'typeof', 'abstract']);
const MODIFIERS = /^(?:public|private|protected|readonly|override)$/;

/** What stands before what a function takes. */
const START = /^\s*(?:async\b\s*)?(?:function\b\s*\*?\s*[\w$]*\s*)?\??\s*/;
/** A type that is a name alone. */
const NAME = /^\s*[\p{L}_$][\p{L}\p{N}_$]*\s*$/u;
/** What the text of a function holds that takes more than strings, numbers and the like. */
const TELLING =
  /=>|[:|&<]\s*(?!(?:string|number|boolean|any|unknown|object|symbol|bigint|void|null|undefined|never|true|false)\b)[\p{L}_$({[]/u;

/** A type while it is read. */
type Read = WrittenType | { list: WrittenType[]; rest: true } | typeof none;
/** No value at all, which says nothing about what else it may be. */
const none: unique symbol = Symbol('none');

/** Type parameters by name, with what they extend. */
type Generics = ReadonlyMap<string, Read>;
const NO_GENERICS: Generics = new Map();

/** The type that stands after the colon, or after the `=` of an alias. `isUnknown` says of a name that it is a type parameter. */
export function readType(text: string, isUnknown: (name: string) => boolean): WrittenType {
  if (NAME.test(text)) return nameOf(text.trim(), isUnknown);
  const reader = readerOf(text, isUnknown);
  if (reader === null) return null;
  const type = plain(reader.type());
  return reader.isAtEnd && matters(type) ? type : null;
}

/** What another name of a type stands for, from its text after that name: `<T> = A | B`. */
export function readAlias(text: string, isUnknown: (name: string) => boolean): WrittenType {
  const reader = readerOf(text, isUnknown);
  const type = reader === null ? null : plain(reader.alias());
  return reader?.isAtEnd && matters(type) ? type : null;
}

/**
 * What a function takes, from its text between its name and its body: `<T>(a: A, done: (b: B) => void): R`. Null where it takes neither types with
 * names nor functions. What it gives is read when `gives` says so.
 */
export function readSignature(text: string, isUnknown: (name: string) => boolean, gives = true): Signature | null {
  if (!TELLING.test(text)) return null;
  const start = START.exec(text)![0].length;
  const signature = readerOf(text.slice(start), isUnknown)?.signature(gives ? ':' : null) ?? null;
  return signature !== null && (matters(signature) || signature.takes.some(isFunction)) ? signature : null;
}

const isFunction = (type: WrittenType): boolean => typeof type === 'object' && type !== null && 'takes' in type;

const nameOf = (word: string, isUnknown: (name: string) => boolean): string | null =>
  NOTHING.has(word) || PRIMITIVE.test(word) || isContainerName(word) || isUnknown(word) ? null : word;

/** Whether anything in a type can lead anywhere. */
export function matters(type: WrittenType): boolean {
  if (type === null || typeof type === 'string') return type !== null;
  if ('oneOf' in type) return type.oneOf.some(matters);
  if ('allOf' in type) return type.allOf.some(matters);
  if ('has' in type) return type.has.some(([, each]) => matters(each));
  if ('each' in type) return matters(type.each);
  if ('held' in type) return matters(type.held);
  if ('list' in type) return type.list.some(matters);
  if ('given' in type) return true;
  return type.takes.some(matters) || matters(type.gives ?? null);
}

function readerOf(text: string, isUnknown: (name: string) => boolean): TypeReader | null {
  return text.length > LONGEST ? null : new TypeReader(new TypeTokens(text), isUnknown);
}

function plain(type: Read): WrittenType {
  if (type === none || type === null || typeof type === 'string') return type === none ? null : type;
  // What comes after the last place of a tuple has no place.
  return 'list' in type && 'rest' in type ? null : type;
}

function combined(kind: 'oneOf' | 'allOf', parts: readonly Read[]): Read {
  if (parts.length === 1) return parts[0]!;
  const some = parts.filter((part) => part !== none);
  const known = some.map(plain).filter((part) => part !== null);
  if (known.length === 0) return some.length === 0 ? none : null;
  if (known.length === some.length && known.every((part) => typeof part === 'string' && part === known[0])) return known[0]!;
  if (known.length === 1 && some.length === 1) return known[0]!;
  return kind === 'oneOf' ? { oneOf: known } : { allOf: known };
}

class TypeReader {
  private readonly tokens: TypeTokens;
  private readonly isUnknown: (name: string) => boolean;
  /** Type parameters of the functions around, with what they extend: where a function is given to one, that is what is asked of it. */
  private generics: Generics = NO_GENERICS;
  private depth = 0;

  constructor(tokens: TypeTokens, isUnknown: (name: string) => boolean) {
    this.tokens = tokens;
    this.isUnknown = isUnknown;
  }

  get isAtEnd(): boolean {
    return this.tokens.next === '';
  }

  alias(): Read {
    this.generics = withoutBounds(this.typeParameters());
    const type = this.tokens.takeIf('=') ? this.type() : null;
    this.tokens.takeIf(';');
    return type;
  }

  type(): Read {
    if (this.depth >= DEEPEST) {
      this.tokens.skipTo('');
      return null;
    }
    this.depth++;
    const type = this.conditional();
    this.depth--;
    return type;
  }

  private conditional(): Read {
    const { tokens } = this;
    const type = this.union();
    if (tokens.next !== 'extends') return type;
    tokens.take();
    this.union();
    if (!tokens.takeIf('?')) return null;
    const branches: Read[] = [this.type()];
    if (tokens.takeIf(':')) branches.push(this.type());
    // Which branch holds is not known: only what all of them say is.
    return branches.some((branch) => branch !== none && plain(branch) === null) ? null : combined('oneOf', branches);
  }

  private union(): Read {
    this.tokens.takeIf('|');
    const parts: Read[] = [this.intersection()];
    while (this.tokens.takeIf('|')) parts.push(this.intersection());
    return combined('oneOf', parts);
  }

  private intersection(): Read {
    const { tokens } = this;
    const parts: Read[] = [];
    /** What they leave out is in another part. */
    const cut: Read[] = [];
    tokens.takeIf('&');
    do (tokens.next === 'Omit' ? cut : parts).push(this.listed());
    while (tokens.takeIf('&'));
    return combined('allOf', [...parts, ...cut]);
  }

  /** `A[]`, `A['key']`. */
  private listed(): Read {
    const { tokens } = this;
    let type = this.primary();
    while (tokens.next === '[' && !tokens.isNextOnNewLine) {
      const isList = tokens.after(1) === ']';
      tokens.skipBrackets();
      type = isList ? { each: plain(type) } : null;
    }
    return type;
  }

  private primary(): Read {
    const { tokens } = this;
    switch (tokens.next) {
      case '':
        return null;
      case '<':
        return this.signature('=>');
      case '(': {
        if (tokens.afterBrackets() === '=>') return this.signature('=>');
        tokens.take();
        const type = this.type();
        tokens.takeIf(')');
        return type;
      }
      case '{':
        return this.object();
      case '[':
        return this.tuple();
      case 'new':
        tokens.take();
        this.signature('=>');
        return null;
      case 'readonly':
        tokens.take();
        return this.listed();
      case 'import':
        return this.imported();
    }
    const word = tokens.take();
    const made = word === 'ReturnType' ? this.givenByNamed() : null;
    if (made !== null) return made;
    if (OPERATORS.has(word) && tokens.next !== '' && /^[\p{L}_$({<['"]/u.test(tokens.next)) {
      this.listed();
      return null;
    }
    return this.named(word);
  }

  /** `import('./a').B<C>` is `B` of that module. */
  private imported(): string | null {
    const { tokens } = this;
    tokens.take();
    const module = tokens.next === '(' ? unquoted(tokens.after(1)) : '';
    tokens.skipBrackets();
    const names = tokens.takeIf('.') ? tokens.take() : '';
    tokens.skipBrackets('<');
    if (module === '') return null;
    return names === '' ? nameOfModule(module) : `${nameOfModule(module)}.${names}`;
  }

  /** `<typeof make>` after `ReturnType`: what a call of it gives. */
  private givenByNamed(): string | null {
    const { tokens } = this;
    if (tokens.next !== '<' || tokens.after(1) !== 'typeof' || tokens.after(3) !== '>') return null;
    const name = tokens.after(2);
    for (let token = 0; token < 4; token++) tokens.take();
    return `${name}()`;
  }

  private named(word: string): Read {
    const { tokens } = this;
    if (NOTHING.has(word)) return none;
    const given: Read[] = [];
    if (!tokens.isNextOnNewLine && tokens.takeIf('<')) {
      while (tokens.next !== '' && tokens.next !== '>') {
        given.push(this.type());
        if (!tokens.takeIf(',')) break;
      }
      tokens.takeIf('>');
    }
    if (tokens.next === 'is' && !tokens.isNextOnNewLine) {
      tokens.take();
      this.type();
      return null;
    }
    if (!/^[\p{L}_$]/u.test(word) || PRIMITIVE.test(word)) return null;
    if (LISTS.test(word)) return { each: plain(given[0] ?? null) };
    if (MAPS.test(word) && given.length < 2) return null;
    if (MAPS.test(word)) return { held: plain(given[1]!), ...(word.endsWith('Map') ? { isMap: true } : {}) };
    if (WRAPPERS.test(word) && given.length > 0) return given[0]!;
    const head = word.split('.', 1)[0]!;
    const bound = this.generics.get(head);
    if (bound !== undefined) return bound;
    return this.isUnknown(head) ? null : word;
  }

  private tuple(): Read {
    const { tokens } = this;
    tokens.take();
    const list: WrittenType[] = [];
    let rest = false;
    while (tokens.next !== '' && tokens.next !== ']') {
      rest = tokens.takeIf('...');
      if (tokens.after(1) === ':' || (tokens.after(1) === '?' && tokens.after(2) === ':')) {
        tokens.take();
        tokens.takeIf('?');
        tokens.take();
      }
      const type = this.type();
      tokens.takeIf('?');
      list.push(rest ? elementOf(type) : plain(type));
      if (!tokens.takeIf(',')) break;
    }
    tokens.takeIf(']');
    return rest ? { list, rest } : { list };
  }

  /** `<T>(a: A, ...all: B[])`, and what it gives after `mark`. */
  signature(mark: ':' | '=>' | null): Signature | null {
    const { tokens } = this;
    const outer = this.generics;
    const own = this.typeParameters();
    this.generics = own.size === 0 ? withoutBounds(outer) : new Map([...withoutBounds(outer), ...own]);
    try {
      if (tokens.next !== '(') return null;
      const signature = this.parameters();
      this.generics = withoutBounds(this.generics);
      const gives = mark !== null && tokens.takeIf(mark) ? plain(this.type()) : null;
      return gives === null ? signature : { ...signature, gives };
    } finally {
      this.generics = outer;
    }
  }

  /** The names between `<` and `>`, and what they extend. */
  private typeParameters(): Generics {
    const { tokens } = this;
    if (!tokens.takeIf('<')) return NO_GENERICS;
    const bounds = new Map<string, Read>();
    while (tokens.next !== '' && tokens.next !== '>') {
      const word = tokens.take();
      if (word === 'const' || word === 'in' || word === 'out') continue;
      bounds.set(word, tokens.takeIf('extends') ? this.type() : null);
      if (tokens.takeIf('=')) this.type();
      if (!tokens.takeIf(',')) break;
    }
    tokens.takeIf('>');
    return bounds;
  }

  private parameters(): Signature {
    const { tokens } = this;
    const takes: WrittenType[] = [];
    let least = 0;
    let rest = false;
    tokens.take();
    while (tokens.next !== '' && tokens.next !== ')') {
      while (tokens.takeIf('@')) {
        tokens.take();
        tokens.skipBrackets();
      }
      while (MODIFIERS.test(tokens.next) && /^[\p{L}_$#{[]/u.test(tokens.after(1))) tokens.take();
      const isRest = tokens.takeIf('...');
      const isThis = tokens.next === 'this';
      if (!tokens.skipBrackets()) tokens.take();
      let isOptional = tokens.takeIf('?') || isRest;
      const type = tokens.takeIf(':') ? this.type() : null;
      if (tokens.takeIf('=')) {
        isOptional = true;
        tokens.skipTo(',', ')');
      }
      if (!isOptional && !isThis) least = takes.length + 1;
      if (isRest && typeof type === 'object' && type !== null && 'list' in type) {
        takes.push(...type.list);
        rest = 'rest' in type;
        least = takes.length - (rest ? 1 : 0);
      } else if (isRest) {
        takes.push(elementOf(type));
        rest = true;
      } else if (!isThis) takes.push(plain(type));
      if (!tokens.takeIf(',')) break;
    }
    tokens.takeIf(')');
    return { takes, ...(rest ? { rest } : {}), ...(least === takes.length - (rest ? 1 : 0) ? {} : { least }) };
  }

  private object(): Read {
    const { tokens } = this;
    const has: [string, WrittenType][] = [];
    const calls: WrittenType[] = [];
    let held: WrittenType = null;
    tokens.take();
    while (tokens.next !== '' && tokens.next !== '}') {
      if (tokens.takeIf(';') || tokens.takeIf(',')) continue;
      if (tokens.next === '(' || tokens.next === '<') {
        calls.push(this.signature(':'));
        continue;
      }
      while (/^(?:readonly|get|set|new|[+-])$/.test(tokens.next) && !/^[:?(<]$/.test(tokens.after(1))) tokens.take();
      const name = tokens.next;
      if (!tokens.skipBrackets()) tokens.take();
      const isOptional = tokens.takeIf('?');
      if ((tokens.next === '(' || tokens.next === '<') && name !== '[') {
        const method = this.signature(':');
        if (name !== 'new') has.push([unquoted(name), method]);
      } else if (tokens.takeIf(':')) {
        const type = plain(this.type());
        if (name === '[') held = type;
        else if (matters(type)) has.push([unquoted(name), type]);
      } else if (!isOptional && !/^[;,}]$/.test(tokens.next)) break;
    }
    if (!tokens.takeIf('}')) tokens.skipTo('');
    const members: WrittenType[] = has.length > 0 ? [{ has }] : [];
    if (calls.length + members.length === 0) return held === null ? null : { held };
    return combined('allOf', [...calls, ...members]);
  }
}

function withoutBounds(generics: Generics): Generics {
  for (const bound of generics.values()) if (bound !== null) return new Map([...generics.keys()].map((name) => [name, null]));
  return generics;
}

function elementOf(type: Read): WrittenType {
  return typeof type === 'object' && type !== null && 'each' in type ? type.each : null;
}

const unquoted = (name: string): string => name.replace(/^(['"])(.*)\1$/s, '$2');
