import { indexOf } from '../fixture-oracle.ts';

const KIT = `package kit

type Pot struct {
	Lids  []*Pot
	Named map[string]*Pot
	Out   chan *Pot
}

type Shelf []Pot

func (p *Pot) Boil() int { return 1 }
func (s Shelf) Len() int { return 1 }
func All() []*Pot { return nil }
func First() ([]Pot, error) { return nil, nil }
func Both() (err error, one, other *Pot) { return }
func Maker() func() *Pot { return nil }
func Made() (func(int) (int, *Pot), error) { return nil, nil }

type pan struct{}

func (p pan) Fry() {}
`;

const callsIn = async (body: string, given = 'pots []*Pot, pot *Pot'): Promise<string[]> => {
  const lines = await indexOf({
    'go.mod': 'module x\n',
    'kit/kit.go': KIT,
    'kit/a.go': `package kit\n\nfunc use(${given}) {\n\t${body}\n}\n`,
  });
  const calls = lines.filter((line) => /^(?:calls|unresolved calls) kit\/a\.go#use/.test(line));
  return calls.map((line) => line.replace(/ \(.*| line .*/, '').replace(/calls kit\/a\.go#use (?:-> kit\/kit\.go#)?/, ''));
};

it.each([
  'for _, each := range pots { each.Boil() }',
  'for at := range pots { pots[at].Boil() }',
  'pots[0].Boil()',
  'for _, each := range pots[1:] { each.Boil() }',
  'pot.Lids[0].Boil()',
  'pot.Named["a"].Boil()',
  'for _, each := range pot.Named { each.Boil() }',
  'if each, ok := pot.Named["a"]; ok { each.Boil() }',
  'for _, each := range All() { each.Boil() }',
  'some, _ := First(); some[0].Boil()',
  'made := []Pot{}; made[0].Boil()',
  'made := make(map[string]*Pot); made["a"].Boil()',
  'var made []Pot; made = append(made, Pot{}); made[0].Boil()',
  'more := append(pots, pot); more[0].Boil()',
  'each := <-pot.Out; each.Boil()',
  '_, _, other := Both(); other.Boil()',
  'var _, one, _ = Both(); one.Boil()',
  'var one *Pot; if _, one, _ := Both(); one != nil { one.Boil() }',
  'Maker()().Boil()',
  'make := Maker(); make().Boil()',
  'make, _ := Made(); _, one := make(1); one.Boil()',
  'tests := []struct { name string; one, other *Pot }{{"a", nil, nil}}; for _, tt := range tests { tt.other.Boil() }',
  'for _, tt := range []struct { pots []Pot }{{}} { tt.pots[0].Boil() }',
  'tests := map[string]struct { make func() *Pot }{}; for _, tt := range tests { tt.make().Boil() }',
  'var tt struct { pot *Pot }; tt.pot.Boil()',
  'for each := range pot.Out { each.Boil() }',
])('knows what slices, maps and channels hold: %s', async (body) => {
  expect(await callsIn(body)).toContain('Pot.Boil');
});

it.each([
  ['pots ...*Pot', 'for _, each := range pots { each.Boil() }'],
  ['pots [4]Pot', 'pots[1].Boil()'],
  ['tt struct{ pot Pot }', 'tt.pot.Boil()'],
  ['make func() (*Pot, error)', 'one, err := make(); one.Boil()'],
  ['shelf Shelf', 'shelf[0].Boil(); shelf.Len()'],
  ['pots map[string][]*Pot', 'for _, some := range pots { for _, each := range some { each.Boil() } }'],
])('knows what is held by %s', async (given, body) => {
  expect(await callsIn(body, given)).toContain('Pot.Boil');
});

it('takes nothing for known that is not', async () => {
  expect(await callsIn('for each := range pots { each.Boil() }')).toEqual(['unresolved each.Boil']);
  expect(await callsIn('for key := range pot.Named { key.Boil() }')).toEqual(['unresolved key.Boil']);
  expect(await callsIn('pots.Boil()')).toEqual(['unresolved pots.Boil']);
  expect(await callsIn('some, _ := First(); some.Boil()')).toEqual(['First', 'unresolved some.Boil']);
});

it('a variable may have the name of the type that it is of', async () => {
  expect(await callsIn('pan := pan{}; pan.Fry()')).toEqual(['pan.Fry']);
  expect(await callsIn('pan := &pan{}; pan.Fry()')).toEqual(['pan.Fry']);
});

it('makes elements of a list where they are written out without their type, and else not', async () => {
  const made = async (body: string) => {
    const lines = await indexOf({
      'go.mod': 'module x\n',
      'a.go': `package x\ntype Pot struct{ a int }\nfunc use(pot Pot) {\n\t${body}\n}\n`,
    });
    return lines
      .filter((line) => /^(?:instantiates|references) a\.go#use -> a\.go#Pot /.test(line))
      .map((line) => line.split(' ')[0]);
  };
  expect(await made('_ = []Pot{{1}}')).toContain('instantiates');
  expect(await made('_ = map[string]Pot{"a": {1}}')).toContain('instantiates');
  expect(await made('_ = []Pot{pot}')).not.toContain('instantiates');
  expect(await made('_ = []Pot{}')).not.toContain('instantiates');
});
