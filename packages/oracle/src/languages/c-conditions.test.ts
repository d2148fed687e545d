import { leaveOutConditions } from './c-conditions.ts';
import { expectNothingMoved } from './fixture-mends.ts';

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
    const lines = ['#if 0', '#ifdef __cplusplus', '  # elif B', '#else', '#endif', 'x = 1;', '#if A \\', ''].map(
      (line) => `${line}\n`,
    );
    for (const language of ['c', 'cpp'] as const) expectNothingMoved((text) => leaveOutConditions(text, language), lines, true);
  });
});
