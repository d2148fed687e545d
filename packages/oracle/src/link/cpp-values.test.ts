import { edgesIn, indexOf } from '../fixture-oracle.ts';

const OVEN = `namespace shop {
class Pie { public: void eat(); bool is(); };
class Oven {
 public:
  Oven(int heat);
  Pie* bake();
  Pie** pies();
  Pie& operator[](int at);
};
class Held {
 public:
  Pie* operator->();
  explicit operator bool() const;
};
class Tray {
 public:
  class Each { public: Pie& operator*(); };
  Each begin();
};
std::ostream& operator<<(std::ostream& to, const Oven& oven);
}
using shop::Held;
`;

async function callsIn(text: string, more: Record<string, string> = {}): Promise<string[]> {
  const lines = await indexOf({ 'oven.h': OVEN, 'main.cc': `#include "oven.h"\n${text}`, ...more });
  return lines.flatMap((line) => /^(?:unresolved )?calls main\.cc#(\S+ -> .*?)(?: \(| line |$)/.exec(line)?.[1] ?? []);
}

it.each([
  ['a variable that is constructed', 'void run(int heat) { shop::Oven oven(heat); oven.bake(); }', ['run -> oven.h#Oven.bake']],
  [
    'overloads, each with parameters of its own',
    'namespace shop {\nvoid run(Oven* it) { it->bake(); }\nvoid run(Pie* it) { it->eat(); }\n}',
    ['run -> oven.h#Oven.bake', 'run -> oven.h#Pie.eat'],
  ],
  [
    'another name of a list',
    'typedef std::vector<shop::Pie*> Pies;\nvoid run(Pies& all) { all[0]->eat(); }',
    ['run -> oven.h#Pie.eat'],
  ],
  [
    'another name of a list, said by using',
    'using Pies = std::vector<shop::Pie>;\nvoid run(Pies& all) { for (auto& it : all) it.eat(); }',
    ['run -> oven.h#Pie.eat'],
  ],
  [
    'what a pointer to many points to',
    'void run(shop::Oven& oven) { oven.pies()[1]->eat(); }',
    ['run -> oven.h#Oven.pies', 'run -> oven.h#Pie.eat'],
  ],
  ['what an object says is at a place', 'void run(shop::Oven& oven) { oven[1].eat(); }', ['run -> oven.h#Pie.eat']],
  ['what an object says it points to', 'void run(shop::Held held) { held->eat(); }', ['run -> oven.h#Pie.eat']],
  [
    'what an object says is met in it',
    'void run(shop::Tray& tray) { for (auto& pie : tray) pie.eat(); }',
    ['run -> oven.h#Pie.eat'],
  ],
  ['a name that a header takes out of its namespace', 'void run(Held held) { held->eat(); }', ['run -> oven.h#Pie.eat']],
  [
    'what smart pointers give',
    'void run(std::weak_ptr<shop::Pie> pie) { if (auto it = pie.lock()) it->eat(); }',
    ['run -> oven.h#Pie.eat'],
  ],
  ['no cast as a call', 'void run(void* it) { static_cast<shop::Pie*>(it)->eat(); }', ['run -> oven.h#Pie.eat']],
  [
    'what a destructor calls',
    'class Box { ~Box(); shop::Pie* pie_; };\nBox::~Box() { pie_->eat(); }',
    ['Box.~Box -> oven.h#Pie.eat'],
  ],
])('follows %s', async (_what, text, expected) => {
  expect(await callsIn(text)).toEqual(expected);
});

it('takes of two names that a condition chooses between the one that leads to the repository', async () => {
  const food = '#include "oven.h"\n#ifdef PLAIN\nusing Food = std::string;\n#else\nusing Food = shop::Pie;\n#endif\n';
  expect(await callsIn('#include "food.h"\nvoid run(Food& it) { it.eat(); }', { 'food.h': food })).toEqual([
    'run -> oven.h#Pie.eat',
  ]);
});

it('has operators as symbols', async () => {
  const lines = await indexOf({
    'oven.h': OVEN,
    'oven.cc':
      '#include "oven.h"\nnamespace shop {\nHeld::operator bool() const { return true; }\nstd::ostream& operator <<(std::ostream& to, const Oven& oven) { return to; }\n}\n',
  });
  const names = lines.flatMap((line) => /\b(operator\S*(?: bool)?) \|/.exec(line)?.[1] ?? []);
  expect([...new Set(names)]).toEqual(
    expect.arrayContaining(['operator[]', 'operator->', 'operator bool', 'operator<<', 'operator*']),
  );
});

it('finds what a header leaves to others to include, where there is one alone', async () => {
  const lines = await indexOf({
    'tool.h': 'static inline int use(int by) { return help(by) + twice(by); }\n',
    'help.c': 'int help(int by) { return by; }\n',
    'one.c': 'int twice(int by) { return by; }\n',
    'two.c': 'int twice(int by) { return by; }\n',
  });
  const calls = edgesIn(lines, /calls/);
  expect(calls).toEqual(['calls tool.h#use -> help.c#help', 'unresolved calls tool.h#use twice']);
});
