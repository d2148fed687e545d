import { realpathSync } from 'node:fs';
import { holdLimits } from './hold-limits.ts';
import type { SandboxSpec } from './sandbox.ts';
import { withoutRemaps } from './trusted.ts';
import type { Wrapped } from './wrapped.ts';

/** Folders of macOS with programs, libraries and toolchains. */
const READABLE = [
  '/usr',
  '/bin',
  '/sbin',
  '/System',
  '/Library',
  '/opt/homebrew',
  '/private/var/db/dyld',
  '/private/var/db/timezone',
  '/dev',
];
const READABLE_FILES = [
  '/',
  '/private/etc/localtime',
  '/private/etc/passwd',
  '/private/etc/protocols',
  '/private/etc/services',
  '/private/etc/ssl/openssl.cnf',
];
const DEVICES = ['/dev/null', '/dev/zero', '/dev/random', '/dev/urandom', '/dev/tty', '/dev/dtracehelper'];

/** macOS: sandbox-exec with a profile that denies everything but what is named. It has no namespaces: it can't show a folder elsewhere. */
export function wrapInSeatbelt(command: readonly string[], spec: SandboxSpec, network: boolean): Wrapped {
  const own = withoutRemaps(spec);
  return {
    file: '/usr/bin/sandbox-exec',
    args: ['-p', profile(spec, own.temporary, network), ...holdLimits(command, own.spec, false)],
    env: {},
    cwd: spec.cwd,
    isolated: false,
    cleanUp: own.cleanUp,
  };
}

/** In the language of sandbox(7); the last rule that matches decides. */
export function profile(spec: SandboxSpec, temporary: string, network: boolean): string {
  const subpaths = (paths: readonly string[]) => paths.map((path) => `(subpath ${quoted(path)})`).join(' ');
  const literals = (paths: readonly string[]) => paths.map((path) => `(literal ${quoted(path)})`).join(' ');
  const mounts = spec.mounts.map(({ source, mode }) => ({ path: realpathSync(source), mode }));
  return [
    '(version 1)',
    '(deny default)',
    '(allow process-fork process-exec)',
    '(allow signal process-info* (target same-sandbox))',
    '(allow sysctl-read)',
    '(allow file-read-metadata)',
    `(allow file-read* ${literals(READABLE_FILES)} ${subpaths([...READABLE, ...(network ? ['/private/etc'] : [])])})`,
    `(allow file-write-data file-ioctl ${literals(DEVICES)})`,
    ...(network ? ['(allow network* system-socket)', '(allow mach-lookup (global-name "com.apple.trustd.agent"))'] : []),
    ...(network ? [] : ['(allow network* (local ip "localhost:*") (remote ip "localhost:*"))']),
    // In the order of the mounts: a read-only one inside a writable one stays read-only.
    ...mounts.map(
      ({ path, mode }) =>
        `(allow file-read* (subpath ${quoted(path)}))\n(${mode === 'rw' ? 'allow' : 'deny'} file-write* (subpath ${quoted(path)}))`,
    ),
    `(allow file-read* file-write* (subpath ${quoted(realpathSync(temporary))}))`,
  ].join('\n');
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
