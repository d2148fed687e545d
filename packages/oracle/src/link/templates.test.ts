import { indexOf } from '../fixture-oracle.ts';

const HEADER = `#pragma once
namespace bake {
class Oven { public: Oven* next; int heat() const; };
template <typename T> class Shelf {
 public:
  T& get();
  const T* first() const;
  std::unique_ptr<T> take();
  std::vector<T> all() const;
  T* operator->();
  T& operator[](int at);
  T current;
};
template <typename T> T& Shelf<T>::get() { return current; }
class OvenShelf : public Shelf<Oven> { public: int own() { return get().heat() + current.heat(); } };
template <typename D> struct Self { D& self() { return static_cast<D&>(*this); } };
struct Thing : Self<Thing> { Oven oven(); int go() { return self().oven().heat(); } };
template <typename A, typename B> struct Pair { A a; B b; };
template <typename T> T make() { return T(); }
using Ovens = Shelf<Oven>;
struct Kit { std::function<Oven(int)> how; std::tuple<int, Oven> both; std::vector<Oven> list; };
}
`;

const heatedIn = async (body: string): Promise<number> => {
  const lines = await indexOf({
    'oven.h': HEADER,
    'oven.cc': '#include "oven.h"\nint bake::Oven::heat() const { return 1; }\n',
    'use.cc': `#include "oven.h"
using namespace bake;
void go(Shelf<Oven>& shelf, Kit& kit, Oven oven) { ${body} }
`,
  });
  return lines.filter((line) => /^calls use\.cc#go -> \S+#Oven\.heat /.test(line)).length;
};

it.each([
  'shelf.get().heat();',
  'shelf.first()->heat();',
  'shelf.take()->heat();',
  'shelf.all()[0].heat();',
  'shelf->heat();',
  'shelf[0].heat();',
  'shelf.current.heat();',
  'OvenShelf sub; sub.get().heat();',
  'Ovens ovens; ovens.get().heat();',
  'Pair<int, Oven> pair; pair.b.heat();',
  'make<Oven>().heat();',
  'kit.how(1).heat();',
  'std::get<1>(kit.both).heat();',
  'std::move(oven).heat();',
  '(shelf.first() ? oven : oven).heat();',
  'auto found = std::find_if(kit.list.begin(), kit.list.end(), test); found->heat();',
  'std::for_each(kit.list.begin(), kit.list.end(), [](const auto& each) { each.heat(); });',
])('knows what templates of C++ are given: %s', async (body) => {
  expect(await heatedIn(body)).toBe(1);
});

it.each(['Shelf<int> other; other.get().heat();', 'Pair<int, Oven> pair; pair.a.heat();', 'make<int>().heat();'])(
  'takes nothing for what it is not: %s',
  async (body) => {
    expect(await heatedIn(body)).toBe(0);
  },
);

it('knows in a class what it gives to the one that it extends', async () => {
  const lines = await indexOf({ 'oven.h': HEADER });
  expect(lines).toContainEqual(expect.stringMatching(/^calls oven\.h#OvenShelf\.own -> oven\.h#Oven\.heat/));
  expect(lines).toContainEqual(expect.stringMatching(/^calls oven\.h#Thing\.go -> oven\.h#Oven\.heat/));
});

it('sees through several macros before the name of a class', async () => {
  const lines = await indexOf({
    'state.h': '#pragma once\nclass KIT_EXPORT KIT_ALIGNED(8) State {\n public:\n  int range() const { return 1; }\n};\n',
    'use.cc': '#include "state.h"\nvoid go(State& state) { state.range(); }\n',
  });
  expect(lines).toContainEqual(expect.stringMatching(/^calls use\.cc#go -> state\.h#State\.range/));
});
