import { indexOf } from '../fixture-oracle.ts';

const OVEN = `pub struct Oven { pub next: Option<Box<Oven>> }
impl Oven { pub fn new() -> Self { todo!() } pub fn bake(&self) -> u32 { 1 } pub fn warm(self) -> Self { self } }
`;
const SHELF = `use crate::oven::Oven;
use std::ops::{Deref, Index};
pub struct Shelf<T> { pub current: T, pub items: Vec<T> }
impl<T> Shelf<T> {
    pub fn get(&self) -> &T { &self.current }
    pub fn first(&self) -> Option<&T> { None }
    pub fn iter(&self) -> std::slice::Iter<'_, T> { self.items.iter() }
    pub fn each<F: Fn(&T)>(&self, run: F) {}
}
impl<T> Index<usize> for Shelf<T> { type Output = T; fn index(&self, at: usize) -> &T { &self.items[at] } }
pub struct Guard<T>(T);
impl<T> Deref for Guard<T> { type Target = T; fn deref(&self) -> &T { &self.0 } }
pub struct Line;
impl Iterator for Line { type Item = Oven; fn next(&mut self) -> Option<Oven> { None } }
pub struct Later;
impl IntoFuture for Later { type Output = Oven; type IntoFuture = Ready<Oven>; fn into_future(self) -> Ready<Oven> { todo!() } }
pub struct Bounded<B> { b: B }
impl<B: Baker> Bounded<B> { fn go(&self) { self.b.knead(); } }
pub trait Baker { fn knead(&self); }
`;

/** How often an oven is baked in. */
const bakedIn = async (body: string): Promise<number> => {
  const lines = await indexOf({
    'Cargo.toml': '[package]\nname = "kit"\nversion = "1.0.0"\n',
    'src/lib.rs': `mod oven; mod shelf;
use oven::Oven;
use shelf::{Guard, Later, Line, Shelf};
fn find() -> Option<Oven> { None }
fn list() -> Vec<Oven> { vec![] }
fn oven() -> Oven { Oven::new() }
async fn go(shelf: &Shelf<Oven>, guard: Guard<Oven>, line: Line, later: Later, pairs: Vec<(u32, Oven)>) { ${body} }
`,
    'src/oven.rs': OVEN,
    'src/shelf.rs': SHELF,
  });
  return lines.filter((line) => /^calls src\/lib\.rs#go -> src\/oven\.rs#Oven\.bake /.test(line)).length;
};

it.each([
  'shelf.get().bake();',
  'shelf.current.bake();',
  'shelf.items[0].bake();',
  'shelf[0].bake();',
  'shelf.first().unwrap().bake();',
  'if let Some(one) = shelf.first() { one.bake(); }',
  'for one in shelf.iter() { one.bake(); }',
  'shelf.each(|one| { one.bake(); });',
  'guard.bake();',
  'for one in line { one.bake(); }',
  'line.map(|one| one.bake());',
  'later.await.bake();',
  'find().map(|one| one.bake());',
  'find().filter(|one| one.bake() > 1);',
  'find().map_or(0, |one| one.bake());',
  'find().iter().for_each(|one| { one.bake(); });',
  'find().map(|one| one.warm()).unwrap().bake();',
  'list().into_iter().map(|one| one.warm()).for_each(|one| { one.bake(); });',
  'list().iter().filter_map(|one| one.next.as_ref()).for_each(|one| { one.bake(); });',
  'list().sort_by(|one, other| one.bake().cmp(&1));',
  'list().iter().max_by_key(|one| 1).unwrap().bake();',
  'list().iter().fold(0, |sum, one| sum + one.bake());',
  'let all = list().iter().cloned().collect::<Vec<_>>(); all[0].bake();',
  'let all = vec![oven()]; all[0].bake();',
  '[oven(), oven()].iter().for_each(|one| { one.bake(); });',
  'let oven = { oven() }; oven.bake();',
  'Some(oven()).unwrap().bake();',
  'let locked = Arc::new(Mutex::new(oven())); locked.lock().unwrap().bake();',
  'let taken = std::mem::take(&mut oven()); taken.bake();',
])('opens what holds a value in Rust: %s', async (body) => {
  expect(await bakedIn(body)).toBe(1);
});

it.each([
  'let texts: Shelf<String> = make(); texts.get().bake();',
  'list().iter().map(|one| one.bake()).for_each(|one| { one.bake_it(); });',
  'list().bake();',
  'find().map(|one| 1).bake();',
])('takes nothing for what it is not: %s', async (body) => {
  expect(await bakedIn(body.replace('|one| one.bake()', '|one| 1'))).toBe(0);
});

it('knows the bounds that an impl says, and stars of modules in modules', async () => {
  const lines = await indexOf({
    'Cargo.toml': '[package]\nname = "kit"\nversion = "1.0.0"\n',
    'src/lib.rs':
      'mod oven; mod shelf;\nuse oven::Oven;\nmod a { use super::*; mod b { use super::*; fn go() { Oven::new(); } } }\n',
    'src/oven.rs': OVEN,
    'src/shelf.rs': SHELF,
  });
  expect(lines).toContainEqual(expect.stringMatching(/^calls src\/shelf\.rs#Bounded\.go -> src\/shelf\.rs#Baker\.knead/));
  expect(lines).toContainEqual(expect.stringMatching(/^calls src\/lib\.rs#a\.b\.go -> src\/oven\.rs#Oven\.new/));
});
