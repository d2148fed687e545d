import fc from 'fast-check';
import { readSignature, readType } from './written-type.ts';

const type = (text: string, ...parameters: string[]) => readType(text, (name) => parameters.includes(name));
const signature = (text: string, ...parameters: string[]) => readSignature(text, (name) => parameters.includes(name));

it.each([
  ['Context', 'Context'],
  ['Context<E, P>', 'Context'],
  ['a.b.Context', 'a.b.Context'],
  ['Promise<Context | undefined>', 'Context'],
  ['string', null],
  ['Context[]', { each: 'Context' }],
  ["Context['key']", null],
  ['typeof context', null],
  ['keyof Context', null],
  ['A extends B ? C : D', { oneOf: ['C', 'D'] }],
  ['[A] extends [B] ? // why\n C<A> : A extends (infer T)[] ? C<T> : never', 'C'],
  ['A extends B ? C : string', null],
  ['A extends B ? C : A["x"]', null],
  ['(c: Context, next: Next) => void', { takes: ['Context', 'Next'] }],
  ['(c: Context) => Promise<Reply>', { takes: ['Context'], gives: 'Reply' }],
  ['(c?: Context) => void', { takes: ['Context'], least: 0 }],
  ['<T>(c: Context<T>, value: T) => T', { takes: ['Context', null] }],
  ['(...all: Context[]) => void', { takes: ['Context'], rest: true }],
  ['(...all: [A, b: B]) => void', { takes: ['A', 'B'] }],
  ['(this: Window, c: Context) => void', { takes: ['Context'] }],
  ['({ a, b }: Options) => void', { takes: ['Options'] }],
  ['| A | B', { oneOf: ['A', 'B'] }],
  ['A | string', { oneOf: ['A'] }],
  ['A & { go(): B }', { allOf: ['A', { has: [['go', { takes: [], gives: 'B' }]] }] }],
  ['((c: Context) => void) | null', { takes: ['Context'] }],
  ['{ on?: (e: Err) => void; name: string }', { has: [['on', { takes: ['Err'] }]] }],
  [
    '{ readonly a: A\n [key: string]: B\n b: B }',
    {
      has: [
        ['a', 'A'],
        ['b', 'B'],
      ],
    },
  ],
  [
    '{ <T>(a: A): B; (b: B): B }',
    {
      allOf: [
        { takes: ['A'], gives: 'B' },
        { takes: ['B'], gives: 'B' },
      ],
    },
  ],
  ['Omit<A, "b"> & { b: B }', { allOf: [{ has: [['b', 'B']] }, 'A'] }],
  ['new (a: A) => B', null],
  ['(a: A) => a is B', { takes: ['A'] }],
  ['/* why */ A // because', 'A'],
  ['readonly A[][]', { each: { each: 'A' } }],
  ['Promise<ReadonlyArray<A> | null>', { each: 'A' }],
  ['AsyncGenerator<A, void>', { each: 'A' }],
  ['string[]', null],
  ['Map<string, A>', { held: 'A', isMap: true }],
  ['Record<Key, A[]>', { held: { each: 'A' } }],
  ['{ [key: string]: A }', { held: 'A' }],
  ['[A, b?: B]', { list: ['A', 'B'] }],
  ['[A, ...B[]]', null],
  ['A | A[]', { oneOf: ['A', { each: 'A' }] }],
  ['Map', null],
])('reads %s', (text, expected) => {
  expect(type(text)).toEqual(expected);
});

it('reads no type parameter as a type', () => {
  expect(type('(c: T, d: Context<T>) => T', 'T')).toEqual({ takes: [null, 'Context'] });
});

it.each([
  ['(a: A, done: (b: B) => void): C {', { takes: ['A', { takes: ['B'] }], gives: 'C' }],
  ['<T>(a: T, b: B)', { takes: [null, 'B'] }],
  ['<T extends A>(a: T, b: B): T', { takes: ['A', 'B'] }],
  ['<T extends A>(run: (a: T) => void, b: B)', { takes: [{ takes: [null] }, 'B'] }],
  ['async <T>(a: A): Promise<B> =>', { takes: ['A'], gives: 'B' }],
  ['function* name(a: A) {', { takes: ['A'] }],
  ["(a: A = make({ b: ')' }), c: C)", { takes: ['A', 'C'] }],
  ['(private readonly a: A, readonly: B)', { takes: ['A', 'B'] }],
  ['(@Inject(TOKEN) a: A)', { takes: ['A'] }],
  ['(a: A, b?: B)', { takes: ['A', 'B'], least: 1 }],
  ['(a: string, b: number): boolean', null],
  ['(a, b)', null],
  ['(run: (a: string) => void)', { takes: [{ takes: [null] }] }],
])('reads the signature %s', (text, expected) => {
  expect(signature(text)).toEqual(expected);
});

it('ends with any text, however it is nested', () => {
  expect(type('('.repeat(4000))).toBeNull();
  expect(type('A<'.repeat(3000))).toBe('A');
  const word = fc.constantFrom(
    ...'A b ( ) [ ] { } < > | & : ; , ? = => ... new keyof extends is readonly - + . @ "x" \n'.split(' '),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), (words) => {
      type(words.join(' '));
      signature(words.join(' '));
    }),
  );
});
