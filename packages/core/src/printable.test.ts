import fc from 'fast-check';
import { printable, printableJson } from './printable.ts';

const HOSTILE = [
  ['an escape sequence', '\u001b]0;owned\u0007', '\\x1b]0;owned\\x07'],
  ['a carriage return', 'red\rgreen', 'red\\x0dgreen'],
  ['the C1 form of an escape sequence', '\u009b31m', '\\x9b31m'],
  ['delete', 'a\u007f', 'a\\x7f'],
  ['an override of direction', 'exe.\u202egpj', 'exe.\\u202egpj'],
  ['an isolate of direction', '\u2066a\u2069', '\\u2066a\\u2069'],
  ['a mark of direction', 'a\u200f\u061cb', 'a\\u200f\\u061cb'],
  ['a line end of Unicode', 'a\u2028b', 'a\\u2028b'],
] as const;

describe('printable', () => {
  it.each(HOSTILE)('shows %s as what it is', (_name, text, shown) => expect(printable(text)).toBe(shown));

  it('leaves tabs, line ends and the letters of every language', () => {
    const text = 'a\tb\nñ é 日本 עברית 🙂 \u200d';
    expect(printable(text)).toBe(text);
  });
});

describe('printableJson', () => {
  it.each(HOSTILE)('escapes %s', (_name, text) => {
    const json = printableJson({ [text]: text });
    expect(json).toMatch(/^[\u0020-\u007e]*$/);
    expect(JSON.parse(json)).toEqual({ [text]: text });
  });

  it('is the same data, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (data, indent) => {
        const json = printableJson(data, indent);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(data)));
        expect(json).toBe(printable(json));
      }),
    );
  });

  it('is null for what JSON has no word for', () => expect(printableJson(undefined)).toBe('null'));
});
