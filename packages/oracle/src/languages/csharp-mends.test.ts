import { parseSource } from '../parse/parse-source.ts';
import { sayNewWords } from './csharp-mends.ts';
import { expectNothingMoved } from './fixture-mends.ts';

it.each([
  [
    'quotes in texts with holes',
    'class A {\n  string F(string c) {\n    return @$"{c}""{G(c)}""";\n  }\n  void H() { I(); }\n}',
    ['G', 'I'],
  ],
  [
    'assignments to what may be nothing',
    'class A {\n  void F() {\n    oven?.Heat = G();\n    oven?.Pies.Done ??= H();\n    I(oven?.Heat == 3);\n  }\n}',
    ['G', 'H', 'I'],
  ],
  ['empty lists that are chosen', 'class A {\n  void F() {\n    List<int> a = cold ? [] : G();\n    H(a);\n  }\n}', ['G', 'H']],
  ['lists of parameters that are no arrays', 'class A {\n  void F(params ReadOnlySpan<int> heats) { G(heats); }\n}', ['G']],
  [
    'type parameters that may be references',
    'class A<T, U> where T : allows ref struct where U : B, allows ref struct {\n  void F() { G(); }\n}',
    ['G'],
  ],
  [
    'blocks of extensions',
    'static class A {\n  extension<T>(Oven<T> oven) where T : class\n  {\n    public int Heat => G();\n    public void Bake() {\n      H();\n    }\n  }\n  static void F() { I(); }\n}',
    ['G', 'H', 'I'],
  ],
])('reads %s', async (_what, text, calls) => {
  const { uses, hasErrors } = await parseSource(text, 'a.cs');
  expect(uses.filter(({ kind }) => kind === 'call').map(({ name }) => name)).toEqual(calls);
  expect(hasErrors).toBe(false);
});

it('moves nothing, whatever it is given', () => {
  expectNothingMoved(sayNewWords, [
    '$@"',
    '@$"',
    '"',
    '""',
    '{',
    '}',
    'a',
    '?.',
    ' = ',
    '==',
    'params ',
    'A<',
    '>',
    'extension(',
    ')',
    '\n',
    '\r\n',
    '? [] :',
    ',',
    'allows ref struct',
  ]);
});
