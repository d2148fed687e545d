import type { Failure, SourceLocation } from '@cm/core';
import { groupFailures } from './group-failures.ts';

const at = (path: string, line = 1): SourceLocation => ({ path, line });

function failure(test: string, frames: SourceLocation[], file = 'test_a.py'): Failure {
  return { framework: 'pytest', test, kind: 'assertion', file, message: '', frames, fingerprint: '' };
}

const names = (groups: Failure[][]) => groups.map((group) => group.map(({ test }) => test));

it('puts together what fails in the same file, outside of the tests, the largest group first', () => {
  const groups = groupFailures([
    failure('one', [at('shop.py'), at('test_a.py')]),
    failure('two', [at('test_a.py'), at('price.py', 3)]),
    failure('three', [at('price.py', 9)], 'test_b.py'),
  ]);
  expect(names(groups)).toEqual([['two', 'three'], ['one']]);
});

it('takes the innermost frame of several', () => {
  const groups = groupFailures([
    failure('one', [at('inner.py'), at('outer.py')]),
    failure('two', [at('outer.py'), at('test_a.py')]),
  ]);
  expect(names(groups)).toEqual([['one'], ['two']]);
});

it('puts together those of one test file where no frame says more', () => {
  const groups = groupFailures([failure('one', [at('test_a.py')]), failure('two', []), failure('three', [], 'test_b.py')]);
  expect(names(groups)).toEqual([['one', 'two'], ['three']]);
});

it('makes four groups at most, and none of nothing', () => {
  const many = [1, 2, 3, 4, 5, 6].map((n) => failure(`${n}`, [at(`${n}.py`)]));
  expect(groupFailures(many)).toHaveLength(4);
  expect(groupFailures([])).toEqual([]);
});
