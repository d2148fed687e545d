import { RuleProblem } from './check-rule.ts';
import { compileRule } from './compile-rule.ts';
import type { RuleType } from './rule-type.ts';

const scope = new Map<string, RuleType>([
  ['n', 'int'],
  ['usd', 'double'],
  ['name', 'string'],
  ['yes', 'bool'],
  ['paths', 'list<string>'],
]);
const values = { n: 2, usd: 0.5, name: 'cm/a', yes: true, paths: ['a.ts', 'b/c.ts'] };

describe('compileRule', () => {
  it.each([
    ['n <= 2 && usd < 0.6', 'kept'],
    ['n + 1 == 4 || !yes', 'broken'],
    ["name.startsWith('cm/') && size(name) > 3", 'kept'],
    ["paths.all(p, p.endsWith('.ts'))", 'kept'],
    ["paths.exists(p, p == 'x')", 'broken'],
    ["paths.exists_one(p, p.contains('/'))", 'kept'],
    ["name in ['cm/a', 'b'] ? yes : false", 'kept'],
    ["touches(paths, ['B/**'])", 'kept'],
    ['paths == []', 'broken'],
    ['name in []', 'broken'],
  ])('%s is %s', (rule, expected) => {
    expect(compileRule(rule, scope)(values)).toBe(expected);
  });

  it.each([
    ['typo || true', 'no fact or parameter'],
    ['true || typo', 'no fact or parameter'],
    ['paths.all(p, q)', 'no fact or parameter'],
    ['paths.all(name, true)', 'already means something'],
    ['n', 'int where bool is needed'],
    ['"true"', 'string where bool is needed'],
    ['null', 'constants are'],
    ['yes || n', "can't be used on bool and int"],
    ["n == '2'", "can't be used on int and string"],
    ['n < usd', "can't be used on int and double"],
    ['n == 2u', 'constants are'],
    ['n < 99999999999999999', 'constants are'],
    ["name.matches('(a+)+$')", 'matches may not be used'],
    ["matches(name, 'a')", 'matches may not be used'],
    ['paths.map(p, size(p)) == [1]', "+ can't be used"],
    ['paths[0] == name', '[] may not be used'],
    ['n / 0 == 1', '/ may not be used'],
    ['n * n == 4', '* may not be used'],
    ['int(name) == 1 || true', 'may not be used'],
    ['has(name.x)', 'only facts'],
    ['name.x == 1', 'only facts'],
    ['{"a": 1} == {"a": 1}', 'only facts'],
    ["timestamp('x') == timestamp('y')", 'may not be used'],
    ['constructor', 'no fact or parameter'],
    ['toString(name)', 'may not be used'],
    ['yes &&', 'is not CEL'],
    ['', 'is not CEL'],
    [`${'('.repeat(17)}yes${')'.repeat(17)}`, 'brackets nested'],
    [`${'yes ? yes : '.repeat(45)}yes`, 'nested more than'],
    [Array.from({ length: 160 }, () => 'yes').join('||'), /more than 300 parts|nested more than/],
    [`name == '${'x'.repeat(1000)}'`, 'longer than'],
  ])('refuses %s', (rule, why) => {
    expect(() => compileRule(rule, scope)).toThrow(RuleProblem);
    expect(() => compileRule(rule, scope)).toThrow(why);
  });

  it('takes a value of another type than was declared for an error, never for a yes', () => {
    const rule = compileRule('n <= 2', scope);
    for (const n of ['2', null, undefined, true, [], {}, 1.5]) expect(rule({ ...values, n })).toBe('error');
    expect(compileRule('yes', scope)({ ...values, yes: 'true' })).toBe('error');
    expect(compileRule('yes', scope)({})).toBe('error');
  });
});
