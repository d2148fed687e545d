import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '@cm/core/testing';
import { readCopy, writeCopy } from './copy-files.ts';

it('links that tests leave in the copy lead nowhere', async () => {
  const folder = temporaryFolder();
  const root = join(folder.path, 'copy');
  const host = join(folder.path, 'host.js');
  await mkdir(join(root, 'src'), { recursive: true });
  await writeFile(host, 'host');
  await symlink(host, join(root, 'src/link.js'));
  await symlink(folder.path, join(root, 'out'));

  await expect(readCopy(root, 'src/link.js')).rejects.toMatchObject({ code: 'CM_COPY_CHANGED' });
  await expect(readCopy(root, 'out/host.js')).rejects.toMatchObject({ code: 'CM_COPY_CHANGED' });
  await expect(writeCopy(root, 'out/host.js', 'x')).rejects.toMatchObject({ code: 'CM_COPY_CHANGED' });
  await writeCopy(root, 'src/link.js', 'copy');
  expect(await readFile(host, 'utf8')).toBe('host');
  expect((await readCopy(root, 'src/link.js')).toString()).toBe('copy');
  folder.remove();
});
