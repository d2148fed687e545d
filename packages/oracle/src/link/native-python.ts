// What lists, sets, dictionaries and tuples of Python have, and what their methods give.
import type { WrittenType } from '../facts.ts';
import type { Container } from './containers.ts';

const NATIVE: ReadonlySet<string> = new Set(
  `append extend insert remove clear index count sort reverse add discard update keys issubset issuperset isdisjoint appendleft popleft
  extendleft rotate fromkeys popitem move_to_end send throw close difference_update intersection_update`.split(/\s+/),
);
const SAME = /^(?:copy|union|intersection|difference|symmetric_difference)$/;
const HELD = /^(?:get|pop|setdefault)$/;

export function nativeOfPython(type: Container, name: string): WrittenType | 'native' | undefined {
  if (SAME.test(name)) return { takes: [], gives: type };
  if ('held' in type) {
    if (HELD.test(name)) return { takes: [], gives: type.held };
    if (name === 'values') return { takes: [], gives: { each: type.held } };
    if (name === 'items') return { takes: [], gives: { each: { list: [null, type.held] } } };
  } else if ('each' in type && /^pop(?:left)?$/.test(name)) return { takes: [], gives: type.each };
  return NATIVE.has(name) ? 'native' : undefined;
}
