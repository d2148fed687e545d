import { keepFirstBranches, leaveOutFileDirectives } from './csharp-conditions.ts';
import { expectNothingMoved } from './fixture-mends.ts';

const kept = (text: string) =>
  keepFirstBranches(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

describe('keepFirstBranches', () => {
  it('keeps one branch of each condition', () => {
    expect(kept('class A\n#if X\n  : B\n#elif Y\n  : C\n#else\n  : D\n#endif\n{}')).toEqual(['class A', ': B', '{}']);
  });

  it('keeps the next branch of a condition that is turned round', () => {
    expect(kept('#if !OLD\na\n#else\nb\n#if Z\nc\n#endif\n#endif\nd')).toEqual(['b', 'c', 'd']);
  });

  it('knows what a build of today does not have', () => {
    const text = '#if NET45 || (NETSTANDARD2_0 && X)\na\n#elif !(NET20 || NET35)\nb\n#else\nc\n#endif';
    expect(kept(text)).toEqual(['b']);
  });

  it('moves nothing, whatever it is given', () => {
    const lines = ['#if X', '#if !X', '  # elif B', '#else', '#endif', 'x = 1;', ''];
    expectNothingMoved(
      keepFirstBranches,
      lines.map((line) => `${line}\n`),
      true,
    );
  });
});

it('leaves out what a program of one file says to the SDK', () => {
  const text = '#!/usr/bin/env dotnet\n#:sdk Cake.Sdk\r\n#:package Pie@1.0\nBake();\n#if A\n#endif\n';
  const left = leaveOutFileDirectives(text);
  expect(left).toHaveLength(text.length);
  expect(left.replaceAll(' ', '')).toBe('#!/usr/bin/envdotnet\n\r\n\nBake();\n#ifA\n#endif\n');
});
