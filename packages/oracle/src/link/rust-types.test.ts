import { edgesIn, indexOf } from '../fixture-oracle.ts';

const calls = (lines: readonly string[]) => edgesIn(lines, /^(?:unresolved )?calls/);

const TYPES = `pub struct B;
impl B { pub fn go(&self) -> bool { true } }
pub struct C;
impl C { pub fn go(&self) -> bool { true } }
pub trait Run { fn run(&self); }
pub trait Stop { fn stop(&self); }
`;
const package_ = { 'Cargo.toml': '[package]\nname = "a"\n', 'src/types.rs': TYPES };
const index = (lib: string, more: Record<string, string> = {}) =>
  indexOf({ ...package_, 'src/lib.rs': `mod types;\nuse types::{B, C, Run, Stop};\n${lib}`, ...more });

it('knows what is in variants of an enum and in places of a struct', async () => {
  const lines = await index(`enum E { One(u8, B), Two { x: C }, Three }
struct T(pub B, C);
impl E {
    fn here(&self) { match self { Self::One(_, b) => b.go(), _ => false }; }
}
fn one(e: E) { match e { E::One(_, b) => b.go(), E::Two { x } => x.go(), _ => false }; }
fn two(e: E) { if let E::Two { x: other, .. } = e { other.go(); } }
fn three(t: T) { t.0.go(); let T(_, c) = t; c.go(); }
fn four(pair: (B, C)) { pair.1.go(); }
fn five() { E::Three.here(); }
impl std::fmt::Display for E {}
`);
  expect(calls(lines)).toEqual([
    'calls src/lib.rs#E.here -> src/types.rs#B.go',
    'calls src/lib.rs#five -> src/lib.rs#E.here',
    'calls src/lib.rs#four -> src/types.rs#C.go',
    'calls src/lib.rs#one -> src/types.rs#B.go',
    'calls src/lib.rs#one -> src/types.rs#C.go',
    'calls src/lib.rs#three -> src/types.rs#B.go',
    'calls src/lib.rs#three -> src/types.rs#C.go',
    'calls src/lib.rs#two -> src/types.rs#C.go',
  ]);
});

it('knows values of type parameters by all their bounds', async () => {
  const lines = await index(`fn one<T: Run + Stop>(a: T) { a.run(); a.stop(); }
fn two<T>(a: T) where T: Clone + Stop { a.stop(); }
struct Held<T, U> { inner: T, other: U }
impl<X, U: Stop> Held<X, U> where X: Run {
    fn run(&self) { self.inner.run(); self.other.stop(); }
}
impl<X, Y> Held<X, Y> { fn three(&self) {} }
struct Said<T: Run> { inner: T }
impl<T: Run> Said<T> { fn run(&self) { self.inner.run(); } }
`);
  expect(calls(lines)).toEqual([
    'calls src/lib.rs#Held.run -> src/types.rs#Run.run',
    'calls src/lib.rs#Held.run -> src/types.rs#Stop.stop',
    'calls src/lib.rs#Said.run -> src/types.rs#Run.run',
    'calls src/lib.rs#one -> src/types.rs#Run.run',
    'calls src/lib.rs#one -> src/types.rs#Stop.stop',
    'calls src/lib.rs#two -> src/types.rs#Stop.stop',
  ]);
});

it('knows what closures are given by what takes them', async () => {
  const lines = await index(`fn with<F>(a: u8, f: F) where F: Fn(&B, C) -> bool {}
struct S;
impl S {
    fn each(&self, f: impl FnMut(&B)) {}
    fn later(&self, f: Box<dyn Fn(C)>) {}
    fn plain(&self, f: fn(B) -> C) {}
}
fn one() { with(1, |b, c| { c.go(); b.go() }); }
fn two(s: S) { s.each(|b| { b.go(); }); }
fn three(s: S) { s.later(Box::new(|c| { c.go(); })); }
fn four(s: S) { s.plain(|b| { b.go(); C }); }
fn five(list: Vec<B>) { let all = list.iter().enumerate(); all.filter(|(_, each)| each.go()); }
`);
  expect(calls(lines)).toEqual(
    [
      'calls src/lib.rs#five -> src/types.rs#B.go',
      'calls src/lib.rs#four -> src/lib.rs#S.plain',
      'calls src/lib.rs#four -> src/types.rs#B.go',
      'calls src/lib.rs#one -> src/lib.rs#with',
      'calls src/lib.rs#one -> src/types.rs#B.go',
      'calls src/lib.rs#one -> src/types.rs#C.go',
      'calls src/lib.rs#three -> src/lib.rs#S.later',
      'unresolved calls src/lib.rs#three c.go',
      'calls src/lib.rs#two -> src/lib.rs#S.each',
      'calls src/lib.rs#two -> src/types.rs#B.go',
    ].sort(),
  );
});

