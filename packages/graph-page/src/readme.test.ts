import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

it('has an example that runs', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const example = /```ts\n(.*?)```/s.exec(readme)![1]!;
  // Inside of the package, where its own name leads to it.
  const folder = new URL(`../.readme-${process.pid}/`, import.meta.url);
  mkdirSync(new URL('shop/', folder), { recursive: true });
  try {
    writeFileSync(new URL('shop/a.py', folder), 'def load():\n    return 1\n\n\ndef main():\n    load()\n');
    writeFileSync(new URL('example.ts', folder), example);
    const output = execFileSync(process.execPath, ['--conditions=@cm/source', '../example.ts', '.'], {
      cwd: new URL('shop/', folder),
      encoding: 'utf8',
    });
    expect(output).toBe('graph.html: 3 symbols, 3 edges\n');
    expect(readFileSync(new URL('shop/graph.html', folder), 'utf8')).toContain('<title>shop – code graph</title>');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
