import { edgesIn, indexOf } from '../fixture-oracle.ts';
import { expectNothingMoved } from './fixture-mends.ts';
import { openMacros } from './rust-macro-calls.ts';

const calls = (lines: readonly string[]) => edgesIn(lines, /^(?:unresolved )?calls/);

const TYPES =
  'pub struct A { pub b: B }\nimpl A { pub fn b(&self) -> B { B } }\npub struct B;\nimpl B { pub fn go(&self) -> bool { true } }\n';
const package_ = { 'Cargo.toml': '[package]\nname = "a"\n', 'src/types.rs': TYPES };

it('reads what macros take as expressions', async () => {
  const lines = await indexOf({
    ...package_,
    'src/lib.rs':
      'mod types;\nuse types::{A, B};\nfn one(a: A) {\n    assert_eq!(a.b.go(), true, "{} => {}", 1, 2);\n}\nfn two(a: A) {\n    println!("{x}", x = a.b().go());\n}\nfn three(list: &[A]) {\n    log::debug!("{:?}", list.iter().any(|each| each.b.go()));\n}\nfn four() {\n    let all = vec![B, B];\n    own!(|b: B| b.go());\n}\n',
  });
  expect(calls(lines)).toEqual([
    'calls src/lib.rs#four -> src/types.rs#B.go',
    'calls src/lib.rs#one -> src/types.rs#B.go',
    'calls src/lib.rs#three -> src/types.rs#B.go',
    'calls src/lib.rs#two -> src/types.rs#A.b',
    'calls src/lib.rs#two -> src/types.rs#B.go',
  ]);
});

it('reads items that are in a macro', async () => {
  const lines = await indexOf({
    ...package_,
    'src/lib.rs':
      'mod types;\nuse types::B;\npin_project_lite::pin_project! {\n    /// One.\n    #[derive(Debug)]\n    pub struct Held<T> {\n        #[pin]\n        inner: B,\n    }\n}\nimpl<T> Held<T> {\n    fn run(&self) { self.inner.go(); }\n}\n',
  });
  expect(calls(lines)).toEqual(['calls src/lib.rs#Held.run -> src/types.rs#B.go']);
  expect(lines.join('\n')).toContain('public struct Held | pub struct Held<T>');
});

it('leaves alone what the grammar stumbles over, and reads the rest', async () => {
  const lines = await indexOf({
    ...package_,
    'src/lib.rs':
      'mod types;\nuse types::B;\nfn one(all: &[B]) {\n    let made = own!(first second.third());\n    assert!(all.iter().any(|each| each.go()));\n    assert!(own!(first second.third()) && all.iter().all(|each| each.go()));\n}\nfn two(all: &[B]) {\n    assert!(all.iter().any(|each| each.go()));\n}\n',
  });
  const found = calls(lines).filter((line) => line.endsWith('#B.go'));
  // What is in a macro that is left alone is a list of words.
  expect(found).toEqual(['calls src/lib.rs#one -> src/types.rs#B.go', 'calls src/lib.rs#two -> src/types.rs#B.go']);
});

it.each([
  ['assert!(a.b());', 'assert (a.b());'],
  ['let a = vec![b.c()];', 'let a =     [b.c()];'],
  ['pin! {\n    struct A;\n}', '      \n    struct A;\n '],
  ['matches!(a, B(_) | C);', 'matches!(a, B(_) | C);'],
  ['quote!(fn a() { #b(); });', 'quote!(fn a() { #b(); });'],
  ['select! { a = b() => c(), }', 'select! { a = b() => c(), }'],
  ['mod a {\n    test!(b, c());\n}', 'mod a {\n    test!(b, c());\n}'],
  ['let a = "vec![b()]"; // vec![c()]', 'let a = "vec![b()]"; // vec![c()]'],
  ["say!('\"', a.b())", "say ('\"', a.b())"],
  ['macro_rules! a { ($b:expr) => { assert!($b.c()) } }', 'macro_rules! a { ($b:expr) => { assert!($b.c()) } }'],
])('says %j as %j', (text, opened) => {
  expect(openMacros(text)).toBe(opened);
});

it('keeps every character in its place, whatever the text', () => {
  expectNothingMoved(openMacros, [
    'a!',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    'vec!',
    ' struct A',
    '"',
    "'",
    '//',
    '\n',
    'r#"',
    '"#',
    '$',
    '=>',
    ';',
    'b.c()',
    '\\',
  ]);
});

it('reads a text with more errors than macros can cause without opening any', async () => {
  const lines = await indexOf({
    ...package_,
    'src/lib.rs': `fn a(all: Vec<u8>) {\n${'say!(a b.c());\n'.repeat(2000)}}\nfn b() { a(vec![]); }\n`,
  });
  expect(calls(lines)).toContain('calls src/lib.rs#b -> src/lib.rs#a');
});

it('is quick with text that is made to be slow', () => {
  const heads = [
    'a!(',
    '"',
    '/*',
    'r#"',
    'a::',
    'vec![(',
    "'",
    '#[',
    'macro_rules! a {\n    () => {\n',
    'cfg_a! {\n',
    'mod a {',
    'a! {\n',
  ];
  for (const text of heads.map((head) => head.repeat(Math.ceil(300_000 / head.length))))
    expect(openMacros(text)).toHaveLength(text.length);
});
