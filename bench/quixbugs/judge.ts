import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from '@cm/core';

const JUDGE = join(import.meta.dirname, 'judge.py');
const JUDGE_MS = 60_000;

/**
 * Compares a repaired program with the published correct one: `equal` when their syntax trees are the same, `same behaviour` when
 * they answer alike on the program's own inputs and on hundreds of inputs made from those, `differs` otherwise.
 */
export async function judgeAgainstReference(
  program: string,
  repaired: string,
  reference: string,
  folder: string,
): Promise<'equal' | 'same behaviour' | 'differs'> {
  const cases = join(folder, 'json_testcases', `${program}.json`);
  const inputs = existsSync(cases) ? readFileSync(cases, 'utf8') : '';
  const input = JSON.stringify({ program, repaired, reference, inputs });
  const result = await runProcess('python3', ['-I', JUDGE], { input, inheritEnvironment: true, timeoutMs: JUDGE_MS });
  const word = result.stdout.trim();
  return word === 'equal' || word === 'same behaviour' ? word : 'differs';
}
