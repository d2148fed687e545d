import { checkMounts } from './check-mounts.ts';
import { findSystemProgram } from './find-system-program.ts';
import { holdLimits } from './hold-limits.ts';
import { SHARED_MEMORY_BYTES, TMP_BYTES } from './limits.ts';
import type { SandboxSpec } from './sandbox.ts';
import { systemCallFilter } from './system-call-filter.ts';
import { hiddenProc, systemLinks, systemMounts, writableProc } from './system-folders.ts';
import { FILTER_FD, INNER_ID, STATUS_FD, type Wrapped } from './wrapped.ts';

/**
 * https://github.com/containers/bubblewrap: namespaces for everything, no capability, and a root made of what is named here.
 * `strict` also forbids further user namespaces inside, which bubblewrap can since 0.8.
 */
export function wrapInBubblewrap(command: readonly string[], spec: SandboxSpec, network: boolean, strict: boolean): Wrapped {
  const hidden = hiddenProc();
  const filter = systemCallFilter();
  const binds = [...systemMounts(network), ...checkMounts(spec.mounts)];
  return {
    file: findSystemProgram('bwrap'),
    args: [
      ...['--unshare-user', '--unshare-ipc', '--unshare-pid', '--unshare-uts', '--unshare-cgroup-try'],
      ...(network ? [] : ['--unshare-net']),
      ...(strict ? ['--disable-userns'] : []),
      ...['--uid', INNER_ID, '--gid', INNER_ID, '--hostname', 'sandbox', '--cap-drop', 'ALL', '--new-session'],
      ...(filter === undefined ? [] : ['--seccomp', String(FILTER_FD)]),
      ...['--die-with-parent', '--info-fd', String(STATUS_FD)],
      // bubblewrap covers these itself only where access(2) calls them writable, which it does not when root runs it.
      ...['--proc', '/proc', ...writableProc().flatMap((path) => ['--ro-bind', path, path])],
      ...hidden.files.flatMap((path) => ['--ro-bind', '/dev/null', path]),
      ...hidden.folders.flatMap((path) => ['--tmpfs', path, '--remount-ro', path]),
      ...[
        '--dev',
        '/dev',
        '--size',
        String(SHARED_MEMORY_BYTES),
        '--perms',
        '1777',
        '--tmpfs',
        '/dev/shm',
        '--remount-ro',
        '/dev',
      ],
      ...['--size', String(TMP_BYTES), '--perms', '1777', '--tmpfs', '/tmp'],
      ...['--perms', '0755', '--dir', '/etc'],
      ...systemLinks().flatMap(({ path, leadsTo }) => ['--symlink', leadsTo, path]),
      ...binds.flatMap(({ source, target, mode }) => [mode === 'ro' ? '--ro-bind' : '--bind', source, target]),
      ...['--remount-ro', '/', '--chdir', spec.cwd, '--'],
      ...holdLimits(command, spec, true),
    ],
    env: {},
    cwd: '/',
    isolated: true,
    ...(filter === undefined ? {} : { filter }),
  };
}
