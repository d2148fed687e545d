import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdLimits } from './hold-limits.ts';
import type { Wrapped } from './launch.ts';
import { defaultLimits, TMP_BYTES } from './limits.ts';
import type { SandboxSpec } from './sandbox.ts';
import { GROUP, HOSTS, PASSWD, systemPlaces } from './system-folders.ts';

/** https://github.com/containers/bubblewrap: namespaces for everything, no capability, a root made of what is named here. */
export function wrapInBubblewrap(command: readonly string[], spec: SandboxSpec, network: boolean): Wrapped {
  const files = stubFiles();
  return {
    file: 'bwrap',
    args: [
      ...['--unshare-user', '--unshare-ipc', '--unshare-pid', '--unshare-uts', '--unshare-cgroup-try', ...(network ? [] : ['--unshare-net'])],
      ...['--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--hostname', 'sandbox', '--clearenv'],
      ...systemPlaces(network).flatMap(({ path, link }) => (link === undefined ? ['--ro-bind', path, path] : ['--symlink', link, path])),
      ...['--ro-bind', files.passwd, '/etc/passwd', '--ro-bind', files.group, '/etc/group'],
      ...(network ? [] : ['--ro-bind', files.hosts, '/etc/hosts']),
      ...['--proc', '/proc', '--dev', '/dev', '--size', String(TMP_BYTES), '--tmpfs', '/tmp'],
      ...spec.mounts.flatMap(({ source, target, mode }) => [mode === 'ro' ? '--ro-bind' : '--bind', source, target]),
      ...['--remount-ro', '/', '--chdir', spec.cwd],
      ...Object.entries(spec.env).flatMap(([name, value]) => ['--setenv', name, value]),
      '--',
      ...holdLimits(command, { ...defaultLimits, ...spec.limits }),
    ],
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin' },
    cwd: '/',
  };
}

let stubs: { passwd: string; group: string; hosts: string } | undefined;

/** The small files that stand in for the host's; written once a process. */
export function stubFiles(): { passwd: string; group: string; hosts: string } {
  if (stubs !== undefined) return stubs;
  const folder = mkdtempSync(join(tmpdir(), 'cm-sandbox-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  stubs = { passwd: join(folder, 'passwd'), group: join(folder, 'group'), hosts: join(folder, 'hosts') };
  writeFileSync(stubs.passwd, PASSWD);
  writeFileSync(stubs.group, GROUP);
  writeFileSync(stubs.hosts, HOSTS);
  return stubs;
}
