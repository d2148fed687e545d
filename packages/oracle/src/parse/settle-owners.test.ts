import { indexOf } from '../fixture-oracle.ts';

it('takes the type that an impl gives another name for no type of the file', async () => {
  const lines = await indexOf({
    'a.rs': `pub trait Make { type Handle; fn make(&self) -> u8; }
impl Make for &Handle { type Handle = u8; fn make(&self) -> u8 { 1 } }
impl Handle { fn shut(&self) {} }
`,
  });
  const symbols = lines.flatMap((line) => /^a\.rs:\S+ \w+ (\w+ \S+) \|/.exec(line)?.[1] ?? []);
  expect(symbols.sort()).toEqual([
    'interface Make',
    'method Handle.make',
    'method Handle.shut',
    'method Make.make',
    'module a',
    'type Handle.Handle',
    'type Make.Handle',
  ]);
});

it('reads types of which each is said to be in the other', async () => {
  const lines = await indexOf({
    'a.rs':
      'impl Make for A { type B = u8; }\nimpl Make for B { type A = u8; }\nimpl Make for C { type C = u8; }\nstruct A;\nstruct B;\n',
    'b.cpp': 'struct A::B { int a; };\nstruct B::A { int b; };\nstruct C::C { int c; };\nvoid C::C::run() {}\n',
  });
  expect(lines.filter((line) => line.includes(':1-')).length).toBeGreaterThan(2);
});
