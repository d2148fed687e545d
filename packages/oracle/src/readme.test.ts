import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { copyFixture } from './fixture-folder.ts';

it('has an example that runs', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const example = /```ts\n(.*?)```/s.exec(readme)![1]!;
  // Inside of the package, where its own name leads to it.
  const folder = new URL(`../.readme-${process.pid}/`, import.meta.url);
  mkdirSync(folder);
  try {
    const file = new URL('example.ts', folder);
    writeFileSync(file, example.replace('parse options', 'memory store'));
    const output = execFileSync(process.execPath, ['--conditions=@cm/source', file.pathname, copyFixture('typescript')], {
      encoding: 'utf8',
    });
    expect(output).toContain('8 files, ');
    expect(output).toContain('packages/store/src/memory.ts:4 class MemoryStore (the words of its name)');
    expect(output).toMatch(/called by App, 0.9/);
    expect(output).toContain('tested by packages/app/test/main.test.ts starts');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
