import fc from 'fast-check';
import { type CheckedFile, closureKeys } from './closure-keys.ts';

const SIZE = 12;
const graph = fc.array(fc.array(fc.nat(SIZE - 1), { maxLength: 3 }), { minLength: SIZE, maxLength: SIZE });

function filesOf(
  imports: readonly (readonly number[])[],
  changed: number | null,
  ambient: number | null,
): Map<string, CheckedFile> {
  return new Map(
    imports.map((targets, index) => [
      `f${index}`,
      {
        path: `f${index}`,
        sha256: index === changed ? 'new' : 'old',
        resolved: Object.fromEntries(targets.map((target) => [`./f${target}`, `f${target}`])),
        ambient: index === ambient,
      },
    ]),
  );
}

function reaches(imports: readonly (readonly number[])[], from: number, to: number): boolean {
  const found = new Set([from]);
  for (const each of found) for (const target of imports[each]!) found.add(target);
  return found.has(to);
}

it('a key changes exactly where what changed is imported, in circles too', () => {
  fc.assert(
    fc.property(graph, fc.nat(SIZE - 1), (imports, changed) => {
      const before = closureKeys(filesOf(imports, null, null));
      const after = closureKeys(filesOf(imports, changed, null));
      for (let index = 0; index < SIZE; index++)
        expect(before.get(`f${index}`) !== after.get(`f${index}`)).toBe(reaches(imports, index, changed));
    }),
  );
});

it('what a file declares for all changes every key', () => {
  const before = closureKeys(filesOf([[], [], [1]], null, 0));
  const after = closureKeys(filesOf([[], [], [1]], 0, 0));
  for (const [path, key] of before) expect(after.get(path)).not.toBe(key);
});

it('long chains of imports are no matter', () => {
  const chain = Array.from({ length: 50_000 }, (_, index) => [Math.min(index + 1, 49_999)]);
  expect(closureKeys(filesOf(chain, null, null)).size).toBe(50_000);
});
