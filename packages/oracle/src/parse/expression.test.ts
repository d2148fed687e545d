import { plainExpression } from './expression.ts';

describe('plainExpression', () => {
  test.each([
    ['a', 'a'],
    ['this.#db', 'this.#db'],
    ['f(a, g(b)).c<T>()', 'f().c()'],
    ['new Box<A>(1).open', 'new Box().open'],
    ['await load()', 'load()'],
    ['(await load()).rows', 'load().rows'],
    ['((a))', 'a'],
    ['(new Box).open()', 'new Box().open()'],
    ['(new Box(1)).open()', 'new Box().open()'],
    ['a?.b!.c()', 'a.b.c()'],
    [`sql\`select \${\`a \${b}\`} from c\`.as`, 'sql().as'],
    ["db.cast<'a' | 'b'>().cast<{ c: D }>()", 'db.cast().cast()'],
    ['db.map<(a: A) => B>(f).first()', 'db.map().first()'],
    ['sql<string | null>`x`', 'sql()'],
    ['db // the base\n  .from(a) /* b */\n  .where(c)', 'db.from().where()'],
    ['db.from(a) // the base', 'db.from()'],
    ['a as Box', 'new Box()'],
    ['(a as unknown as Box<C>).open()', 'new Box().open()'],
    ["(load('a as b') as Box).open", 'new Box().open'],
    ['a.b as const', 'a.b'],
    ['(a satisfies Box).open', 'a.open'],
    ["find('x as y').first", 'find().first'],
    ["find(')', \"it's (\").first", 'find().first'],
    ['a[0].b', 'a[0].b'],
    ["a?.[i + b[1]]!.c['d'].e", 'a[].c.d.e'],
    ['Object.values(a.b).map', 'a.b[=].map'],
    ['a[values].b', 'a[].b'],
    ['await Promise.all(Array.from(a))', 'a'],
    ["on((it) => { // don't :)\n  it.go('('); }).first()", 'on().first()'],
  ])('%s is %s', (source, plain) => {
    expect(plainExpression(source)).toBe(plain);
  });

  test.each([
    'a / b',
    'a < b',
    '[a].b',
    '(a || b).c',
    '(',
    'f(',
    'f`',
    `f\`\${`,
    '/* a',
    'a < b > (c',
    'a as { b: C }',
    "f() + 'x'",
    '1',
  ])('%s is not plain', (source) => {
    expect(plainExpression(source)).toBe('?');
  });

  test('a chain of calls is plain whatever they are given', () => {
    const given = `(row) => row.all(${'x'.repeat(100)})`;
    expect(plainExpression(`db${`.where(${given})`.repeat(30)}`)).toBe(`db${'.where()'.repeat(30)}`);
  });
});
