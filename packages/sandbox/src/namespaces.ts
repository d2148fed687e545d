import { existsSync, readFileSync, statSync } from 'node:fs';
import { checkMounts, isIn } from './check-mounts.ts';
import { findSystemProgram } from './find-system-program.ts';
import { holdLimits } from './hold-limits.ts';
import { SHARED_MEMORY_BYTES, TMP_BYTES } from './limits.ts';
import type { Mount, SandboxSpec } from './sandbox.ts';
import { hiddenProc, systemLinks, systemMounts, writableProc } from './system-folders.ts';
import { INNER_ID, STATUS_FD, type Wrapped } from './wrapped.ts';

/** Where the new root is put together: there on every Linux, and nothing of it is ever shown. */
const NEW = '/sys';

/**
 * Runs as the first process of the new namespaces: puts the new root together, makes it the root, lets go of the old one, then
 * runs the command in a user namespace below, in which it is no root and has no capability, and can make no further one.
 * Arguments: the list of mounts, the links, the files to make before, each list ended by `--`; the working folder; the command.
 */
const SCRIPT = `
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
read -r pid rest < /proc/self/stat
printf '"child-pid": %s\\n' "$pid" >&${STATUS_FD}
exec ${STATUS_FD}>&-
(echo 1 > /proc/sys/user/max_user_namespaces) 2>/dev/null || :
(echo sandbox > /proc/sys/kernel/hostname) 2>/dev/null || :
{ ip link set lo up || ifconfig lo up; } >/dev/null 2>&1 || :
mount -n -t tmpfs -o mode=0755,size=16m,nosuid,nodev tmpfs ${NEW}
mkdir ${NEW}/tmp ${NEW}/proc ${NEW}/dev ${NEW}/etc
mount -n -t tmpfs -o mode=1777,size=${TMP_BYTES},nosuid,nodev tmpfs ${NEW}/tmp
mkdir ${NEW}/dev/pts ${NEW}/dev/shm ${NEW}/tmp/.old
ln -s /proc/self/fd ${NEW}/dev/fd
ln -s fd/0 ${NEW}/dev/stdin; ln -s fd/1 ${NEW}/dev/stdout; ln -s fd/2 ${NEW}/dev/stderr
ln -s pts/ptmx ${NEW}/dev/ptmx
printf '%s' "$1" > ${NEW}/tmp/.mounts; shift
while [ "$1" != -- ]; do ln -s "$1" "$2"; shift 2; done; shift
while [ "$1" != -- ]; do mkdir -p "\${1%/*}"; : > "$1"; shift; done; shift
mount -n -a -T ${NEW}/tmp/.mounts
cd ${NEW}
pivot_root . tmp/.old
umount -n -l /tmp/.old
rmdir /tmp/.old
rm /tmp/.mounts
cd -- "$1"; shift
set +e
unshare --user --map-user=${INNER_ID} --map-group=${INNER_ID} -- setpriv --no-new-privs -- "$@"
exit $?
`;

/** What bubblewrap does, with util-linux alone (unshare, mount, pivot_root, setpriv). */
export function wrapInNamespaces(command: readonly string[], spec: SandboxSpec, network: boolean): Wrapped {
  const mounts = [...systemMounts(network), ...checkMounts(spec.mounts)];
  const links = systemLinks().flatMap(({ path, leadsTo }) => [leadsTo, `${NEW}${path}`]);
  const namespaces = [
    '--user',
    '--map-root-user',
    '--mount',
    '--pid',
    '--ipc',
    '--uts',
    '--cgroup',
    ...(network ? [] : ['--net']),
  ];
  return {
    file: findSystemProgram('setpriv'),
    args: [
      ...['--pdeathsig', 'KILL', '--', findSystemProgram('unshare'), ...namespaces, '--fork', '--kill-child', '--'],
      ...['/bin/sh', '-c', SCRIPT, 'sh', mountTable(mounts), ...links, '--', ...placesOfFiles(mounts), '--', spec.cwd],
      ...holdLimits(command, spec, true),
    ],
    env: {},
    cwd: '/',
    isolated: true,
  };
}

/** Files that stand in our own root or /tmp need something to be mounted on. */
function placesOfFiles(mounts: readonly Mount[]): string[] {
  return mounts
    .filter(
      ({ source, target }, index) =>
        !statSync(source).isDirectory() && !mounts.slice(0, index).some((earlier) => isIn(target, earlier.target)),
    )
    .map(({ target }) => `${NEW}${target}`)
    .concat(['null', 'zero', 'full', 'random', 'urandom', 'tty'].map((name) => `${NEW}/dev/${name}`));
}

/** In the form of fstab(5), so that one `mount -a` does it all. */
function mountTable(mounts: readonly Mount[]): string {
  const hidden = hiddenProc();
  const host = hostMounts();
  const line = (source: string, target: string, type: string, options: string) =>
    `${escaped(source)} ${escaped(`${NEW}${target}`)} ${type} ${options} 0 0\n`;
  const devices = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];
  return [
    line('proc', '/proc', 'proc', 'nosuid,nodev,noexec'),
    ...writableProc().map((path) => line(`${NEW}${path}`, path, 'none', 'rbind,ro,nosuid,nodev,noexec')),
    ...hidden.files.map((path) => line('/dev/null', path, 'none', 'bind,ro')),
    ...hidden.folders.map((path) => line('tmpfs', path, 'tmpfs', 'ro,size=4k,nosuid,nodev,noexec')),
    ...devices.map((name) => line(`/dev/${name}`, `/dev/${name}`, 'none', 'bind')),
    line('devpts', '/dev/pts', 'devpts', 'newinstance,ptmxmode=0666,mode=620'),
    line('tmpfs', '/dev/shm', 'tmpfs', `mode=1777,size=${SHARED_MEMORY_BYTES},nosuid,nodev`),
    ...mounts.flatMap(({ source, target, mode }) => {
      const flags = lockedFlags(host, source);
      const binding = line(source, target, 'none', `rbind,${mode},nosuid,nodev${flags},X-mount.mkdir=0755`);
      // Read-only holds for one mount; what is mounted inside the source needs it said again.
      const inside = mode === 'ro' ? mountsInside(host, source) : [];
      return [
        binding,
        ...inside.map((path) =>
          line('none', target + path.slice(source.length), 'none', `remount,bind,ro,nosuid,nodev${lockedFlags(host, path)}`),
        ),
      ];
    }),
    line('none', '/', 'none', 'remount,bind,ro,nosuid,nodev'),
  ].join('');
}

interface HostMount {
  place: string;
  noexec: boolean;
}

function hostMounts(): HostMount[] {
  const lines = existsSync('/proc/self/mountinfo') ? readFileSync('/proc/self/mountinfo', 'utf8').split('\n') : [];
  return lines.filter(Boolean).map((each) => {
    const [, , , , place = '', options = ''] = each.split(' ');
    const unescaped = place.replace(/\\([0-7]{3})/g, (_all, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
    return { place: unescaped, noexec: options.split(',').includes('noexec') };
  });
}

/** A flag that the host put on a mount can't be taken off in a namespace: leaving it out would be refused. */
function lockedFlags(host: readonly HostMount[], path: string): string {
  const nearest = host
    .filter(({ place }) => isIn(path, place))
    .sort((a, b) => a.place.length - b.place.length)
    .at(-1);
  return nearest?.noexec ? ',noexec' : '';
}

function mountsInside(host: readonly HostMount[], path: string): string[] {
  return host.map(({ place }) => place).filter((place) => place !== path && isIn(place, path));
}

function escaped(text: string): string {
  return text.replace(/[\s\\#]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
