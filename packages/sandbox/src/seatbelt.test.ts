import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { profile } from './seatbelt.ts';

// It only runs on macOS; what is checked here is what it is told.
describe('the profile for sandbox-exec', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cm-"quoted"\\-')));
  const spec = {
    mounts: [
      { source: folder, target: folder, mode: 'rw' as const },
      { source: '/usr', target: '/usr', mode: 'ro' as const },
    ],
    cwd: '/',
    env: {},
  };
  const quoted = `"${folder.replace(/[\\"]/g, '\\$&')}"`;
  afterAll(() => rmSync(folder, { recursive: true }));

  it('denies all, then allows in the order of the mounts, with paths quoted', () => {
    const lines = profile(spec, folder, false).split('\n');
    expect(lines.slice(0, 2)).toEqual(['(version 1)', '(deny default)']);
    expect(lines.indexOf(`(allow file-write* (subpath ${quoted}))`)).toBeLessThan(
      lines.indexOf('(deny file-write* (subpath "/usr"))'),
    );
    expect(lines.indexOf(`(allow file-write* (subpath ${quoted}))`)).toBeGreaterThan(0);
  });

  it('allows the network to installations alone', () => {
    expect(profile(spec, folder, false)).not.toContain('(allow network* system-socket)');
    expect(profile(spec, folder, true)).toContain('(allow network* system-socket)');
  });
});
