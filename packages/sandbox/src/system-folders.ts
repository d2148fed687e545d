import { existsSync, lstatSync, readlinkSync } from 'node:fs';

/** Folders with programs and libraries, shown read-only. Nobody's data is in them. */
const FOLDERS = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/opt', '/nix/store'];

/** Single files and folders of /etc that programs need to start. No secrets, no host names, no resolver. */
const SETTINGS = [
  '/etc/ld.so.cache', '/etc/ld.so.conf', '/etc/ld.so.conf.d', '/etc/alternatives', '/etc/localtime', '/etc/timezone', '/etc/mime.types',
  '/etc/ssl/openssl.cnf', '/etc/python3', '/etc/nsswitch.conf', '/etc/protocols', '/etc/services', '/etc/java-17-openjdk', '/etc/java-21-openjdk',
];

/** What a command with the network needs besides, to find and trust servers. */
const NETWORK_SETTINGS = ['/etc/resolv.conf', '/etc/hosts', '/etc/ssl', '/etc/ca-certificates', '/etc/pki'];

export interface SystemPlace {
  path: string;
  /** Where a symbolic link leads, e.g. `usr/lib` for /lib. */
  link?: string;
}

export function systemPlaces(network: boolean): SystemPlace[] {
  return [...FOLDERS, ...SETTINGS, ...(network ? NETWORK_SETTINGS : [])].filter((path) => existsSync(path)).map(placeOf);
}

function placeOf(path: string): SystemPlace {
  const isTopLevelLink = path.lastIndexOf('/') === 0 && lstatSync(path).isSymbolicLink();
  return isTopLevelLink ? { path, link: readlinkSync(path) } : { path };
}

/** A user database with nobody from the host in it. */
export const PASSWD = 'root:x:0:0:root:/tmp:/bin/sh\nnobody:x:65534:65534:nobody:/tmp:/bin/sh\n';
export const GROUP = 'root:x:0:\nnogroup:x:65534:\n';
export const HOSTS = '127.0.0.1 localhost\n::1 localhost\n';
