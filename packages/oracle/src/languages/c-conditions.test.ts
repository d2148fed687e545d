import fc from 'fast-check';
import { leaveOutConditions } from './c-conditions.ts';

const trimmed = (text: string) => text.split('\n').map((line) => line.trim());

describe('leaveOutConditions', () => {
  it('leaves out the lines of conditions that have one branch, and keeps what is between them', () => {
    expect(trimmed(leaveOutConditions('Limiter()\n#if !defined(NDEBUG)\n  : n(1)\n#endif\n{}', 'cpp'))).toEqual([
      'Limiter()',
      '',
      ': n(1)',
      '',
      '{}',
    ]);
  });

  it('leaves alone what has another branch', () => {
    const text = '#if A\na\n#ifdef B\nb\n#endif\n#else\nc\n#endif';
    expect(trimmed(leaveOutConditions(text, 'cpp'))).toEqual(['#if A', 'a', '', 'b', '', '#else', 'c', '#endif']);
  });

  it('drops what is only for C++ in C', () => {
    expect(trimmed(leaveOutConditions('#ifdef __cplusplus\nextern "C" {\n#endif\nint a;', 'c'))).toEqual(['', '', '', 'int a;']);
  });

  it('moves nothing, whatever it is given', () => {
    const line = fc.constantFrom('#if 0', '#ifdef __cplusplus', '  # elif B', '#else', '#endif', 'x = 1;', '#if A \\', '');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.constantFrom('c' as const, 'cpp' as const), (lines, language) => {
        const text = lines.join('\n');
        const left = leaveOutConditions(text, language);
        expect(left).toHaveLength(text.length);
        for (const [index, character] of [...left].entries()) if (character !== ' ') expect(character).toBe(text[index]);
      }),
      { numRuns: 200 },
    );
  });
});
