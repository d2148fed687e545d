import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Mount } from './sandbox.ts';

/** Folders with programs and libraries, shown read-only in every sandbox. Nobody's data is in them. */
export const SYSTEM_FOLDERS = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/nix/store'];

/** What programs need of /etc to start. No secrets, no host names, no resolver. */
const SETTINGS = [
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'alternatives',
  'localtime',
  'timezone',
  'mime.types',
  'protocols',
  'services',
  'python3',
  'python3.11',
  'java-17-openjdk',
  'java-21-openjdk',
  'java-25-openjdk',
  'ssl/openssl.cnf',
  'ssl/certs',
  'pki/tls/certs',
  'pki/ca-trust/extracted',
  'ca-certificates/extracted',
];

/** What a command with the network needs besides, to find servers. */
const NETWORK_SETTINGS = ['resolv.conf', 'hosts'];

/** Small files of ours that stand in for the host's. */
const ownFile = (name: string) => fileURLToPath(new URL(`../etc/${name}`, import.meta.url));

/** A symbolic link at the top, such as /lib → usr/lib. */
export interface SystemLink {
  path: string;
  leadsTo: string;
}

export function systemLinks(): SystemLink[] {
  return SYSTEM_FOLDERS.filter(isLink).map((path) => ({ path, leadsTo: readlinkSync(path) }));
}

export function systemMounts(network: boolean): Mount[] {
  const settings = [...SETTINGS, ...(network ? NETWORK_SETTINGS : [])].map((name) => `/etc/${name}`);
  const folders = SYSTEM_FOLDERS.filter((path) => !isLink(path));
  const shown = [...folders, ...settings].filter((path) => existsSync(path)).map((path) => readOnly(realpathSync(path), path));
  return [
    ...shown,
    readOnly(ownFile('passwd'), '/etc/passwd'),
    readOnly(ownFile('group'), '/etc/group'),
    readOnly(ownFile(network ? 'nsswitch.network.conf' : 'nsswitch.conf'), '/etc/nsswitch.conf'),
    ...(network ? [] : [readOnly(ownFile('hosts'), '/etc/hosts')]),
  ];
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function readOnly(source: string, target: string): Mount {
  return { source, target, mode: 'ro' };
}

/** Parts of /proc that a process with the host's uid 0 could write to, though it has no capability. */
export function writableProc(): string[] {
  return ['/proc/sys', '/proc/sysrq-trigger', '/proc/irq', '/proc/bus', '/proc/fs', '/proc/pressure'].filter((path) =>
    existsSync(path),
  );
}

/** Parts of /proc that tell of the host and serve no test. */
export function hiddenProc(): { files: string[]; folders: string[] } {
  const files = [
    '/proc/kcore',
    '/proc/keys',
    '/proc/key-users',
    '/proc/timer_list',
    '/proc/kmsg',
    '/proc/kallsyms',
    '/proc/mtrr',
  ];
  const folders = ['/proc/acpi', '/proc/scsi', '/proc/asound', '/proc/driver'];
  return { files: files.filter((path) => existsSync(path)), folders: folders.filter((path) => existsSync(path)) };
}
