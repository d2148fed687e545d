import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { runProcess } from '@cm/core';
import { temporaryRepository } from '@cm/git/testing';
import { RED_STOCK } from './open-bench.fixture.ts';

it('has an example that runs, and heals', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const example = /```ts\n(.*?)```/s.exec(readme)![1]!;
  const { 'prices.lock': _lock, ...files } = RED_STOCK;
  const red = await temporaryRepository({ files });
  // Inside of the package, where its own name leads to it.
  const folder = new URL(`../.readme-${process.pid}/`, import.meta.url);
  mkdirSync(folder);
  try {
    const file = new URL('example.ts', folder);
    writeFileSync(file, example);
    const { stdout, stderr, exitCode } = await runProcess(
      process.execPath,
      ['--conditions=@cm/source', '--disable-warning=ExperimentalWarning', file.pathname],
      { cwd: red.path, env: { PATH: process.env.PATH ?? '', HOME: red.path }, timeoutMs: 60_000 },
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^(healed|proposed) cm\/heal\/\S+ diff --git a\/stock.js b\/stock.js$/m);
    expect(stdout).toMatch(/^\+ {2}return stock - taken;$/m);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    red.remove();
  }
});
