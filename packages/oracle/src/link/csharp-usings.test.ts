import { indexOf } from '../fixture-oracle.ts';

const calls = async (files: Readonly<Record<string, string>>): Promise<string[]> =>
  (await indexOf(files))
    .filter((line) => /^(?:calls|instantiates|unresolved calls) /.test(line))
    .map((line) => line.replace(/ \(.*| line .*/, ''));

const POT = 'namespace Shop.Pots;\npublic class Pot { public void Boil() { } }\n';
const USE = 'namespace Kitchen;\nclass Use { void Do(Pot pot) { pot.Boil(); } }\n';
const FOUND = 'calls b/Use.cs#Use.Do -> a/Pot.cs#Pot.Boil';

it.each([
  ['a file of its project', { 'b/Usings.cs': 'global using Shop.Pots;\n', 'b/b.csproj': '<Project />' }],
  ['its project', { 'b/b.csproj': '<Project><ItemGroup><Using Include="Shop.Pots" /></ItemGroup></Project>' }],
  [
    'what is around its project',
    {
      'b/b.csproj': '<Project />',
      'Directory.Build.props': '<Project><ItemGroup><Using Include="Shop.Pots"/></ItemGroup></Project>',
    },
  ],
  [
    'what its project imports, by a name with a property in it',
    {
      'b/b.csproj':
        '<Project><PropertyGroup><Kind>Own</Kind></PropertyGroup><Import Project="$(MSBuildThisFileDirectory)../eng/$(Kind).props" /></Project>',
      'eng/Own.props': '<Project><ItemGroup><Using Include="Shop.Pots" /></ItemGroup></Project>',
    },
  ],
])('a file uses what %s says that all files use', async (_what, files) => {
  expect(await calls({ 'a/Pot.cs': POT, 'b/Use.cs': USE, ...files })).toEqual([FOUND]);
});

it.each([
  ['another project', { 'c/Usings.cs': 'global using Shop.Pots;\n', 'c/c.csproj': '<Project />', 'b/b.csproj': '<Project />' }],
  ['a comment', { 'b/b.csproj': '<Project><!-- <ItemGroup><Using Include="Shop.Pots" /></ItemGroup> --></Project>' }],
  [
    'a condition that does not hold',
    { 'b/b.csproj': `<Project><ItemGroup Condition="'$(Kind)' == 'Own'"><Using Include="Shop.Pots" /></ItemGroup></Project>` },
  ],
])('a file uses nothing that %s says', async (_what, files) => {
  expect(await calls({ 'a/Pot.cs': POT, 'b/Use.cs': USE, ...files })).not.toContain(FOUND);
});

it('knows other names that a project gives', async () => {
  const project = '<Project><ItemGroup><Using Include="Shop.Pots.Pot" Alias="Kettle" /></ItemGroup></Project>';
  const use = USE.replace('Pot pot', 'Kettle pot');
  expect(await calls({ 'a/Pot.cs': POT, 'b/Use.cs': use, 'b/b.csproj': project })).toEqual([FOUND]);
  const usings = 'global using Kettle = Shop.Pots.Pot;\n';
  expect(await calls({ 'a/Pot.cs': POT, 'b/Use.cs': use, 'b/Usings.cs': usings })).toEqual([FOUND]);
});

it('leaves out the namespaces around where something is used', async () => {
  const use = 'namespace Shop.Kitchen;\nusing Pots;\nclass Use { void Do(Pot pot) { pot.Boil(); } }\n';
  expect(await calls({ 'a/Pot.cs': POT, 'b/Use.cs': use })).toEqual([FOUND]);
});

it('leaves out the namespaces around in the name of a type', async () => {
  const use = 'namespace Shop.Kitchen;\nclass Use { void Do(Pots.Pot pot) { pot.Boil(); } }\n';
  expect(await calls({ 'a/Pot.cs': POT, 'b/Use.cs': use })).toEqual([FOUND]);
});

it('knows what is in no namespace in its project alone', async () => {
  const guard = 'using A;\nnamespace A { class B { } }\nstatic class Guard { public static void Check() { } }\n';
  const use = 'namespace C;\nclass Use { void Do() { Guard.Check(); } }\n';
  const files = { 'b/Guard.cs': guard, 'b/Use.cs': use, 'b/b.csproj': '<Project />' };
  expect(await calls(files)).toEqual(['calls b/Use.cs#Use.Do -> b/Guard.cs#Guard.Check']);
  expect(await calls({ ...files, 'b/Use.cs': '', 'c/Use.cs': use, 'c/c.csproj': '<Project />' })).not.toContain(
    'calls c/Use.cs#Use.Do -> b/Guard.cs#Guard.Check',
  );
});

it('tells types by how many type parameters they have', async () => {
  const pots = { 'a/Pot.cs': POT, 'a/PotOf.cs': 'namespace Shop.Pots;\npublic class Pot<T> { public void Steam() { } }\n' };
  const use =
    'using Shop.Pots;\nclass Use { void Do(Pot<int> of, Pot pot) { of.Steam(); pot.Boil(); new Pot<string>(); of.Boil(); } }\n';
  expect(await calls({ ...pots, 'b/Use.cs': use })).toEqual([
    FOUND,
    'calls b/Use.cs#Use.Do -> a/PotOf.cs#Pot.Steam',
    'instantiates b/Use.cs#Use.Do -> a/PotOf.cs#Pot',
    'unresolved calls b/Use.cs#Use.Do of.Boil',
  ]);
});

it('sees nothing of a namespace beside the one that it is in', async () => {
  const space = (name: string, member: string) =>
    `namespace ${name} {\n  class Pot { public void ${member}() { } }\n  class Use : Pot { void Do(Pot pot) { pot.Boil(); pot.Steam(); } }\n}\n`;
  const use = 'namespace Kitchen { class Use : Lid { void Do(Lid lid) { lid.Lift(); } } }\nnamespace Shop { class Own { } }\n';
  const lines = await calls({
    'a/Both.cs': space('A', 'Boil') + space('B', 'Steam'),
    'b/Use.cs': use,
    'b/Lid.cs': 'namespace Shop;\npublic class Lid { public void Lift() { } }\n',
  });
  expect(lines).toEqual([
    'calls a/Both.cs#Use.Do -> a/Both.cs#Pot.Boil',
    'calls a/Both.cs#Use.Do -> a/Both.cs#Pot.Steam',
    'unresolved calls a/Both.cs#Use.Do pot.Boil',
    'unresolved calls a/Both.cs#Use.Do pot.Steam',
  ]);
});

it('takes type parameters for no types of their names', async () => {
  const of = 'class Of<Pot> { void Do(Pot pot) { pot.Boil(); } }\n';
  const method = 'class Use { void Do<Pot>(Pot pot) { pot.Boil(); } }\n';
  const bounded = 'class Bounded<T> where T : Pot { void Do(T pot) { pot.Boil(); } }\n';
  expect(await calls({ 'a/Pot.cs': POT, 'b/Use.cs': `using Shop.Pots;\n${of}${method}${bounded}` })).toEqual([
    'calls b/Use.cs#Bounded.Do -> a/Pot.cs#Pot.Boil',
  ]);
});
