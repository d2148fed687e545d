import { indexOf } from '../fixture-oracle.ts';

const SHELF = `from typing import Callable, Generic, Iterator, Protocol, TypeVar
from oven import Oven
T = TypeVar("T")
K = TypeVar("K")
B = TypeVar("B", bound=Oven)
class Shelf(Generic[T]):
    items: list[T]
    current: T
    def get(self) -> T: ...
    def all(self) -> list[T]: ...
    def __iter__(self) -> Iterator[T]: ...
    def __getitem__(self, at: int) -> T: ...
    def __enter__(self) -> T: ...
    def __call__(self) -> T: ...
    async def load(self) -> T: ...
    @property
    def shown(self) -> T: ...
class OvenShelf(Shelf[Oven]):
    def own(self):
        self.get().bake()
class Two(Shelf[T], Generic[K, T]): ...
class Open(Shelf[T]): ...
class Bounded(Generic[B]):
    only: B
class New[A]:
    def get(self) -> A: ...
class Repo(Protocol[T]):
    def one(self) -> T: ...
class Itself:
    def __iter__(self): return self
    def __next__(self) -> Oven: ...
class Later:
    def __aiter__(self): return self
    async def __anext__(self) -> Oven: ...
`;

const bakedIn = async (body: string, given: string): Promise<number> => {
  const lines = await indexOf({
    'oven.py': 'class Oven:\n    lid: "Oven"\n    def bake(self): ...\n',
    'shelf.py': SHELF,
    'use.py': `from oven import Oven\nfrom shelf import Bounded, Itself, Later, New, Open, OvenShelf, Repo, Shelf, Two\nasync def go(it: ${given}):\n    ${body}\n`,
  });
  return lines.filter((line) => /^calls use\.py#go -> oven\.py#Oven\.bake /.test(line)).length;
};

it.each([
  ['it.get().bake()', 'Shelf[Oven]'],
  ['it.current.bake()', 'Shelf[Oven]'],
  ['it.items[0].bake()', 'Shelf[Oven]'],
  ['it.all()[0].bake()', 'Shelf[Oven]'],
  ['it[0].bake()', 'Shelf[Oven]'],
  ['it().bake()', 'Shelf[Oven]'],
  ['it.shown.bake()', 'Shelf[Oven]'],
  ['(await it.load()).bake()', 'Shelf[Oven]'],
  ['for each in it: each.bake()', 'Shelf[Oven]'],
  ['with it as each: each.bake()', 'Shelf[Oven]'],
  ['list(it)[0].bake()', 'Shelf[Oven]'],
  ['sorted(it, key=len)[0].bake()', 'Shelf[Oven]'],
  ['max(it, key=len).bake()', 'Shelf[Oven]'],
  ['lids = [each.lid for each in it]; lids[0].bake()', 'Shelf[Oven]'],
  ['it.get().get().bake()', 'Shelf[Shelf[Oven]]'],
  ['it.get().bake()', '"Shelf[Oven]"'],
  ['it.get().bake()', 'OvenShelf'],
  ['it.get().bake()', 'Two[str, Oven]'],
  ['it.get().bake()', 'Open[Oven]'],
  ['it.only.bake()', 'Bounded'],
  ['it.get().bake()', 'New[Oven]'],
  ['it.one().bake()', 'Repo[Oven]'],
  ['for each in it: each.bake()', 'Itself'],
  ['async for each in it: each.bake()', 'Later'],
])('knows what stands for type parameters in Python: %s of %s', async (body, given) => {
  expect(await bakedIn(body, given)).toBe(1);
});

it.each([
  ['it.get().bake()', 'Shelf[str]'],
  ['it.get().bake()', 'Shelf'],
  ['it.get().bake()', 'Two[Oven, str]'],
  ['max(it, other).bake()', 'Shelf[Oven]'],
])('takes nothing for what it is not: %s of %s', async (body, given) => {
  expect(await bakedIn(body, given)).toBe(0);
});

it('knows in a class what it gives to the one that it extends', async () => {
  const lines = await indexOf({ 'oven.py': 'class Oven:\n    def bake(self): ...\n', 'shelf.py': SHELF });
  expect(lines).toContainEqual(expect.stringMatching(/^calls shelf\.py#OvenShelf\.own -> oven\.py#Oven\.bake/));
});
