import { nearestWord } from './nearest-word.ts';

describe('nearestWord', () => {
  it.each([
    ['heel', 'heal'],
    ['memoryMB', 'memoryMb'],
    ['protectedpath', 'protectedPaths'],
    ['comimt', 'commit'],
    ['xyzzy', undefined],
    ['', undefined],
  ])('%s → %s', (word, expected) => {
    expect(nearestWord(word, ['heal', 'memoryMb', 'protectedPaths', 'commit'])).toBe(expected);
  });
});
