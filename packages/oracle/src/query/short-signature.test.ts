import type { CodeNode } from '../words.ts';
import { shortSignature } from './short-signature.ts';

const short = (type: CodeNode['type'], name: string, signature: string) => shortSignature({ type, name, signature } as CodeNode);

it.each([
  [
    'no types',
    'export function bake(first: string, second = 1, ...rest: [a: A, b: B][]): Map<A, B>',
    'bake(first, second, ...rest)',
  ],
  ['no type parameters', 'bake<K extends () => void, V>(first: K, second?: V): void', 'bake(first, second?)'],
  ['what is taken apart', 'bake({ heat, time }: Options, [one]: number[])', 'bake({ heat, time }, [one])'],
  ['no arrows for brackets', 'bake(run: (a: A, b: B) => C, then: (a) => void)', 'bake(run, then)'],
  ['no receiver', 'def bake(self, heat: int = 3, *, lid: Lid | None = None) -> None', 'bake(heat, *, lid)'],
  ['no receiver of Rust', "pub fn bake<'a>(&mut self, heat: &'a std::time::Duration) -> Option<Bread>", 'bake(heat)'],
  ['types that come first', 'public Bread bake(int heat, Map<String, Lid> lids)', 'bake(int heat, Map<String, Lid> lids)'],
  ['types of Go', 'func (o *Oven) bake(w http.ResponseWriter, r *http.Request)', 'bake(w http.ResponseWriter, r *http.Request)'],
  ['as much as there is of one that was cut', 'bake(first: Record<string, Arr', 'bake(first)'],
  ['no assignment', 'export const bake = async <T>(heat: T): Promise<T> =>', 'bake(heat)'],
  ['nothing', 'get bake', 'bake'],
])('gives of a function its name and what it takes: %s', (_, signature, expected) => {
  expect(short('method', 'bake', signature)).toBe(expected);
});

it('gives of a type its name where more would be its parameters, and of the rest the signature', () => {
  expect(short('class', 'Oven', 'export class Oven<T extends Heat> extends Box<T>')).toBe('export class Oven');
  expect(short('class', 'Oven', 'class Oven extends Box')).toBe('class Oven extends Box');
  expect(short('constant', 'HEAT', 'const HEAT = 3')).toBe('const HEAT = 3');
  expect(short('test', 'bakes bread', "it('bakes bread', () =>")).toBe('bakes bread');
  expect(short('route', 'GET /bread', 'app.get')).toBe('app.get');
});
