// Indexes and git for tests. What a test opens is closed after it.
import { execFileSync } from 'node:child_process';
import { describeIndex, makeFolder } from './fixture-folder.ts';
import { type Oracle, type OracleOptions, openOracle } from './oracle.ts';

const opened: Oracle[] = [];
afterEach(async () => {
  for (const oracle of opened.splice(0)) await oracle.close();
});

export async function opening(options: OracleOptions): Promise<Oracle> {
  const oracle = await openOracle(options);
  opened.push(oracle);
  return oracle;
}

/** The index of a folder, or of a new one with these files, without a model. */
export async function scanned(root: string | Readonly<Record<string, string>>): Promise<Oracle> {
  const oracle = await opening({ root: typeof root === 'string' ? root : makeFolder(root), embedder: null });
  await oracle.scan();
  return oracle;
}

/** What the index of a new folder with these files says, a line for each row. */
export const indexOf = async (files: Readonly<Record<string, string>>): Promise<string[]> => describeIndex(await scanned(files));

/** Of what an index says the lines that a pattern takes, the calls without one; without how and where each is known. */
export const edgesIn = (lines: readonly string[], which = /^calls /): string[] =>
  lines.filter((line) => which.test(line)).map((line) => line.replace(/ \(.*| line .*/, ''));

/** Runs git with nothing of the machine's or the person's settings. */
export function git(root: string, ...args: string[]): string {
  const name = (role: string) => ({ [`GIT_${role}_NAME`]: 'a', [`GIT_${role}_EMAIL`]: 'a@b' });
  const env = { PATH: process.env.PATH, HOME: root, GIT_CONFIG_NOSYSTEM: '1', ...name('AUTHOR'), ...name('COMMITTER') };
  return execFileSync('git', args, { cwd: root, env, encoding: 'utf8' });
}
