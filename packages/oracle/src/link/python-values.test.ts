import { edgesIn, indexOf } from '../fixture-oracle.ts';

const KIT = `import contextlib
import typing as t
from contextlib import asynccontextmanager, contextmanager

if t.TYPE_CHECKING:
    import typing_extensions as te
    class Maker(t.Protocol):
        def __call__(self) -> "Pot": ...
else:
    class Maker: ...

T = t.TypeVar("T", bound="Pot")

class Base:
    def __enter__(self: T) -> T:
        return self
    @classmethod
    def make(cls: type[T]) -> T:
        return cls()
    def same(self) -> te.Self | None:
        return self

class Pot(Base):
    def boil(self): return 1
    def __call__(self): return Lid()

class Lid:
    def lift(self): return 1
    async def __aenter__(self) -> Pot: ...

class Plain:
    def stir(self): return 1

@contextmanager
def opened() -> t.Iterator[Pot]:
    yield Pot()

@contextlib.contextmanager
def unsaid():
    yield Pot()

@asynccontextmanager
async def later() -> t.AsyncGenerator[Pot, None]:
    yield Pot()

def promised() -> t.AbstractContextManager[Pot]: ...
def maker() -> t.Callable[[], Pot]: ...
def same(pot: T) -> T: ...
@t.overload
def build(kind: t.Callable[..., T], heat: int) -> T: ...
@t.overload
def build(kind: None, heat: int) -> None: ...
def build(kind, heat): ...
def build_plainly(kind: type[T], heat: int) -> T: ...

class Box:
    def get(self, kind: t.Type[T]) -> T | None: ...
`;

