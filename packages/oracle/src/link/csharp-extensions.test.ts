import { indexOf } from '../fixture-oracle.ts';

const POT = `namespace Shop;
public interface ILid { }
public class Vessel { public bool IsFull { get; } }
public class Pot : Vessel, ILid { public Pot Own(int a) { return this; } public int Count { get; } }
public class Cup { }
`;
const MORE = `namespace Shop.More;
public static class Extensions {
  public static Pot Boil(this Pot pot) { return pot; }
  public static void Close(this ILid lid) { }
  public static T Fill<T>(this T vessel) where T : Vessel { return vessel; }
  public static void Own(this Pot pot, string a, string b) { }
  public static string Shout(this string text) { return text; }
  public static void Check(this object any, bool isSo = true) { }
  public static void Count(this Pot pot) { }
  private static void Hide(this Pot pot) { }
}
`;
const OTHER =
  'namespace Shop.Other;\npublic static class Others { public static void Boil(this Cup cup) { } public static void Drink(this Pot pot) { } }\n';

const called = async (body: string, usings = 'using Shop.More;'): Promise<string[]> => {
  const use = `using Shop;\n${usings}\nnamespace Kitchen;\nclass Use { void Do(Pot pot, Cup cup, string text) {\n${body}\n} }\n`;
  const lines = await indexOf({ 'Pot.cs': POT, 'More.cs': MORE, 'Other.cs': OTHER, 'Use.cs': use });
  return lines
    .filter((line) => /^calls Use\.cs#Use\.Do ->/.test(line))
    .map((line) => line.replace(/^calls Use\.cs#Use\.Do -> (.*) \(.*/, '$1'));
};

it.each([
  ['pot.Boil();', 'More.cs#Extensions.Boil'],
  ['Extensions.Boil(pot);', 'More.cs#Extensions.Boil'],
  ['pot.Close();', 'More.cs#Extensions.Close'],
  ['pot.Fill().Boil();', 'More.cs#Extensions.Boil'],
  ['pot.Own("a", "b");', 'More.cs#Extensions.Own'],
  ['text.Shout().Shout();', 'More.cs#Extensions.Shout'],
  ['"a".Shout();', 'More.cs#Extensions.Shout'],
  ['$"{text}".Trim().Shout();', 'More.cs#Extensions.Shout'],
  ['pot.IsFull.Check();', 'More.cs#Extensions.Check'],
  ['pot.Fill<Pot>();', 'More.cs#Extensions.Fill'],
  ['pot.Count();', 'More.cs#Extensions.Count'],
  ['pot?.Boil();', 'More.cs#Extensions.Boil'],
])('knows which extension of C# is meant: %s', async (body, expected) => {
  expect(await called(body)).toContain(expected);
});

it.each([
  ['of what it is not for', 'cup.Boil();'],
  ['of another type of the library', 'pot.Shout();'],
  ['that is not used', 'pot.Drink();'],
  ['that only its own class may call', 'pot.Hide();'],
  ['where the type has the method itself', 'pot.Own(1);'],
  ['whose name the library has, of what nothing is known', 'unknown().ToList();'],
])('takes no extension %s', async (_what, body) => {
  expect((await called(body)).filter((each) => /Extensions|Others/.test(each))).toEqual([]);
});

it('takes the extension for the type that something is of', async () => {
  expect(await called('cup.Boil(); pot.Drink();', 'using Shop.More;\nusing Shop.Other;')).toEqual([
    'Other.cs#Others.Boil',
    'Other.cs#Others.Drink',
  ]);
});

describe('among extensions of one name', () => {
  const inSpace = (space: string, signatures: string, owner = 'Own') =>
    `namespace ${space};\npublic static class ${owner} { ${signatures} }\n`;
  const PLAIN = 'public static void Stir(this Shop.Pot pot) { }';

  const stirred = async (files: Readonly<Record<string, string>>, body = 'pot.Stir();', of = 'Shop.Pot') => {
    const use = `using Shop.More;\nusing Shop.Other;\nnamespace Kitchen;\nclass Use { void Do(${of} pot) { ${body} } }\n`;
    const lines = await indexOf({ 'Pot.cs': POT, 'Use.cs': use, ...files });
    return lines.flatMap((line) => /^calls Use\.cs#Use\.Do -> (.*) \(/.exec(line)?.[1] ?? []);
  };

  it('the one is meant whose namespace is the nearest', async () => {
    const files = { 'a/Far.cs': inSpace('Shop.More', PLAIN), 'b/Near.cs': inSpace('Kitchen', PLAIN) };
    expect(await stirred(files)).toEqual(['b/Near.cs#Own.Stir']);
  });

  it('none is meant where two are alike', async () => {
    expect(await stirred({ 'A.cs': inSpace('Shop.More', PLAIN), 'B.cs': inSpace('Shop.Other', PLAIN) })).toEqual([]);
  });

  it('the one is meant that takes as many arguments', async () => {
    const more = 'public static void Stir(this Shop.Pot pot, int times) { }';
    const files = { 'A.cs': inSpace('Shop.More', PLAIN), 'B.cs': inSpace('Shop.Other', more) };
    expect(await stirred(files, 'pot.Stir(2);')).toEqual(['B.cs#Own.Stir']);
  });

  it('none is meant that its class keeps for itself', async () => {
    const hidden = `${PLAIN.replace('public', 'private').replace('Shop.Pot', 'Shop.Cup')} ${PLAIN}`;
    expect(await stirred({ 'A.cs': inSpace('Shop.More', hidden) }, 'pot.Stir();', 'Shop.Cup')).toEqual([]);
  });

  it('one may be meant of what a base is that is not in the repository', async () => {
    const held = `${inSpace('Shop.More', PLAIN.replace('Shop.Pot', 'IHeld'))}public class Mug : Held { }\n`;
    expect(await stirred({ 'A.cs': held }, 'pot.Stir();', 'Mug')).toEqual(['A.cs#Own.Stir']);
    expect(await stirred({ 'A.cs': held.replace(' : Held', '') }, 'pot.Stir();', 'Mug')).toEqual([]);
  });

  it('none is meant of a type of that name in another namespace', async () => {
    const files = { 'A.cs': inSpace('Shop.More', PLAIN), 'B.cs': 'namespace Shop.Other;\npublic class Pot { }\n' };
    expect(await stirred(files, 'pot.Stir();', 'Shop.Other.Pot')).toEqual([]);
  });
});
