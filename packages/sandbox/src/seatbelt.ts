import { cannotRemap } from './errors.ts';
import { holdLimits } from './hold-limits.ts';
import type { Wrapped } from './launch.ts';
import { defaultLimits } from './limits.ts';
import type { SandboxSpec } from './sandbox.ts';

/** Folders of macOS with programs, libraries and toolchains. */
const READABLE = ['/usr', '/bin', '/sbin', '/System', '/Library', '/opt/homebrew', '/private/var/db/dyld', '/private/etc/localtime', '/dev'];

/** macOS: sandbox-exec with a profile that denies everything and allows what is named. It cannot show a folder elsewhere. */
export function wrapInSeatbelt(command: readonly string[], spec: SandboxSpec, network: boolean): Wrapped {
  for (const { source, target } of spec.mounts) if (source !== target) throw cannotRemap(source);
  const quoted = (path: string) => JSON.stringify(path);
  const writable = spec.mounts.filter((mount) => mount.mode === 'rw').map((mount) => mount.source);
  const readable = [...READABLE, ...spec.mounts.map((mount) => mount.source)];
  const profile = [
    '(version 1)',
    '(deny default)',
    '(allow process-fork process-exec signal (target same-sandbox))',
    '(allow sysctl-read mach-lookup (global-name "com.apple.system.logger"))',
    '(allow file-read-metadata)',
    `(allow file-read* ${readable.map((path) => `(subpath ${quoted(path)})`).join(' ')} (literal "/"))`,
    `(allow file-write* ${writable.map((path) => `(subpath ${quoted(path)})`).join(' ')} (literal "/dev/null") (literal "/dev/tty"))`,
    network ? '(allow network*)' : '(allow network* (local ip "localhost:*") (remote ip "localhost:*"))',
  ].join('\n');
  return {
    file: '/usr/bin/sandbox-exec',
    args: ['-p', profile, ...holdLimits(command, { ...defaultLimits, ...spec.limits })],
    env: { ...spec.env },
    cwd: spec.cwd,
  };
}
