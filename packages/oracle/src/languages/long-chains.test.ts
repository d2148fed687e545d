import { indexOf } from '../fixture-oracle.ts';
import { parseSource } from '../parse/parse-source.ts';

const TIMES = 200;
const nested = (open: string, inner: string, close: string): string => open.repeat(TIMES) + inner + close.repeat(TIMES);

// What is before a call is asked once: otherwise these would not end.
it.each([
  ['a.cc', `void f() { a${'.b()'.repeat(TIMES)}.last(); }`],
  ['b.cc', `void f() { a${'.g<A>()'.repeat(TIMES)}.last(); }`],
  ['c.cc', `void f() { ${nested('std::move(', 'a', ')')}.last(); }`],
  ['a.rs', `fn f() { a${'.map(|x| x.b)'.repeat(TIMES)}.last(); }`],
  ['b.rs', `fn f() { a${'.map(|x| { 1; 2 })'.repeat(TIMES)}.last(); }`],
  ['c.rs', `fn f() { ${nested('a.map(|x| ', 'x', ')')}.last(); }`],
  ['A.java', `class A { void f() { a${'.map(x -> x.b)'.repeat(TIMES)}.last(); } }`],
  ['B.java', `class A { void f() { a${'.map(x -> { return 1; })'.repeat(TIMES)}.last(); } }`],
  ['a.cs', `class A { void F() { a${'.Select(x => x.B)'.repeat(TIMES)}.last(); } }`],
  ['b.cs', `class A { B f = ${nested('new(x => ', 'x', ')')}; void F() { last(); } }`],
  ['a.py', `${nested('list(', 'b', ')')}.last()\n`],
  ['b.py', `x = ${nested('[a for a in ', 'b', ']')}\nlast()\n`],
])('ends with long chains: %s', async (path, text) => {
  const { uses } = await parseSource(text, path);
  expect(uses.map(({ name }) => name)).toContain('last');
});

it('ends where types are given themselves', async () => {
  const lines = await indexOf({
    'a/A.java': `package a;
class A<T> extends A<A<T>> { T t; T get() { return t; } void g() { get().get().foo(); t.t.foo(); } }
class B<T extends B<T>> { T me() { return null; } void g() { me().me().me().g(); } }
class C<X, Y> extends D<Y, X> { X x() { return null; } void g() { x().foo(); } }
class D<X, Y> extends C<Y, X> {}
`,
    'a.py': `from typing import Generic, TypeVar
T = TypeVar("T")
class A(Generic[T], "A[A[T]]"):
    def __iter__(self): return self.__iter__()
class B(A["B"]):
    def __iter__(self): return self
    def __next__(self): return iter(self)
def f(b: B):
    for x in b:
        for y in x: y.foo()
`,
    'a.cc': 'template <typename T> struct A : A<A<T>> { T t; A<A<T>>* operator->(); void g() { t.t.foo(); (*this)->foo(); } };\n',
    'Cargo.toml': '[package]\nname = "kit"\nversion = "1.0.0"\n',
    'src/lib.rs': `pub struct A<T> { t: T }
impl<T> std::ops::Deref for A<T> { type Target = A<A<T>>; }
impl<T> Iterator for A<T> { type Item = A<T>; }
fn f(a: A<u32>) { a.foo(); for x in a { x.map(|y| y.foo()).map(|z| z.foo()); } }
`,
    'a.cs':
      'class A<T> : A<A<T>> where T : A<T> { T t; void G() { t.t.Foo(); foreach (var x in this) x.Foo(); } A<T> GetEnumerator() => this; }\n',
  });
  expect(lines).toContainEqual(expect.stringMatching(/^calls a\/A\.java#B\.g -> a\/A\.java#B\.me/));
});
