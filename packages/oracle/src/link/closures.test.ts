import { indexOf } from '../fixture-oracle.ts';

/** In each `it` is a Box, and in the function within it a Lid. */
const LANGUAGES: Readonly<Record<string, string>> = {
  'a.go': `package a

type Box struct{}
func (b *Box) Open() {}
type Lid struct{}
func (l *Lid) Shut() {}

func Use() {
	it := &Box{}
	run(func(it *Lid) { it.Shut() })
	it.Open()
}
`,
  'a.py': `class Box:
    def open(self): pass

def use():
    it = Box()
    run(lambda it: it.shut())
    it.open()
`,
  'a.rs': `struct Box2;
impl Box2 { fn open(&self) {} }
struct Lid;
impl Lid { fn shut(&self) {} }
fn using() {
    let it = Box2 {};
    run(|it: Lid| it.shut());
    it.open();
}
`,
  'A.java': `class Box { void open() {} }
class Lid { void shut() {} }
class Use {
  void use() {
    run((Lid that) -> { Lid it = that; it.shut(); });
    Box it = new Box();
    it.open();
  }
}
`,
  'a.cs': `class Box { public void Open() {} }
class Lid { public void Shut() {} }
class Use {
  void Go() {
    Run((Lid that) => { Lid it = that; it.Shut(); });
    Run(delegate (Lid it) { it.Shut(); });
    Box it = new Box();
    it.Open();
  }
}
`,
  'a.php': `<?php
class Box { function open() {} }
class Lid { function shut() {} }
function useThem() {
  $it = new Box();
  run(function (Lid $it) { $it->shut(); });
  run(fn (Lid $it) => $it->shut());
  $it->open();
}
`,
  'a.cpp': `struct Box { void open() {} };
struct Lid { void shut() {} };
void use() {
  Box it;
  run([](Lid it) { it.shut(); });
  it.open();
}
`,
};

it.each(Object.entries(LANGUAGES))('tells a variable from that of the function within it: %s', async (path, text) => {
  const lines = await indexOf({ [path]: text });
  const called = lines.flatMap((line) => /^calls .* -> \S+#\S*\.(open|shut) /i.exec(line)?.[1]?.toLowerCase() ?? []);
  expect(called.sort()).toEqual(path.endsWith('.py') ? ['open'] : ['open', 'shut']);
});
