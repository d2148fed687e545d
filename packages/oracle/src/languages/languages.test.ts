import { readFileSync, writeFileSync } from 'node:fs';
import { copyFixture, describeIndex } from '../fixture-folder.ts';
import { openOracle } from '../oracle.ts';

/** Each fixture is a small repository; `expected.txt` in it is everything the index says of it. UPDATE_GOLDEN=1 writes it anew. */
describe.each([
  'typescript',
  'javascript',
  'tsx',
  'python',
  'go',
  'java',
  'rust',
  'c',
  'cpp',
  'csharp',
  'markdown',
  'data',
  'php',
  'ruby',
])('%s', (language) => {
  it('gives the symbols and edges of the golden file', async () => {
    const oracle = await openOracle({ root: copyFixture(language) });
    await oracle.scan({ workers: 1 });
    const actual = `${(await describeIndex(oracle)).join('\n')}\n`;
    await oracle.close();
    const golden = new URL(`../../fixtures/${language}/expected.txt`, import.meta.url);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, actual);
    expect(actual).toBe(readFileSync(golden, 'utf8'));
  });
});