it('knows what match and if give, where all of it is one', async () => {
  const lines = await index(`enum E { One(B), Two(B), Three(C) }
fn one(e: &E) { let b = match e { E::One(b) => b, E::Two(x) => { x } E::Three(_) => return }; b.go(); }
fn two(e: Option<B>) { let b = if let Some(q) = e { q } else { panic!("none") }; b.go(); }
fn three(e: &E) { let b = match e { E::One(b) => b, E::Three(c) => c, _ => unreachable!() }; b.go(); }
`);
  expect(calls(lines)).toEqual([
    'calls src/lib.rs#one -> src/types.rs#B.go',
    'calls src/lib.rs#two -> src/types.rs#B.go',
    'unresolved calls src/lib.rs#three b.go',
  ]);
});

it('finds methods of traits that are in scope, and of those that a type derives', async () => {
  const lines = await index(
    `use parser::Parse;
use ext::{Ext as _, Own};
#[derive(Debug, Parse)]
struct Options;
fn one() { Options::parse_from(1); }
fn two(a: Unknown) { a.shout(); a.own(); a.len(); }
`,
    {
      'src/ext.rs':
        'pub trait Ext { fn shout(&self) {} fn len(&self) {} }\nimpl<T> Ext for T {}\npub trait Own { fn own(&self); }\n',
      'src/parser.rs': 'pub trait Parse { fn parse_from(a: u8) -> Self { todo!() } }\n',
      'src/mods.rs': 'mod ext;\nmod parser;\n',
    },
  );
  expect(calls(lines)).toEqual([
    'calls src/lib.rs#one -> src/parser.rs#Parse.parse_from',
    'calls src/lib.rs#two -> src/ext.rs#Ext.shout',
    'unresolved calls src/lib.rs#two a.len',
    'unresolved calls src/lib.rs#two a.own',
  ]);
});

it('tells a field from a method of its name, and looks through what only points', async () => {
  const lines = await index(`use std::{pin::Pin, sync::Arc};
struct S { b: B, c: C }
impl S {
    fn b(&self) -> C { C }
    fn here(self: Pin<&mut Self>) { self.b.go(); self.project().c.go(); Pin::new(&mut self.b).go(); }
}
fn one(s: S) { s.b.go(); s.b().go(); }
fn three(s: Option<S>) { s.b().go(); }
fn two() { let b = Arc::new(B); b.go(); Arc::clone(&b).go(); Box::new(C).go(); }
`);
  expect(calls(lines)).toEqual([
    'calls src/lib.rs#S.here -> src/types.rs#B.go',
    'calls src/lib.rs#S.here -> src/types.rs#C.go',
    'calls src/lib.rs#one -> src/lib.rs#S.b',
    'calls src/lib.rs#one -> src/types.rs#B.go',
    'calls src/lib.rs#one -> src/types.rs#C.go',
    'calls src/lib.rs#three -> src/lib.rs#S.b',
    'calls src/lib.rs#three -> src/types.rs#C.go',
    'calls src/lib.rs#two -> src/types.rs#B.go',
    'calls src/lib.rs#two -> src/types.rs#C.go',
  ]);
});

it("takes what is written for another name of a type for the type's", async () => {
  const lines = await index(`struct Table<T> { b: B, t: T }
type Owned = Table<Vec<u32>>;
impl Owned { fn build(&self) { self.b.go(); } }
impl Run for Owned { fn run(&self) {} }
fn one(table: Table<u8>, owned: Owned) { table.build(); owned.run(); }
`);
  expect(calls(lines)).toEqual([
    'calls src/lib.rs#Table.build -> src/types.rs#B.go',
    'calls src/lib.rs#one -> src/lib.rs#Table.build',
    'calls src/lib.rs#one -> src/lib.rs#Table.run',
  ]);
  expect(lines.join('\n')).toContain('implements src/lib.rs#Table -> src/types.rs#Run');
});

it('follows stars of modules and what inner modules take', async () => {
  const lines = await indexOf({
    'Cargo.toml': '[package]\nname = "a"\n',
    'src/lib.rs':
      'pub mod aot;\npub mod old {\n    pub use crate::aot::tools;\n    pub use crate::aot::Fish;\n}\nmod root;\nroot!();\n',
    'src/root.rs': 'macro_rules! root {\n    () => {\n        pub mod deep;\n        pub use crate::deep::down;\n    };\n}\n',
    'src/deep.rs': 'pub fn down() {}\n',
    'src/aot/mod.rs': 'mod all;\npub use all::*;\n',
    'src/aot/all/mod.rs': 'pub mod tools;\npub struct Fish;\nimpl Fish { pub fn swim(&self) {} }\n',
    'src/aot/all/tools.rs': 'pub fn flags() {}\n',
    'src/use.rs': 'use crate::old;\nuse crate::old::tools;\nfn run() { old::Fish.swim(); tools::flags(); crate::down(); }\n',
  });
  expect(calls(lines)).toEqual([
    'calls src/use.rs#run -> src/aot/all/mod.rs#Fish.swim',
    'calls src/use.rs#run -> src/aot/all/tools.rs#flags',
    'calls src/use.rs#run -> src/deep.rs#down',
  ]);
  expect(lines.filter((line) => line.startsWith('unresolved imports'))).toEqual([]);
});
