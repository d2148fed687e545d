import { indexOf } from '../fixture-oracle.ts';

const KIT = `module Kit
  class Pot
    attr_reader :lid
    attr_accessor :size
    def initialize; @lid = Lid.new; end
    def self.make; new; end
    def self.[](name); new; end
    def boil; self; end
    def maybe(x); x ? nil : Pot.new; end
  end
  class Lid
    def lift; end
  end
  module Sized
    def self.included(base); base.extend(ClassMethods); end
    module ClassMethods
      def sized; end
    end
    def grow; end
  end
end
`;

/** What the file calls in the kit. */
async function calls(text: string, more: Record<string, string> = {}, path = 'lib/a.rb'): Promise<string[]> {
  const lines = await indexOf({ 'lib/kit.rb': KIT, [path]: text, ...more });
  return lines.filter((line) => line.startsWith(`calls ${path}`)).map((line) => line.replace(/^.* -> [^#]*#| \(.*/g, ''));
}

it.each([
  ['what a method comes to last', 'def make; Kit::Pot.new; end\ndef a; make.boil; end', 'Kit.Pot.boil'],
  ['what its branches come to, nil apart', 'def a; Kit::Pot.new.maybe(1).boil; end', 'Kit.Pot.boil'],
  ['what `return` gives', 'def make(x)\n  return Kit::Pot.new if x\n  nil\nend\ndef a; make(1).boil; end', 'Kit.Pot.boil'],
  ['what a class makes of itself', 'def a; Kit::Pot.make.boil; end', 'Kit.Pot.boil'],
  ['accessors', 'def a; Kit::Pot.new.lid.lift; end', 'Kit.Lid.lift'],
  ['what is assigned to one', 'def a; Kit::Pot.new.size = 3; end', 'Kit.Pot.size'],
  ['`[]` of a class', 'def a; Kit::Pot["x"].boil; end', 'Kit.Pot.boil'],
  ['what is made once', 'class A\n  def pot; @pot ||= Kit::Pot.new; end\n  def a; pot.boil; end\nend', 'Kit.Pot.boil'],
  ['several at once', 'def a\n  x, y = 1, Kit::Pot.new\n  y.boil\nend', 'Kit.Pot.boil'],
  ['constants from the top', 'module Inner\n  class Kit; end\n  def a; ::Kit::Pot.new.boil; end\nend', 'Kit.Pot.boil'],
  ['structs', 'A = Struct.new(:pot) do\n  def make; Kit::Pot.new; end\nend\ndef a; A.new(1).make.boil; end', 'Kit.Pot.boil'],
  [
    'another name of a method',
    'class A\n  def pot; Kit::Pot.new; end\n  alias kettle pot\n  def a; kettle.boil; end\nend',
    'Kit.Pot.boil',
  ],
  ['delegators', 'class A\n  def initialize; @pot = Kit::Pot.new; end\n  def_delegators :@pot, :boil\nend', 'Kit.Pot.boil'],
  ['`ClassMethods` of what is included', 'class A\n  include Kit::Sized\n  sized\nend', 'Kit.Sized.ClassMethods.sized'],
  ['what a comment says', '# @param pot [Kit::Pot, nil]\ndef a(pot); pot.boil; end', 'Kit.Pot.boil'],
  ['what a comment says it gives', '# @return [Kit::Pot]\ndef make; find; end\ndef a; make.boil; end', 'Kit.Pot.boil'],
  [
    'what was rescued',
    'class Kit::Bad < StandardError\n  def why; end\nend\ndef a\n  b\nrescue Kit::Bad => e\n  e.why\nend',
    'Kit.Bad.why',
  ],
])('follows %s', async (_, text, target) => {
  expect(await calls(text)).toContain(target);
});

it.each([
  ['what may be two things', 'def make(x)\n  return Kit::Pot.new if x\n  Kit::Lid.new\nend\ndef a; make(1).boil; end'],
  ['what a block is given under the same name', 'def a\n  [1].each { |pot| pot.boil }\n  pot = Kit::Pot.new\nend'],
  ['methods of objects without a name', 'def make\n  Class.new do\n    def boil; end\n  end\nend\ndef a; boil; end'],
])('does not guess at %s', async (_, text) => {
  expect(await calls(text)).not.toContain('Kit.Pot.boil');
});

it('finds what a class has from other files that open it', async () => {
  const found = await calls('module Kit\n  class Pot\n    def a; grow; @steam.lift; end\n  end\nend\n', {
    'lib/b.rb': 'module Kit\n  class Pot\n    include Sized\n    def c; @steam = Lid.new; end\n  end\nend\n',
  });
  expect(found).toEqual(['Kit.Lid.lift', 'Kit.Sized.grow']);
});

it.each([
  [
    'around a class before those it inherits',
    'module M\n  class Lid < Kit::Pot; end\n  class A < Outer\n    def a; Lid.make; end\n  end\nend',
    'Kit.Pot.make',
  ],
  [
    'that a class inherits before those at the top',
    'class Lid; end\nclass A < Outer\n  def a; Lid.new.lift; end\nend',
    'Kit.Lid.lift',
  ],
  [
    'that the class around inherits where one extends them',
    'class A < Outer\n  class B < Lid\n    def a; lift; end\n  end\nend',
    'Kit.Lid.lift',
  ],
  [
    'in the opening of a class that says most',
    'class A\n  class Lid; end\n  class Lid < Kit::Lid\n    def b; end\n  end\n  def a; Lid.new.lift; end\nend',
    'Kit.Lid.lift',
  ],
])('takes constants %s', async (_, text, target) => {
  const more = { 'lib/outer.rb': 'class Outer\n  class Lid < Kit::Lid; end\nend\n' };
  expect(await calls(text, more)).toContain(target);
});

it('takes what the gem around adds to a class of another one before what others add to it', async () => {
  const helper = 'class Minitest::Test\n  def serve; Kit::Pot.make; end\nend\nclass Plate; end\n';
  const text = 'class ATest < Minitest::Test\n  def test_it; serve; Plate.new; end\nend\n';
  const gems = ['a', 'b', 'c'];
  const found = await indexOf({
    ...Object.fromEntries(gems.map((gem) => [`${gem}/test/helper.rb`, helper])),
    ...Object.fromEntries(gems.map((gem) => [`${gem}/test/a_test.rb`, text])),
  });
  for (const gem of gems) {
    expect(found.filter((line) => line.startsWith(`calls ${gem}/test/a_test.rb`)).join()).toMatch(`-> ${gem}/test/helper.rb#`);
    expect(found.filter((line) => line.startsWith(`instantiates ${gem}/`)).join()).toMatch(`-> ${gem}/test/helper.rb#Plate`);
  }
});

it('finds modules that are written in the class that includes them', async () => {
  const found = await calls(
    'class A\n  module Own\n    def go; Kit::Pot.make; end\n  end\n  include Own\n  def a; go; end\nend\n',
  );
  expect(found).toContain('A.Own.go');
});

it('finds what a repository adds to a test framework', async () => {
  const found = await calls(
    'class PotTest < Minitest::Test\n  def test_it; assert_hot(1); end\nend\n',
    { 'test/helper.rb': 'module Minitest\n  module Assertions\n    def assert_hot(x); end\n  end\nend\n' },
    'test/pot_test.rb',
  );
  expect(found).toContain('Minitest.Assertions.assert_hot');
});

it('knows what specs give a name, and their variables', async () => {
  const text = `describe Kit::Pot do
  let(:pot) { Kit::Pot.make }
  before { @lid = Kit::Lid.new }
  it('boils') { pot.boil }
  it('lifts') { @lid.lift }
  it('is made') { described_class.make }
end
`;
  expect(await calls(text, {}, 'spec/pot_spec.rb')).toEqual(
    expect.arrayContaining(['Kit.Pot.boil', 'Kit.Lid.lift', 'Kit.Pot.make']),
  );
});

it('asks once what modules include that include one another', async () => {
  const names = Array.from({ length: 40 }, (_, at) => `M${at}`);
  const modules = names.map((name, at) => {
    const mixed = [1, 2, 3].map((step) => `    include ${names[(at * 5 + step * 7) % 40]}`);
    return `module All\n  module ${name}\n${mixed.join('\n')}\n    def go${at}; missing; Kit::Pot.make; end\n  end\nend\n`;
  });
  const more = Object.fromEntries(modules.map((text, at) => [`lib/m${at}.rb`, text]));
  expect(await calls(modules[0]!, more)).toContain('Kit.Pot.make');
});

it('finds what a class includes by a path that begins with its own name', async () => {
  const inP = (text: string) => `module K\n  module P\n${text}\n  end\nend\n`;
  const more = {
    'lib/k.rb': inP('    class K < B\n      include ::K\n    end'),
    'lib/k/q.rb': inP(
      '    class H\n      module Q\n        def help; end\n      end\n      module R; end\n      module S; end\n    end',
    ),
    'lib/k/b.rb': inP('    class B\n      include K::P::H::R\n      include K::P::H::S\n    end'),
  };
  const text = inP(
    '    class K\n      include K::P::H::Q\n      include K::P::H::R\n      include K::P::H::S\n      def go; help; end\n    end',
  );
  expect(await calls(text, more, 'lib/k/more.rb')).toEqual(['K.P.H.Q.help']);
});
