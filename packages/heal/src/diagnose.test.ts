import type { Failure } from '@cm/core';
import type { SuiteBaseline } from './baseline.ts';
import { causeOf } from './diagnose.ts';
import { ownModules } from './environment-failures.ts';

const isOwn = ownModules(['src/shop/cart.py', 'tests/test_cart.py']);

const failing = (test: string, message = 'assert 1 == 2'): Failure => ({
  framework: 'pytest',
  test,
  kind: 'assertion',
  file: 'test_a.py',
  message,
  frames: [],
  fingerprint: '',
});

function baseline(of: { broken?: Failure[]; flaky?: Failure[]; incomplete?: string; passing?: number }): SuiteBaseline {
  const { broken = [], flaky = [], passing = 0, incomplete } = of;
  const suite = { framework: 'pytest', folder: '', command: 'python -m pytest' } as const;
  const tests = [...broken, ...flaky].map((failure) => ({
    id: failure.test,
    file: failure.file,
    status: 'failed' as const,
    durationMs: 1,
    failure,
  }));
  const green = Array.from({ length: passing }, (_none, index) => ({
    id: `green ${index}`,
    file: 'test_a.py',
    status: 'passed' as const,
    durationMs: 1,
  }));
  const report = { suite, tests: [...tests, ...green], durationMs: 1, ...(incomplete === undefined ? {} : { incomplete }) };
  return { suite, report, broken, flaky };
}

it.each<[string, Parameters<typeof baseline>[0], string, string]>([
  ['nothing fails', { passing: 3 }, 'inconclusive', 'nothing is red: 3 test(s) ran, none failed'],
  ['a test fails every time', { broken: [failing('a')], passing: 1 }, 'ours', '1 test(s) fail every time: a'],
  [
    'many fail',
    { broken: ['a', 'b', 'c', 'd', 'e'].map((name) => failing(name)) },
    'ours',
    '5 test(s) fail every time: a, b, c and 2 more',
  ],
  ['one is broken and one flaky', { broken: [failing('a')], flaky: [failing('b')] }, 'ours', '1 flaky left alone (b)'],
  ['all that fails is flaky', { flaky: [failing('a'), failing('b')] }, 'flaky', '2 test(s) failed and then passed'],
  ['the suite broke off', { passing: 1, incomplete: 'it took too long' }, 'infrastructure', 'it took too long'],
  ['a service is missing', { broken: [failing('a', 'connect ECONNREFUSED 127.0.0.1:5432')] }, 'external', 'without a network'],
  ['a name is not resolved', { broken: [failing('a', 'socket.gaierror: Temporary failure in name resolution')] }, 'external', ''],
  [
    'a Python module is missing',
    {
      broken: [
        failing('a', "ModuleNotFoundError: No module named 'leftpad'"),
        failing('b', "ImportError: No module named 'leftpad'"),
      ],
    },
    'infrastructure',
    'not installed: leftpad. Install it, or run cm heal --install',
  ],
  [
    'packages of Node are missing',
    {
      broken: [
        failing('a', "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'left-pad' imported from /x/p.js"),
        failing('b', "Cannot find module '@scope/y' from 'y.js'"),
        failing('c', 'Failed to resolve import "z" from "z.ts"'),
      ],
    },
    'infrastructure',
    'not installed: left-pad, @scope/y, z',
  ],
  [
    'an installed module is of another version',
    {
      broken: [
        failing('a', "AttributeError: module '_pytest.monkeypatch' has no attribute 'notset'"),
        failing(
          'b',
          "ImportError: cannot import name 'notset' from '_pytest.monkeypatch' (/x/site-packages/_pytest/monkeypatch.py)",
        ),
        failing('c', "ModuleNotFoundError: No module named 'flaskr'"),
      ],
    },
    'infrastructure',
    'not have: _pytest.monkeypatch.notset. Install the version',
  ],
  [
    'a module of its own lacks something',
    { broken: [failing('a', "AttributeError: module 'shop.cart' has no attribute 'total'")] },
    'ours',
    '',
  ],
  ['a part of its own module is misspelt', { broken: [failing('a', "No module named 'shop.crat'")] }, 'ours', ''],
  ['its own module is not installed', { broken: [failing('a', "No module named 'shop'")] }, 'infrastructure', 'shop'],
  ['a file of its own is missing', { broken: [failing('a', "Cannot find module './price' from 'a.test.js'")] }, 'ours', ''],
  [
    'a module is missing and something else is wrong',
    { broken: [failing('a', "No module named 'leftpad'"), failing('b')] },
    'ours',
    '1 test(s) fail every time: b; 1 more are of what is around the code: a module that is not installed: leftpad',
  ],
  [
    'memory ran out',
    { broken: [failing('a', 'OSError: [Errno 12] Cannot allocate memory')] },
    'infrastructure',
    'memory or disk',
  ],
  [
    'one of two failures is of a service: the other is ours',
    { broken: [failing('a', 'getaddrinfo ENOTFOUND db'), failing('b')] },
    'ours',
    '1 test(s) fail every time: b',
  ],
])('where %s', (_what, of, cause, explanation) => {
  expect(causeOf([baseline(of)], isOwn)).toEqual({ cause, explanation: expect.stringContaining(explanation) });
});

it('looks at every suite', () => {
  expect(causeOf([baseline({ passing: 2 }), baseline({ broken: [failing('a')] })], isOwn).cause).toBe('ours');
  expect(causeOf([baseline({ passing: 2 }), baseline({ passing: 1 })], isOwn).explanation).toContain('3 test(s) ran');
});
