import { fingerprint } from './fingerprint.ts';

describe('fingerprint', () => {
  it.each([
    ['expected 1 but got 2', 'expected 3 but got 45.5'],
    ['ENOENT: open /tmp/a/b.txt', 'ENOENT: open /home/x/c.txt'],
    ['at file:///a/b.mjs:3:4', 'at file:///c/d/e.mjs:10:1'],
    ['object at 0x7f3a', 'object  at\n0xdeadbeef'],
  ])('is the same for %j and %j', (one, other) => expect(fingerprint(one)).toBe(fingerprint(other)));

  it('differs where the words differ', () => {
    expect(fingerprint('TypeError: x')).not.toBe(fingerprint('ValueError: x'));
  });

  it('reads no more than the beginning of endless messages', () => {
    expect(fingerprint('a'.repeat(5_000_000))).toBe(fingerprint('a'.repeat(2_000)));
  });
});
