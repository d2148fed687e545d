import fc from 'fast-check';
import { countTokens, fitsIn } from './count-tokens.ts';

/** What o200k_base takes each for, which was asked once. */
const COUNTED: [text: string, tokens: number][] = [
  ['HTTPServer', 2],
  ['hello world', 2],
  ['getUserById(id)', 6],
  ['const a = (b) => c.d(e, f);\n', 13],
  ['    return value\n', 4],
  ['1234567', 3],
  ['функция возвращает список', 6],
  ['返回列表中的元素', 4],
];

it.each(COUNTED)('says rather too many than too few of %j', (text, tokens) => {
  expect(countTokens(text)).toBeGreaterThanOrEqual(tokens);
  expect(countTokens(text)).toBeLessThanOrEqual(tokens * 1.5 + 3);
});

const PYTHON = `
    def get_cookie_path(self, app: Flask) -> str:
        """Returns the path for which the cookie should be valid.  The
        default implementation uses the value from the SESSION_COOKIE_PATH
        config var if it's set, and falls back to \`\`APPLICATION_ROOT\`\`.
        """
        return app.config["SESSION_COOKIE_PATH"] or app.config["APPLICATION_ROOT"]
`;

it('is within a fifth for code', () => {
  expect(countTokens(PYTHON)).toBeGreaterThanOrEqual(77);
  expect(countTokens(PYTHON)).toBeLessThan(77 * 1.2);
});

it('never counts less for more', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (lines) => {
      const counts = lines.map((_, index) => countTokens(lines.slice(0, index + 1).join('\n')));
      expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    }),
  );
});

it('says of any text whether it fits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', size: '+1' }), fc.nat(60), (text, tokens) => {
      expect(fitsIn(text, tokens)).toBe(countTokens(text) <= tokens);
    }),
  );
  expect(fitsIn(' '.repeat(1000), 55)).toBe(false);
});
