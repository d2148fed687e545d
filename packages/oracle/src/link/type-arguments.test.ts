import { indexOf } from '../fixture-oracle.ts';

/** What is called of an oven in what one file does, with the other files beside it. */
async function callsIn(files: Record<string, string>, path: string): Promise<string[]> {
  const lines = await indexOf(files);
  return lines.flatMap((line) => new RegExp(`^calls ${path}#\\S+ -> \\S+#Oven\\.(\\w+) `).exec(line)?.[1] ?? []);
}

const JAVA = {
  'Oven.java': 'package bake; class Oven { Oven next; String name() { return ""; } int bake() { return 1; } }',
  'Shelf.java': `package bake;
import java.util.*;
import java.util.function.*;
class Shelf<T> implements Iterable<T> {
  protected T current;
  T get() { return null; }
  List<T> all() { return null; }
  Optional<T> find() { return null; }
  Shelf<T> add(T one) { return this; }
  public Iterator<T> iterator() { return null; }
  void each(Consumer<? super T> act) {}
  static <R> R make(String name, Class<R> type) { return null; }
  Shelf<T> map(Function<T, T> how) { return this; }
}
class OvenShelf extends Shelf<Oven> {}
class Twice<A, B> extends Shelf<B> {}
interface Repo<E extends Oven, K> { E one(K key); }
interface OvenRepo extends Repo<Oven, Long> {}
interface Baker { void with(Oven oven, int times); }
record Pair(Oven first, Oven second) {}
enum Kind { HOT; Oven oven() { return null; } }`,
};

it.each([
  ['shelf.get().bake();'],
  ['shelf.current.bake();'],
  ['shelf.all().get(0).bake();'],
  ['shelf.find().get().bake();'],
  ['shelf.add(null).add(null).get().bake();'],
  ['for (var each : shelf) each.bake();'],
  ['shelf.each(each -> each.bake());'],
  ['shelf.map(each -> each).get().bake();'],
  ['sub.get().bake();'],
  ['sub.current.bake();'],
  ['new Twice<String, Oven>().get();', 0],
  ['Twice<String, Oven> twice = null; twice.get().bake();'],
  ['var twice = new Twice<String, Oven>(); twice.all().get(0).bake();'],
  ['repo.one(1L).bake();'],
  ['Repo any = null; any.one(1).bake();'],
  ['Shelf.make("a", Oven.class).bake();'],
  ['Shelf<Shelf<Oven>> deep = null; deep.get().get().bake();'],
  ['Shelf<String> texts = null; texts.get().bake();', 0],
  ['Shelf<?> any = null; any.get().bake();', 0],
  ['pair.first().bake();'],
  ['if (what instanceof Pair(Oven one, Oven two)) one.bake();'],
  ['Kind.valueOf("HOT").oven().bake();'],
  ['Kind.values()[0].oven().bake();'],
  ['use((oven, times) -> oven.bake());', 0],
  ['list.stream().map(each -> each.next).toList().get(0).bake();'],
  ['list.stream().map(Oven::name).toList().get(0).bake();', 0],
  ['list.stream().filter(each -> true).collect(Collectors.toList()).get(0).bake();'],
  ['List.of(shelf.get()).get(0).bake();'],
  ['Optional.of(shelf.get()).map(each -> each.next).get().bake();'],
  ['Function<Oven, Integer> how = each -> each.bake();'],
])('knows what stands for type parameters in Java: %s', async (body, times = 1) => {
  const use = `package bake;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;
class Use {
  Shelf<Oven> shelf; OvenShelf sub; OvenRepo repo; Pair pair; List<Oven> list;
  void use(Baker baker) {}
  void go(Object what) { ${body} }
}`;
  expect(await callsIn({ ...JAVA, 'Use.java': use }, 'Use\\.java')).toEqual(Array.from({ length: times }, () => 'bake'));
});

