import { indexOf } from '../fixture-oracle.ts';

const KIT = `#include <map>
#include <memory>
#include <vector>
struct Pot {
  int Boil() { return 1; }
  std::vector<Pot> lids;
  std::map<int, Pot*> named;
  std::vector<std::unique_ptr<Pot>> own;
  Pot* row[4];
  const std::vector<Pot*>& All() const;
};
std::vector<std::shared_ptr<Pot>> Load();
template <typename T> struct Bag { T* first; };
`;

const callsIn = async (body: string, given = 'std::vector<Pot> pots, Pot& pot'): Promise<string[]> => {
  const lines = await indexOf({ 'kit.h': KIT, 'a.cc': `#include "kit.h"\nvoid Use(${given}) {\n  ${body}\n}\n` });
  const calls = lines.filter((line) => /^(?:calls|unresolved calls) a\.cc#Use/.test(line));
  return calls.map((line) => line.replace(/ \(.*| line .*/, '').replace(/calls a\.cc#Use (?:-> kit\.h#)?/, ''));
};

it.each([
  'for (auto& each : pots) each.Boil();',
  'for (const Pot& each : pots) each.Boil();',
  'pots[0].Boil();',
  'pots.at(1).Boil();',
  'pots.back().Boil();',
  'auto& first = pots.front(); first.Boil();',
  'for (auto it = pots.begin(); it != pots.end(); ++it) it->Boil();',
  'for (auto it = pots.begin(); it != pots.end(); ++it) (*it).Boil();',
  'pot.lids[0].Boil();',
  'pot.named[1]->Boil();',
  'pot.named.at(1)->Boil();',
  'auto it = pot.named.find(1); it->second->Boil();',
  'for (auto& [name, each] : pot.named) each->Boil();',
  'for (const auto& each : pot.named) each.second->Boil();',
  'for (auto& each : pot.own) each->Boil();',
  'pot.row[1]->Boil();',
  'for (auto* each : pot.All()) each->Boil();',
  'for (const auto& each : Load()) each->Boil();',
  'std::vector<std::vector<Pot>> all; for (auto& some : all) for (auto& each : some) each.Boil();',
])('knows what containers of C++ hold: %s', async (body) => {
  expect(await callsIn(body)).toContain('Pot.Boil');
});

it('takes nothing for known that is not, and what the language has for no question', async () => {
  expect(await callsIn('pots.push_back(pot); pots.size(); pots.Boil(); pot.named.count(1);')).toEqual([]);
  expect(await callsIn('for (auto& each : pot.named) each.first.Boil();')).toEqual([]);
  expect(await callsIn('for (auto& each : bag) each.Boil();', 'Bag<Pot> bag')).toEqual(['unresolved each.Boil']);
});

it('keeps variables of different loops apart', async () => {
  const calls = await callsIn(
    'for (auto& one : pots) one.Boil(); for (auto& one : bag) one.Boil2();',
    'std::vector<Pot> pots, Bag<Pot> bag',
  );
  expect(calls).toEqual(['Pot.Boil', 'unresolved one.Boil2']);
});
