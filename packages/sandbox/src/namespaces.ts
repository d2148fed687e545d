import { stubFiles } from './bubblewrap.ts';
import { holdLimits } from './hold-limits.ts';
import type { Wrapped } from './launch.ts';
import { defaultLimits, TMP_BYTES } from './limits.ts';
import type { SandboxSpec } from './sandbox.ts';
import { systemPlaces } from './system-folders.ts';

/**
 * What bubblewrap does, with util-linux alone: new namespaces by unshare, a root of its own on a tmpfs, and no capability left
 * by setpriv. `$1` is the size of /tmp; then come mounts as three words each (ro, rw or link; source; target) up to a `--`.
 */
const SCRIPT = `
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
new=/mnt
mount -t tmpfs -o mode=0755,size=16m tmpfs "$new"
tmp_size=$1; shift
mkdir -p "$new/proc" "$new/dev" "$new/tmp" "$new/.old" "$new/dev/shm"
mount -t proc -o nosuid,nodev,noexec proc "$new/proc"
mount -t tmpfs -o "mode=1777,nosuid,nodev,size=$tmp_size" tmpfs "$new/tmp"
mount -t tmpfs -o "mode=1777,nosuid,nodev,size=64m" tmpfs "$new/dev/shm"
for device in null zero full random urandom tty; do : > "$new/dev/$device"; mount --bind "/dev/$device" "$new/dev/$device"; done
ln -s /proc/self/fd "$new/dev/fd"; ln -s /proc/self/fd/0 "$new/dev/stdin"; ln -s /proc/self/fd/1 "$new/dev/stdout"; ln -s /proc/self/fd/2 "$new/dev/stderr"
while [ "$1" != -- ]; do
  mode=$1 source=$2 target=$new$3; shift 3
  if [ "$mode" = link ]; then ln -s "$source" "$target"; continue; fi
  if [ -d "$source" ]; then mkdir -p "$target"; else mkdir -p "$(dirname "$target")"; [ -e "$target" ] || : > "$target"; fi
  mount --rbind "$source" "$target"
  if [ "$mode" = ro ]; then
    mount -o remount,bind,ro,nosuid,nodev "$target" 2>/dev/null || mount -o remount,bind,ro "$target"
  fi
done
shift
command -v ip >/dev/null && ip link set lo up || true
cwd=$1; shift
hostname sandbox 2>/dev/null || true
cd "$new"
pivot_root . .old
umount -l /.old
rmdir /.old
mount -o remount,ro,bind /
cd "$cwd"
exec setpriv --no-new-privs --bounding-set=-all --inh-caps=-all -- "$@"
`;

export function wrapInNamespaces(command: readonly string[], spec: SandboxSpec, network: boolean): Wrapped {
  const files = stubFiles();
  const mounts = [
    ...systemPlaces(network).map(({ path, link }) => (link === undefined ? ['ro', path, path] : ['link', link, path])),
    ['ro', files.passwd, '/etc/passwd'],
    ['ro', files.group, '/etc/group'],
    ...(network ? [] : [['ro', files.hosts, '/etc/hosts']]),
    ...spec.mounts.map(({ source, target, mode }) => [mode, source, target]),
  ];
  const limited = holdLimits(command, { ...defaultLimits, ...spec.limits });
  const environment = Object.entries(spec.env).map(([name, value]) => `${name}=${value}`);
  const namespaces = ['--user', '--map-root-user', '--mount', '--pid', '--fork', '--ipc', '--uts', ...(network ? [] : ['--net'])];
  return {
    file: 'setpriv',
    args: [
      ...['--pdeathsig', 'KILL', '--', 'unshare', ...namespaces, '--kill-child', '--propagation', 'private', '--'],
      ...['/bin/sh', '-c', SCRIPT, 'sh', String(TMP_BYTES), ...mounts.flat(), '--', spec.cwd],
      ...['env', '-i', ...environment, ...limited],
    ],
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin' },
    cwd: '/',
  };
}