it('knows in a class of Java what it gives to the one that it extends', async () => {
  const use =
    'package bake; class Use extends Shelf<Oven> { void go() { get().bake(); current.bake(); super.get().bake(); each(one -> one.bake()); } }';
  const lines = await indexOf({ ...JAVA, 'Use.java': use });
  expect(lines.filter((line) => /^calls Use\.java#Use\.go -> \S+#Oven\.bake/.test(line))).toHaveLength(1);
  expect(lines.filter((line) => line.startsWith('unresolved'))).toEqual([]);
});

const CSHARP = {
  'Shelf.cs': `namespace Bake;
public class Oven { public Oven Next { get; set; } public int Bake() => 1; }
public class Shelf<T> where T : class {
  public T Current { get; set; }
  public Func<T> Make { get; set; }
  public event Action<T> Changed;
  public T this[int at] => null;
  public T Get() => null;
  public Task<T> Load() => null;
  public IEnumerable<T> All() { yield break; }
  public bool TryFind(string name, out T found) { found = null; return true; }
  public void Each(Action<T> act) {}
  public IEnumerator<T> GetEnumerator() => null;
}
public class OvenShelf : Shelf<Oven> { int Own() => Get().Bake() + Current.Bake(); }
public record Pair(Oven First, Oven Second);
public class Line { public Line(Action<Oven> act) {} }
public interface IFluent<T, out TSelf> where TSelf : IFluent<T, TSelf> { TSelf Same(); }
public interface IFlow<T, U> : IFluent<T, IFlow<T, U>> { Oven Kept(); }
public static class Kit {
  public static IFluent<T, U> Fluent<T, U>(Action<T> act) => null;
  public static IFlow<T, U> Fluent<T, U>() => null;
  public static T Of<T>() where T : new() => new T();
  public static T Must<T>(this T? it) => it!;
  public static Action<Shelf<Oven>> How() { return each => each.Get().Bake(); }
}
`,
};

it.each([
  ['shelf.Get().Bake();'],
  ['shelf.Current.Bake();'],
  ['shelf.Make().Bake();'],
  ['shelf[0].Bake();'],
  ['(await shelf.Load().ConfigureAwait(false)).Bake();'],
  ['shelf.Load().Result.Bake();'],
  ['shelf.Load().GetAwaiter().GetResult().Bake();'],
  ['foreach (var each in shelf.All()) each.Bake();'],
  ['foreach (var each in shelf) each.Bake();'],
  ['if (shelf.TryFind("a", out var found)) found.Bake();'],
  ['shelf.Each(each => each.Bake());'],
  ['shelf.Changed += each => each.Bake();'],
  ['sub.Get().Bake();'],
  ['var made = new Shelf<Oven>(); made.Get().Bake();'],
  ['Kit.Of<Oven>().Bake();'],
  ['services.GetRequiredService<Oven>().Bake();'],
  ['lazy.Value.Bake();'],
  ['new Oven().Must().Bake();'],
  ['if (what is Pair { First: var one }) one.Bake();'],
  ['if (what is Pair { First: { } } pair) pair.First.Bake();'],
  ['var q = from each in list where each.Bake() > 1 select each;'],
  ['var q = from each in list let next = each.Next where next.Bake() > 1 select each;'],
  ['list.Select(each => each.Next).First().Bake();'],
  ['list.Select(each => each.Bake()).First();'],
  ['foreach (var group in list.GroupBy(each => each.Next)) group.First().Bake();'],
  ['Shelf<string> texts = null; texts.Get().Bake();', 0],
  ['new Lazy<Oven>();', 0],
  ['Line line = new(each => each.Bake());'],
  ['Kit.Fluent<Oven, string>().Same().Kept().Bake();'],
])('knows what stands for type parameters in C#: %s', async (body, times = 1) => {
  const use = `namespace Bake;
class Use {
  Shelf<Oven> shelf; OvenShelf sub; List<Oven> list; Lazy<Oven> lazy; IServiceProvider services;
  async void Go(object what) { ${body} }
}`;
  expect(await callsIn({ ...CSHARP, 'Use.cs': use }, 'Use\\.cs')).toEqual(Array.from({ length: times }, () => 'Bake'));
});

it('knows what a method of C# gives back by what it says, and makes nothing of what only holds a thing', async () => {
  const lines = await indexOf({ ...CSHARP, 'Use.cs': 'namespace Bake; class Use { object Go() => new Lazy<Oven>(); }' });
  expect(lines).toContainEqual(expect.stringMatching(/^calls Shelf\.cs#Kit\.How -> Shelf\.cs#Oven\.Bake/));
  expect(lines.filter((line) => line.startsWith('instantiates Use.cs'))).toEqual([]);
});