const callsIn = async (body: string, given: string): Promise<string[]> => {
  const lines = await indexOf({
    'kit.py': KIT,
    'a.py': `import typing as t
from collections.abc import Callable
from typing import Annotated, Optional, Union, cast
from kit import Box, Lid, Maker, Plain, Pot, T, build, build_plainly, later, maker, opened, promised, same, unsaid

async def use(${given}):
    ${body}
`,
  });
  return edgesIn(lines, /^calls a\.py#use /).map((line) => line.replace('calls a.py#use -> kit.py#', ''));
};

const BOIL = 'Pot.boil';

it.each([
  ['with Pot() as pot: pot.boil()', 'nothing'],
  ['with pot as other: other.boil()', 'pot: Pot'],
  ['with opened() as pot: pot.boil()', 'nothing'],
  ['with unsaid() as pot: pot.boil()', 'nothing'],
  ['with promised() as pot: pot.boil()', 'nothing'],
  ['with opened() as one, Pot() as other: one.boil(); other.boil()', 'nothing'],
  ['async with later() as pot: pot.boil()', 'nothing'],
  ['async with Lid() as pot: pot.boil()', 'nothing'],
  ['pot = stack.enter_context(opened()); pot.boil()', 'stack'],
  ['pot = await stack.enter_async_context(later()); pot.boil()', 'stack'],
])('knows what a context gives: %s', async (body, given) => {
  expect(await callsIn(body, given)).toContain(BOIL);
});

it('takes an object for what is entered where it does not say what it gives', async () => {
  expect(await callsIn('with Plain() as plain: plain.stir()', 'nothing')).toContain('Plain.stir');
});

it.each([
  ['make().boil()', 'make: Maker'],
  ['pot = make()\n    pot.boil()', 'make: Maker'],
  ['make().boil()', 'make: Callable[..., Pot]'],
  ['make(1).boil()', 'make: "t.Callable[[int], Pot] | None"'],
  ['maker()().boil()', 'nothing'],
  ['kind().boil()', 'kind: type[Pot]'],
  ['kind.make().boil()', 'kind: t.Type[Pot]'],
])('knows what a value gives that is called: %s of %s', async (body, given) => {
  expect(await callsIn(body, given)).toContain(BOIL);
});

it('an object that is called runs its method for that', async () => {
  expect(await callsIn('pot().lift()', 'pot: Pot')).toEqual(['Lid.lift', 'Pot.__call__']);
});

it.each([
  ['Pot.make().boil()', 'nothing'],
  ['pot.same().boil()', 'pot: Pot'],
  ['same(pot).boil()', 'pot: Pot'],
  ['pot.boil()', 'pot: T'],
  ['pot.boil()', 'pot: Annotated[Pot, 1]'],
  ['kind().boil()', 'kind: type[Pot] | None'],
  ['pot.boil()', 'pot: "Union[Pot, None]"'],
  ['pot.boil()', 'pot: Pot | str'],
  ['pot.boil()', 'pot: Optional[Pot] = None'],
  ['pots[0].boil()', '*pots: Pot'],
  ['for pot in pots.values(): pot.boil()', '**pots: Pot'],
])('knows what a type says: %s of %s', async (body, given) => {
  expect(await callsIn(body, given)).toContain(BOIL);
});

it.each([
  ['cast(Pot, thing).boil()', 'thing'],
  ['pot = t.cast("Pot", thing)\n    pot.boil()', 'thing'],
  ['next(iter(pots)).boil()', 'pots: list[Pot]'],
  ['pot = next((each for each in pots if each), None)\n    pot.boil()', 'pots: list[Pot]'],
  ['type(pot).make().boil()', 'pot: Pot'],
  ['build(Pot, 1).boil()', 'nothing'],
  ['build_plainly(Pot, 1).boil()', 'nothing'],
  ['pot = build(Pot, heat=1)\n    pot.boil()', 'nothing'],
  ['box.get(Pot).boil()', 'box: Box'],
  ['if pot := pots.get(1): pot.boil()', 'pots: dict[int, Pot]'],
  ['if (pot := Pot()) is not None: pot.boil()', 'nothing'],
  ['for each in one, other: each.boil()', 'one: Pot, other: Pot'],
  ['for name, each in [("a", one), ("b", Pot())]: each.boil()', 'one: Pot'],
  ['first, second = one, Lid()\n    first.boil()', 'one: Pot'],
  ['first, *others = pots\n    others[0].boil()', 'pots: list[Pot]'],
  ['pots = {"a": Pot(), "b": Pot()}\n    pots["a"].boil()', 'nothing'],
  ['pots = {each: Pot() for each in "ab"}\n    pots["a"].boil()', 'nothing'],
  ['sorted(pots, key=lambda each: each.boil())', 'pots: list[Pot]'],
  ['pots.sort(key=lambda each: each.boil())', 'pots: list[Pot]'],
  ['list(map(lambda each: each.boil(), pots))', 'pots: list[Pot]'],
  ['max((each for each in pots), key=lambda each: each.boil())', 'pots: list[Pot]'],
  ['match thing:\n        case Pot() as pot: pot.boil()', 'thing'],
])('knows what comes of it: %s', async (body, given) => {
  expect(await callsIn(body, given)).toContain(BOIL);
});

it.each([
  ['for each in one, other: each.boil()', 'one: Pot, other'],
  ['for each in one, "b": each.boil()', 'one: Pot'],
  ['for each in [*pots, one]: each.boil()', 'pots, one: Pot'],
  ['cast(pot, thing).boil()', 'pot: Pot, thing'],
  ['print(Pot).boil()', 'nothing'],
  ['next(each.lid for each in pots).boil()', 'pots: list[Pot]'],
  ['first, *others = one, other\n    others[0].boil()', 'one, other: Pot'],
  ['apply(pots, key=lambda each: each.boil())', 'pots: list[Pot]'],
  ['pot.boil()', 'pot: Pot | Lid'],
  ['with opened as pot: pot.boil()', 'nothing'],
])('takes nothing for known that is not: %s of %s', async (body, given) => {
  expect(await callsIn(body, given)).not.toContain(BOIL);
});

it.each([
  ['heat=Pot', 'heat().boil()'],
  ['Pot=Pot', 'Pot().boil()'],
  ['pot=Pot()', 'pot.boil()'],
])('takes a parameter for what it is where nobody gives another: %s', async (given, body) => {
  expect(await callsIn(body, given)).toContain(BOIL);
});

it('finds what a file has itself where what it would rather import is not there', async () => {
  const lines = await indexOf({
    'kit.py': `try:
    from fast import bake
except ImportError:
    def bake(): pass

try:
    import quick as tool
except ImportError:
    import slow as tool

class Parser:
    def feed(self): pass

with suppress(ImportError):
    from ._parser import Parser
`,
    'slow.py': 'def run(): pass\n',
    'a.py': 'from kit import Parser, bake, tool\n\ndef use(parser: Parser):\n    bake()\n    tool.run()\n    parser.feed()\n',
  });
  expect(edgesIn(lines, /^calls a\.py/)).toEqual([
    'calls a.py#use -> kit.py#Parser.feed',
    'calls a.py#use -> kit.py#bake',
    'calls a.py#use -> slow.py#run',
  ]);
});

it('finds what a module has by its stub where the module makes it while it runs', async () => {
  const lines = await indexOf({
    'shop/__init__.py': '',
    'shop/op.py': 'install(globals())\n\ndef known(): pass\n',
    'shop/op.pyi': 'def bake() -> None: ...\ndef known() -> None: ...\n',
    'a.py': 'from shop import op\nfrom shop.op import bake\n\ndef use():\n    op.bake()\n    op.known()\n    bake()\n',
  });
  expect(edgesIn(lines, /^calls a\.py/)).toEqual(['calls a.py#use -> shop/op.py#known', 'calls a.py#use -> shop/op.pyi#bake']);
});
