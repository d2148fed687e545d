// For tests of what says a text in another way for a grammar.
import fc from 'fast-check';

/** Whatever of these parts a text is made: no character is moved, and no line. `onlyBlanks`: what is said otherwise is left out. */
export function expectNothingMoved(mend: (text: string) => string, parts: readonly string[], onlyBlanks = false): void {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 40 }), (chosen) => {
      const text = chosen.join('');
      const said = mend(text);
      expect(said.split('\n').map((line) => line.length)).toEqual(text.split('\n').map((line) => line.length));
      if (onlyBlanks) expect([...said].every((sign, at) => sign === ' ' || sign === [...text][at])).toBe(true);
    }),
    { numRuns: 300 },
  );
}
