import { edgesIn, indexOf } from '../fixture-oracle.ts';

const POT = `package p;
import java.util.*;
public class Pot {
  List<Pot> lids;
  Map<String, Pot> named;
  Pot[] stack;
  int boil() { return 1; }
  List<Pot> all() { return lids; }
  static <T> List<T> any(Class<T> type) { return null; }
}
`;

const callsIn = async (body: string, given = 'List<Pot> pots, Pot pot', fields = ''): Promise<string[]> => {
  const lines = await indexOf({
    'Pot.java': POT,
    'Use.java': `package p;
import java.util.*;
import java.util.function.Supplier;
import java.util.stream.Stream;
class Use {
  ${fields}
  void use(${given}) {
    ${body}
  }
}
`,
  });
  const calls = lines.filter((line) => /^(?:calls|unresolved calls) Use\.java#Use\.use/.test(line));
  return calls.map((line) => line.replace(/ \(.*| line .*/, '').replace(/calls Use\.java#Use\.use (?:-> Pot\.java#)?/, ''));
};

it.each([
  'pots.get(0).boil();',
  'for (var each : pots) each.boil();',
  'pots.forEach(each -> each.boil());',
  'pots.iterator().next().boil();',
  'pots.subList(0, 1).get(0).boil();',
  'pots.sort((one, other) -> one.boil() - 1);',
  'pots.stream().filter(each -> each != null).map(each -> each.boil());',
  'pots.stream().findFirst().orElseThrow().boil();',
  'pots.stream().peek(each -> each.boil()).count();',
  'List<Pot> some = pots.stream().toList(); some.get(0).boil();',
  'pot.all().get(0).boil();',
  'for (var each : pot.lids) each.boil();',
  'pot.stack[0].boil();',
  'for (var each : pot.stack) each.boil();',
  'pot.named.get("a").boil();',
  'pot.named.computeIfAbsent("a", key -> null).boil();',
  'for (var each : pot.named.values()) each.boil();',
  'for (var each : pot.named.entrySet()) each.getValue().boil();',
  'for (Map.Entry<String, Pot> each : pot.named.entrySet()) each.getValue().boil();',
  'pot.named.forEach((name, each) -> each.boil());',
  'pot.named.entrySet().stream().map(each -> each.getValue().boil());',
  'var made = new ArrayList<Pot>(); made.get(0).boil();',
  'var made = new Pot[2]; made[1].boil();',
  'var made = (List<Pot>) null; made.get(0).boil();',
  'if (pots != null) { List<Pot> own = pots; own.get(0).boil(); } else { List<Pot> own = pots; own.get(1).boil(); }',
])('knows what lists and maps of Java hold: %s', async (body) => {
  expect(await callsIn(body)).toContain('Pot.boil');
});

it.each([
  ['Pot... all', 'all[0].boil();'],
  ['Pot all[]', 'all[0].boil();'],
  ['Pot[][] all', 'all[0][1].boil();'],
  ['Optional<Pot> all', 'all.ifPresent(each -> each.boil());'],
  ['Optional<Pot> all', 'all.get().boil();'],
  ['Supplier<Pot> all', 'all.get().boil();'],
  ['Deque<Pot> all', 'all.peek().boil();'],
  ['Collection<? extends Pot> all', 'all.iterator().next().boil();'],
  ['Map<String, List<Pot>> all', 'all.get("a").get(0).boil();'],
  ['java.util.concurrent.CompletableFuture<Pot> all', 'all.thenAccept(each -> each.boil());'],
])('knows what is held by %s of Java', async (given, body) => {
  expect(await callsIn(body, given)).toContain('Pot.boil');
});

it('knows what fields of Java hold', async () => {
  expect(await callsIn('own.get("a").get(0).boil();', '', 'Map<String, List<Pot>> own;')).toEqual(['Pot.boil']);
  expect(await callsIn('own.values().forEach(each -> each[0].boil());', '', 'Map<String, Pot[]> own;')).toEqual(['Pot.boil']);
});

it('takes nothing of Java for known that is not, and what the library has for no question', async () => {
  expect(await callsIn('pots.add(pot); pots.size(); pots.stream().map(String::valueOf).count();')).toEqual([]);
  expect(await callsIn('texts.get(0).length(); texts.forEach(each -> each.trim());', 'List<String> texts')).toEqual([]);
  expect(await callsIn('Pot.any(Pot.class).get(0).boil();')).toEqual(['Pot.any']);
  expect(await callsIn('pots.stream().map(each -> each.lids).forEach(each -> each.boil());')).toEqual([]);
  expect(await callsIn('for (var each : pot.named.keySet()) each.boil();')).not.toContain('Pot.boil');
  expect(await callsIn('all.get(0).boil();', 'List<? super Pot> all')).toEqual([]);
});

it('does not take a class of the same name for a list of Java', async () => {
  const lines = await indexOf({
    'p/Pot.java': 'package p;\npublic class Pot { public int boil() { return 1; } }\n',
    'p/List.java': 'package p;\npublic class List<T> { public Lid get(int at) { return null; } }\n',
    'p/Lid.java': 'package p;\npublic class Lid { public int boil() { return 1; } }\n',
    'p/Use.java': 'package p;\nclass Use { void use(List<Pot> pots) { pots.get(0).boil(); } }\n',
  });
  const calls = lines.flatMap((line) => /^calls \S+ -> \S+#(\S+)/.exec(line)?.[1] ?? []);
  expect(calls).toEqual(['Lid.boil', 'List.get']);
});

it('a builder gives itself, whatever class of builders it is of', async () => {
  const lines = await indexOf({
    'Builder.java': `package p;
public abstract class Builder<T, B extends Builder<T, B>> {
  B heat(int a) { return self(); }
  protected B self() { return (B) this; }
  Builder<T, B> plain() { return this; }
  abstract T get();
}
`,
    'Pie.java': `package p;
public class Pie {
  static class Baker extends Builder<Pie, Baker> {
    Baker fill() { return this; }
    Pie get() { return null; }
  }
  void eat() {}
}
`,
    'Use.java': `package p;
class Use {
  void use(Builder<Pie, ?> any) {
    new Pie.Baker().heat(1).fill().heat(2).get().eat();
    any.heat(1).get();
  }
}
`,
  });
  const calls = edgesIn(lines, /^calls Use\.java/).map((line) => line.replace('calls Use.java#Use.use -> ', ''));
  expect(calls).toEqual([
    'Builder.java#Builder.get',
    'Builder.java#Builder.heat',
    'Pie.java#Pie.Baker.fill',
    'Pie.java#Pie.Baker.get',
    'Pie.java#Pie.eat',
  ]);
});
