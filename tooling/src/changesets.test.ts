import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';

const folder = join(root, '.changeset');
const packages = readdirSync(join(root, 'packages')).map((name) => `@cm/${name}`);
const names = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');

/** One that can't be read breaks the next release, long after it was written. */
it.each(names)('.changeset/%s says what changes in which package', (name) => {
  const [, front = '', text = ''] = /^---\n([\s\S]*?)\n---\n\n([\s\S]+)$/.exec(readFileSync(join(folder, name), 'utf8')) ?? [];
  const lines = front.split('\n').map((line) => /^"(@cm\/[\w-]+)": (?:major|minor|patch)$/.exec(line)?.[1]);
  expect(lines).toEqual(lines.map(() => expect.any(String)));
  for (const line of lines) expect([...packages, '@cm/cli']).toContain(line);
  expect(text.trim()).not.toBe('');
});
