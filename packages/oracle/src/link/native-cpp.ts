// What containers of C++ give. An iterator is taken for what it is at.
import type { WrittenType } from '../facts.ts';
import type { Container } from './containers.ts';

const ONE = /^(?:at|front|back|top|data|emplace_back|emplace_front|value)$/;
const ITERATOR = /^(?:c?r?(?:begin|end)|find|lower_bound|upper_bound|erase)$/;

export function nativeOfCpp(type: Container, name: string): WrittenType | 'native' {
  if ('list' in type) return (name === 'first' ? type.list[0] : name === 'second' ? type.list[1] : null) ?? 'native';
  const held = 'held' in type ? type.held : type.each;
  const met = 'held' in type ? { list: [null, held] } : held;
  const given = ITERATOR.test(name) ? met : ONE.test(name) ? held : null;
  return given === null ? 'native' : { takes: [], gives: given };
}
