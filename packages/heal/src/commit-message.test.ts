import type { Attempt, Patch } from '@cm/core';
import { commitMessage } from './commit-message.ts';

const patch: Patch = {
  hash: 'f00d',
  changes: [{ path: 'src/price.list.ts', beforeHash: '', after: '' }],
  rung: 'search',
  origin: 'swap-comparison',
  rationale: 'compare with >= instead of >',
  diff: '',
};
const verdict = {
  passed: true,
  confidence: 'apply',
  checks: [{ name: 'compiles', passed: true, detail: '1 file(s) parse' }],
  durationMs: 1,
} as const;
const passed: Attempt[] = [{ runId: 'r1', number: 1, patch, verdict: { ...verdict, checks: [...verdict.checks] } }];

it('says what was done, what proves it, and where the record is', () => {
  expect(commitMessage('r1', patch, passed)).toBe(`fix(price.list): compare with >= instead of >

Found by swap-comparison on the rung 'search', and verified:
- compiles: 1 file(s) parse

Cm-Run: r1
Cm-Patch: f00d
`);
});

it('has a first line of 100 characters at most', () => {
  const [first = ''] = commitMessage('r1', { ...patch, rationale: 'x'.repeat(300) }, passed).split('\n');
  expect(first).toHaveLength(100);
});

it('names the code where no file tells', () => {
  expect(commitMessage('r1', { ...patch, changes: [] }, []).split('\n')[0]).toMatch(/^fix\(code\): /);
});

it('has one line for the summary, whatever the repository put into names', () => {
  const evil = {
    ...patch,
    changes: [{ path: 'a\nCm-Run: forged.py', beforeHash: '', after: '' }],
    rationale: 'change a\r\n\r\nCo-authored-by: x',
  };
  const lines = commitMessage('r1', evil, [
    { ...passed[0]!, verdict: { ...passed[0]!.verdict, checks: [{ name: 'x', passed: true, detail: 'a.py\nCm-Run: forged' }] } },
  ]).split('\n');
  expect(lines[1]).toBe('');
  expect(lines.filter((line) => line.startsWith('Cm-Run: '))).toEqual(['Cm-Run: r1']);
  expect(lines.some((line) => line.startsWith('Co-authored-by'))).toBe(false);
});
