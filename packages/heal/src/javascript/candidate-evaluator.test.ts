import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '@cm/core';
import type { Candidate } from '../candidate.ts';
import type { Evaluation } from '../suite.ts';
import { fixtureWorkbench } from './fixture-workbench.ts';
import { fixture, frameworks } from './frameworks.fixture.ts';

/** A candidate that replaces the first occurrence of `before`. */
function swap(text: string, path: string, before: string, after: string): Candidate {
  const start = text.indexOf(before);
  expect(start).toBeGreaterThanOrEqual(0);
  const edits = [{ path, start, end: start + before.length, text: after }];
  return { id: sha256(JSON.stringify(edits)), edits, template: after, weight: 1, path, line: 1 };
}

for (const { adapter, name, extension, modules } of frameworks) {
  it(`${adapter.framework} finds the right candidate among endless loops, exits and text that doesn't compile`, async () => {
    const workbench = await fixtureWorkbench(fixture(`${name}-planted`), modules);
    const path = `src/text.${extension}`;
    const text = await readFile(join(workbench.root, path), 'utf8');
    const file = `text.test.${extension}`;
    const evaluator = await adapter.evaluator?.(
      workbench,
      { framework: adapter.framework, folder: '', command: name },
      {
        targets: [`${file} > sumBelow > adds up`],
        guards: [`${file} > sumBelow > is 0 for 0`, `${file} > wrap > fills lines`],
        testTimeoutMs: 300,
      },
    );
    const candidates = [
      swap(text, path, 'sum += at', 'sum -= at'),
      swap(text, path, 'at > limit', 'true'),
      swap(text, path, 'let sum = 0', 'process.exit(0); let sum = 0'),
      swap(text, path, 'at > limit', 'at <= limit'),
      swap(text, path, 'return sum', 'return 6'),
      swap(text, path, 'return sum', 'return = sum'),
      { ...swap(text, path, 'return sum', 'return 1'), edits: [{ path, start: 0, end: text.length + 1, text: '' }] },
      swap(text, path, 'at > limit', 'at < limit'),
    ];
    const seen = new Map<string, Evaluation>();
    for await (const evaluation of evaluator?.evaluate(candidates) ?? []) seen.set(evaluation.candidate.template, evaluation);
    await evaluator?.close();
    const outcomes = candidates.map(({ template }) => seen.get(template)?.outcome);
    expect(outcomes.slice(0, 2)).toEqual(['fails', 'timeout']);
    expect(outcomes.slice(2)).toEqual(['fails', 'fails', 'breaks-others', 'fails', 'invalid', 'plausible']);
    expect(await readFile(join(workbench.root, path), 'utf8')).toBe(text);
    await workbench.close();
  });
}
