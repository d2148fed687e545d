import { indexOf } from '../fixture-oracle.ts';

const POT = `using System;
namespace Shop;
public delegate void Stirring(Lid lid);
public class Lid { public void Lift() { } public Lid(int size) { } }
public class Base { public void Add(int a, int b) { } public void Mix(int a) { } public virtual void Heat() { } }
public partial class Pot : Base, ITaster {
  public Pot(params Action<Pot>[] all) { }
  public Lid Cover { get; set; }
  public Func<Lid, Pot> Made { get; set; }
  public Stirring Stir;
  public int Size { get; }
  public Lid this[int at] { get { return Cover; } }
  public void Add(int a) { }
  public void Mix(int a, int b = 0) { }
  public void Add(Action<Lid> lifted) { }
  public void With(Action<Lid> lifted) { }
  public void With(string name, Action<Pot> made) { }
  public static void Close(Lid lid) { }
  public static Pot Of<T>() { return null; }
  void ITaster.Taste() { }
}
public interface ITaster { void Taste(); }
`;
const PARTS = `namespace Shop;
public partial class Pot {
  public void Add(int a, int b, int c) { }
  public static Lid Of() { return null; }
  public override void Heat() { base.Heat(); }
}
`;

const called = async (body: string): Promise<string[]> => {
  const use = `using System;
using Shop;
namespace Kitchen;
class Use {
  Lid lid;
  Lid Kept = new(1);
  Lid Made() => new(2);
  void Do(Pot pot, Lid @event) {
    ${body}
  }
}
`;
  const lines = await indexOf({ 'Pot.cs': POT, 'Pot.Parts.cs': PARTS, 'Use.cs': use });
  return lines
    .filter((line) => /^(?:calls|instantiates) \S+#(?:Use\.Do|Use|Use\.Made|Pot\.Heat) ->/.test(line))
    .map((line) => line.replace(/^\w+ (\S+) -> (\S+) .*/, '$1 $2').replace('Use.cs#Use.Do ', ''));
};

it.each([
  ['pot.Add(1, 2);', 'Pot.cs#Base.Add'],
  ['pot.Mix(1);', 'Pot.cs#Pot.Mix'],
  ['pot.Add(1, 2, 3);', 'Pot.Parts.cs#Pot.Add'],
  ['new Pot(it => it.Cover.Lift());', 'Pot.cs#Lid.Lift'],
  ['new Pot { it => it.Lift() };', 'Pot.cs#Lid.Lift'],
  ['pot.With(it => it.Lift());', 'Pot.cs#Lid.Lift'],
  ['pot.With("a", it => it.Cover.Lift());', 'Pot.cs#Lid.Lift'],
  ['pot.Made = it => { it.Lift(); return pot; };', 'Pot.cs#Lid.Lift'],
  ['new Pot { Stir = it => it.Lift() };', 'Pot.cs#Lid.Lift'],
  ['Action<Lid> lift = it => it.Lift();', 'Pot.cs#Lid.Lift'],
  ['pot.Made(lid).Cover.Lift();', 'Pot.cs#Lid.Lift'],
  ['pot.Made.Invoke(lid).Cover.Lift();', 'Pot.cs#Lid.Lift'],
  ['pot[0].Lift();', 'Pot.cs#Lid.Lift'],
  ['@event.Lift();', 'Pot.cs#Lid.Lift'],
  ['(lid ?? @event).Lift();', 'Pot.cs#Lid.Lift'],
  ['(lid == null ? null : lid).Lift();', 'Pot.cs#Lid.Lift'],
  ['Pot.Of<int>().Cover.Lift();', 'Pot.cs#Lid.Lift'],
  ['lid = new(2);', 'Pot.cs#Lid'],
  ['pot.Cover = new(2);', 'Pot.cs#Lid'],
  ['Lid other = new(2);', 'Pot.cs#Lid'],
  ['Pot.Close(new(2));', 'Pot.cs#Lid'],
  ['Action close = () => Pot.Close(new(2));', 'Pot.cs#Lid'],
  ['Lid[] all = [new(2)];', 'Pot.cs#Lid'],
  ['Lid[] all = { new(2) };', 'Pot.cs#Lid'],
  ['', 'Use.cs#Use Pot.cs#Lid'],
  ['', 'Use.cs#Use.Made Pot.cs#Lid'],
  ['', 'Pot.Parts.cs#Pot.Heat Pot.cs#Base.Heat'],
])('knows what members of C# are: %s %s', async (body, expected) => {
  expect(await called(body)).toContain(expected);
});

it.each([
  ['pot.Taste();', 'Pot.cs#Pot.Taste'],
  ['pot.Size();', 'Pot.cs#Pot.Size'],
  ['Pot.Of<int>().Lift();', 'Pot.cs#Lid.Lift'],
  ['pot.With("a", it => it.Lift());', 'Pot.cs#Lid.Lift'],
])('takes no member of C# for what it is not: %s', async (body, expected) => {
  expect(await called(body)).not.toContain(expected);
});
