// What arrays of PHP have under their keys.
import type { WrittenType } from '../facts.ts';
import type { Container } from './containers.ts';

export function nativeOfPhp(type: Container, name: string): WrittenType | undefined {
  if (!name.startsWith('#')) return undefined;
  return 'each' in type ? type.each : 'held' in type ? type.held : null;
}
