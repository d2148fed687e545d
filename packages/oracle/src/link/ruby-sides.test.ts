import { scanned } from '../fixture-oracle.ts';

const POT = `class Base; attr_accessor :options; end
class Pot < Base
  def self.boil; end
  def boil; end
  class << self
    def options; end
    attr_reader :lid
    private
    def hidden; end
  end
  def lid; end
  def serve; options; end
  def again; self.class.boil; end
  def self.many; boil; options; serve; end
  def self.boiled; new.boil; end
end
`;

async function indexed(text = '') {
  const oracle = await scanned({ 'lib/pot.rb': POT, 'lib/a.rb': text });
  return oracle.graph();
}

/** The lines of what is called in the function on a line of a file. */
async function called(path: string, line: number, text = ''): Promise<number[]> {
  const { nodes, edges } = await indexed(text);
  const from = nodes.find((node) => node.path === path && node.start_line === line && /function|method/.test(node.type))!;
  const lines = new Map(nodes.map((node) => [node.id, node.start_line]));
  const calls = edges.filter(({ source_id, type }) => source_id === from.id && type === 'calls');
  return calls.map(({ target_id }) => lines.get(target_id)!).sort((a, b) => a - b);
}

it.each([
  ['an object', 'Pot.new.boil', 4],
  ['a class', 'Pot.boil', 3],
  ['a class that says `class << self`', 'Pot.options', 6],
  ['an object, by what it inherits, and not by what its class has of that name', 'Pot.new.options', 1],
  ['a class by its accessors', 'Pot.lid', 7],
  ['an object beside an accessor of its class', 'Pot.new.lid', 11],
])('knows the methods of %s', async (_what, call, line) => {
  expect(await called('lib/a.rb', 1, `def a; ${call}; end\n`)).toEqual([line]);
});

it.each([
  ['of its object in a method of that', 12, [1]],
  ['of the class where it asks for that', 13, [3]],
  // What only objects have is meant where a block is run for one of them.
  ['of the class in one of its methods, before those of objects', 14, [3, 6, 12]],
  ['of its object where it makes one', 15, [4]],
])('takes a bare name for a method %s', async (_what, line, expected) => {
  expect(await called('lib/pot.rb', line)).toEqual(expected);
});

it('keeps what is private in a class itself apart from what its objects have', async () => {
  const { nodes } = await indexed();
  const visible = (name: string) => nodes.filter((node) => node.name === name).map((node) => node.visibility);
  expect(visible('hidden')).toEqual(['private']);
  expect(visible('serve')).toEqual(['public']);
});
