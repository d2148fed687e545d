import { indexOf } from '../fixture-oracle.ts';

const POT = `using System.Collections.Generic;
using System.Threading.Tasks;
namespace P;
public class Pot {
  public List<Pot> Lids;
  public IReadOnlyList<Pot> Shown { get; }
  public Dictionary<string, Pot> Named { get; } = new();
  public Pot[] Stack;
  public int Boil() { return 1; }
  public IEnumerable<Pot> All() { return Lids; }
  public Task<List<Pot>> Load() { return null; }
  public static List<T> Any<T>() { return null; }
}
`;

const callsIn = async (body: string, given = 'List<Pot> pots, Pot pot'): Promise<string[]> => {
  const lines = await indexOf({
    'Pot.cs': POT,
    'Use.cs': `using System.Collections.Generic;
using System.Linq;
namespace P;
class Use {
  async void Do(${given}) {
    ${body}
  }
}
`,
  });
  const calls = lines.filter((line) => /^(?:calls|unresolved calls) Use\.cs#Use\.Do/.test(line));
  return calls.map((line) => line.replace(/ \(.*| line .*/, '').replace(/calls Use\.cs#Use\.Do (?:-> Pot\.cs#)?/, ''));
};

it.each([
  'pots[0].Boil();',
  'foreach (var each in pots) each.Boil();',
  'foreach (Pot each in pots) each.Boil();',
  'pots.ForEach(each => each.Boil());',
  'pots.First().Boil();',
  'pots.FirstOrDefault(each => each.Boil() > 1)?.Boil();',
  'pots.Where(each => each != null).OrderBy(each => each.Boil());',
  'pots.Skip(1).ToList()[0].Boil();',
  'pots.Sort((one, other) => one.Boil() - other.Boil());',
  'var some = pots.ToArray(); some[0].Boil();',
  'pot.Shown[0].Boil();',
  'foreach (var each in pot.Shown) each.Boil();',
  'pot?.Shown?[0].Boil();',
  'foreach (var each in pot.All()) each.Boil();',
  '(await pot.Load())[0].Boil();',
  'foreach (var each in pot.Stack) each.Boil();',
  'pot.Named["a"].Boil();',
  'foreach (var each in pot.Named.Values) each.Boil();',
  'foreach (var each in pot.Named) each.Value.Boil();',
  'foreach (var (name, each) in pot.Named) each.Boil();',
  'if (pot.Named.TryGetValue("a", out var each)) each.Boil();',
  'pot.Named.Select(each => each.Value.Boil());',
  'var made = new List<Pot> { pot }; made[0].Boil();',
  'var made = new Pot[2]; made[1].Boil();',
  'var made = pot as IList<Pot>; made[1].Boil();',
])('knows what lists and dictionaries of C# hold: %s', async (body) => {
  expect(await callsIn(body)).toContain('Pot.Boil');
});

it.each([
  ['params Pot[] all', 'all[0].Boil();'],
  ['Pot[][] all', 'all[0][1].Boil();'],
  ['List<Pot>? all', 'all![0].Boil();'],
  ['Stack<Pot> all', 'all.Peek().Boil();'],
  ['Queue<Pot> all', 'while (all.TryDequeue(out var each)) each.Boil();'],
  ['IDictionary<string, List<Pot>> all', 'all["a"][0].Boil();'],
  ['KeyValuePair<string, Pot> all', 'all.Value.Boil();'],
  ['(Pot one, int two) all', 'all.one.Boil();'],
  ['(Pot, int) all', 'var (one, two) = all; one.Boil();'],
  ['System.Collections.Generic.HashSet<Pot> all', 'all.Single().Boil();'],
])('knows what is held by %s of C#', async (given, body) => {
  expect(await callsIn(body, given)).toContain('Pot.Boil');
});

it('takes nothing of C# for known that is not, and what the library has for no question', async () => {
  expect(await callsIn('pots.Add(pot); pots.Select(each => 1).ToList(); pot.Named.ContainsKey("a");')).toEqual([]);
  expect(await callsIn('texts[0].Trim(); texts.ForEach(each => each.Trim());', 'List<string> texts')).toEqual([]);
  expect(await callsIn('Pot.Any<Pot>()[0].Boil();')).not.toContain('Pot.Boil');
  expect(await callsIn('pots[1..].Boil();')).not.toContain('Pot.Boil');
  expect(await callsIn('pots.Boil();')).toEqual([]);
  expect(await callsIn('foreach (var each in pot.Named.Keys) each.Boil();')).not.toContain('Pot.Boil');
  expect(await callsIn('var (one, two) = all; two.Boil();', '(Pot, int) all')).not.toContain('Pot.Boil');
  expect(await callsIn('pots.ToDictionary(each => 1, each => each.Lids)[1].Boil();')).not.toContain('Pot.Boil');
});
