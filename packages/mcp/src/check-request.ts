// Who may ask over HTTP. A page in a browser can send requests to this machine, under a name of its own that leads here (DNS rebinding):
// its name is in Host, and its address in Origin.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface Gate {
  /** Whether the server listens on this machine alone. */
  isLoopback: boolean;
  token: string | undefined;
}

export interface Refusal {
  status: 401 | 403;
  message: string;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** null for who may ask. */
export function refusalOf({ host, origin, authorization }: IncomingHttpHeaders, { isLoopback, token }: Gate): Refusal | null {
  const name = hostnameOf(`http://${host ?? ''}`);
  if (name === null || (isLoopback && !LOOPBACK.has(name))) return { status: 403, message: 'this Host is not served' };
  if (origin !== undefined) {
    const from = hostnameOf(origin);
    const isAllowed = from !== null && (isLoopback ? LOOPBACK.has(from) : from === name);
    if (!isAllowed) return { status: 403, message: 'pages of this Origin may not ask' };
  }
  if (token !== undefined && !isSame(authorization ?? '', `Bearer ${token}`))
    return { status: 401, message: 'a bearer token is needed' };
  return null;
}

export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function hostnameOf(url: string): string | null {
  return URL.parse(url)?.hostname || null;
}

/** In a time that says nothing about how much of it is right. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
