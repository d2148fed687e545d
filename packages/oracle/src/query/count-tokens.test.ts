import fc from 'fast-check';
import { countTokens, fitsIn } from './count-tokens.ts';

/** What the slow way says of a text: a letter from elsewhere makes it go that way, and costs one. */
const slowly = (text: string) => countTokens(`${text}\n\u00e9`) - 2;

it('counts the same for plain text as for any other', () => {
  const words = fc.stringMatching(/^[\u0000-\u007f]*$/, { size: '+1' });
  fc.assert(
    fc.property(words, (text) => {
      fc.pre(!/\s$/.test(text));
      expect(countTokens(text)).toBe(slowly(text));
    }),
  );
});

it('knows names in capitals, and charges nothing for a single blank', () => {
  expect(countTokens('HTTPServer')).toBe(2);
  expect(countTokens('a b')).toBe(2);
  expect(countTokens('\n')).toBe(1);
  expect(countTokens('1234567')).toBe(3);
});

it('says of any text whether it fits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', size: '+1' }), fc.nat(60), (text, tokens) => {
      expect(fitsIn(text, tokens)).toBe(countTokens(text) <= tokens);
    }),
  );
});
