import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { smallRepository } from './repository.fixture.ts';

it('has an example that runs', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const example = /```ts\n(.*?)```/s.exec(readme)![1]!;
  // Inside of the package, where its own name leads to it.
  const folder = new URL(`../.readme-${process.pid}/`, import.meta.url);
  mkdirSync(folder);
  const repository = smallRepository();
  try {
    const file = new URL('example.ts', folder);
    writeFileSync(file, example);
    const output = execFileSync(process.execPath, ['--conditions=@cm/source', file.pathname, repository.root], {
      encoding: 'utf8',
    });
    expect(output).toContain('## src/store.ts:2-4 loadUser (what was asked for)\nexport function loadUser');
    expect(output).toContain('callers:\n- src/api.ts:3-5 handleRequest (calls, ');
  } finally {
    rmSync(folder, { recursive: true, force: true });
    repository.remove();
  }
});
