import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRepository } from './open-repository.ts';
import { type TemporaryRepository, temporaryRepository } from './testing.ts';

let made: TemporaryRepository;
beforeEach(async () => {
  made = await temporaryRepository({ files: { 'a.ts': 'one\ntwo\nthree\n', 'b.ts': 'b\n' } });
});
afterEach(() => made.remove());

const bounds = { commits: 100, timeoutMs: 20_000 };

it('lists the newest commits first, under the names of today, without merges', async () => {
  await made.git('mv', 'a.ts', 'folder with\ta tab.ts');
  const renamed = await made.commit({}, 'rename');
  await made.git('checkout', '-q', '-b', 'side');
  const side = await made.commit({ 'folder with\ta tab.ts': 'one\ntwo\nthree\nfour\n', 'b.ts': 'bb\n' }, 'side');
  await made.git('checkout', '-q', 'main');
  await made.commit({ 'c.ts': 'c\n' }, 'main');
  await made.git('merge', '-q', '--no-ff', '-m', 'merge', 'side');
  const repository = await openRepository(made.path);
  const history = await repository.history({ from: repository.head.commit, ...bounds });
  expect(history.map(({ paths }) => paths.toSorted())).toEqual(
    expect.arrayContaining([['c.ts'], ['b.ts', 'folder with\ta tab.ts'], ['folder with\ta tab.ts']]),
  );
  expect(history).toHaveLength(4);
  expect(history.at(-1)?.paths).toEqual(['folder with\ta tab.ts', 'b.ts']);
  expect(history.map(({ id }) => id)).toEqual(expect.arrayContaining([renamed, side]));
  expect(history.every(({ at }) => at > 1e9)).toBe(true);
  expect(history.map(({ message }) => message)).toEqual(expect.arrayContaining(['rename', 'side', 'main']));
  expect(await repository.history({ from: side, ...bounds, commits: 1 })).toHaveLength(1);
});

it('keeps messages and paths apart, whatever a message holds', async () => {
  await made.commit({ 'd.ts': 'd\n' }, 'one\n\n\u0001M\ta.ts\nR100 and é');
  const repository = await openRepository(made.path);
  const [newest] = await repository.history({ from: repository.head.commit, ...bounds, commits: 1 });
  expect(newest).toMatchObject({ message: 'one\n\n\u0001M\ta.ts\nR100 and é', paths: ['d.ts'] });
});

it('runs no program that the repository configures for a log', async () => {
  const program = join(made.path, 'evil.sh');
  writeFileSync(program, `#!/bin/sh\ntouch ${join(made.path, 'ran')}\n`, { mode: 0o755 });
  for (const [name, value] of [
    ['log.showSignature', 'true'],
    ['gpg.program', program],
    ['diff.external', program],
    ['core.fsmonitor', program],
  ] as const)
    await made.git('config', name, value);
  const repository = await openRepository(made.path);
  expect(await repository.history({ from: repository.head.commit, ...bounds })).toHaveLength(1);
  expect(existsSync(join(made.path, 'ran'))).toBe(false);
});
