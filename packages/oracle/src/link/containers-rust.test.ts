import { indexOf } from '../fixture-oracle.ts';

const KIT = `use std::collections::HashMap;
use std::sync::{Arc, Mutex};

pub struct Pot {
    pub lids: Vec<Pot>,
    pub named: HashMap<String, Pot>,
    pub cover: Option<Box<Pot>>,
    pub shared: Arc<Mutex<Pot>>,
}

impl Pot {
    pub fn boil(&self) -> i32 { 1 }
    pub fn take(&self) -> i32 { 1 }
    pub fn all(&self) -> Result<Vec<Pot>, String> { Ok(vec![]) }
    pub fn each(&self) -> impl Iterator<Item = &Pot> + '_ { self.lids.iter() }
    pub fn pair(&self) -> (Pot, i32) { todo!() }
}
`;

const callsIn = async (body: string, given = 'pots: Vec<Pot>, pot: &Pot'): Promise<string[]> => {
  const lines = await indexOf({
    'Cargo.toml': '[package]\nname = "kit"\nversion = "0.1.0"\n',
    'src/lib.rs': `${KIT}\nfn other() {}\n\nfn use_it(${given}) {\n    ${body}\n}\n`,
  });
  const calls = lines.filter((line) => /^(?:calls|unresolved calls) src\/lib\.rs#use_it/.test(line));
  return calls.map((line) => line.replace(/ \(.*| line .*/, '').replace(/calls src\/lib\.rs#use_it (?:-> src\/lib\.rs#)?/, ''));
};

it.each([
  'for each in &pots { each.boil(); }',
  'for (at, each) in pots.iter().enumerate() { each.boil(); }',
  'for &mut ref each in pots.iter_mut().rev().skip(1) { each.boil(); }',
  'pots[0].boil();',
  'pots.first().unwrap().boil();',
  'pots.last()?.boil();',
  'for part in pots[1..].chunks(2) { part[0].boil(); }',
  'pots.iter().map(|each| each.boil());',
  'pots.iter().filter(|each| true).for_each(|each| { each.boil(); });',
  'if let Some(one) = pots.iter().find(|each| true) { one.boil(); }',
  'let Some(one) = pots.get(1) else { return }; one.boil();',
  'while let Some(one) = pots.pop() { one.boil(); }',
  'pot.lids[0].boil();',
  'pot.named["a"].boil();',
  'for (name, each) in &pot.named { each.boil(); }',
  'for each in pot.named.values() { each.boil(); }',
  'match pot.named.get("a") { Some(one) => one.boil(), None => 0 };',
  'pot.named.entry("a").or_default().boil();',
  'pot.cover.as_ref().unwrap().boil();',
  'pot.cover.as_ref().map(|one| one.boil());',
  'if let Some(cover) = &pot.cover { cover.boil(); }',
  'pot.shared.lock().unwrap().boil();',
  'for each in pot.all()? { each.boil(); }',
  'for each in pot.each() { each.boil(); }',
  'let (one, count) = pot.pair(); one.boil();',
  'let made: Vec<_> = pots.iter().collect(); made[0].boil();',
  'let made = other().collect::<Vec<Pot>>(); made[0].boil();',
  'let pots = pots.iter(); let pots = pots.rev(); for each in pots { each.boil(); }',
  'match (pots.first(), 1) { (Some(one), _) => one.boil(), _ => 0 };',
])('knows what lists and maps of Rust hold: %s', async (body) => {
  expect(await callsIn(body)).toContain('Pot.boil');
});

it.each([
  ['pots: &[Pot]', 'for each in pots { each.boil(); }'],
  ['pots: [Box<Pot>; 2]', 'pots[1].boil();'],
  ['pots: &Vec<Vec<Pot>>', 'for some in pots { for each in some { each.boil(); } }'],
  ['pots: std::collections::BTreeMap<i32, Vec<Pot>>', 'for each in pots.get(&1).unwrap() { each.boil(); }'],
  ['pot: Option<Pot>', 'match pot { Some(pot) => pot.boil(), None => 0 };'],
  ['pots: impl Iterator<Item = (i32, Pot)>', 'for (at, each) in pots { each.boil(); }'],
])('knows what is held by %s', async (given, body) => {
  expect(await callsIn(body, given)).toContain('Pot.boil');
});

it('takes nothing for known that is not, and what the language has for no question', async () => {
  expect(await callsIn('pots.len(); pots.iter().sum(); pot.named.contains_key("a");')).toEqual([]);
  expect(await callsIn('pots.boil(); for (at, each) in pots.iter().enumerate() { at.boil(); }')).toEqual(['unresolved at.boil']);
  // An Option has that itself.
  expect(await callsIn('pot.cover.take();')).toEqual([]);
  expect(await callsIn('for each in list { each.boil(); }', 'list: HashMap2<Pot>')).toEqual(['unresolved each.boil']);
});

it('keeps variables of different blocks apart', async () => {
  const calls = await callsIn('for one in &pots { one.boil(); } for one in unknown() { one.take(); }');
  expect(calls).toEqual(['Pot.boil', 'unresolved one.take', 'unresolved unknown']);
  expect(await callsIn('if let Some(pot) = unknown() { pot.take(); }')).toEqual(['unresolved pot.take', 'unresolved unknown']);
});
