import { edgesIn, indexOf } from '../fixture-oracle.ts';

async function callsOf(files: Record<string, string>): Promise<string[]> {
  const lines = await indexOf(files);
  return edgesIn(lines, /^(?:unresolved )?(?:calls|references)/);
}

it('follows what a macro calls, also into other macros and past comments', async () => {
  const calls = await callsOf({
    'oven.h': `int bake(int heat);
#define HOTTEST 300 /* more than this
                       burns the pie (at once)
                     */
#define again(oven, pre) { \\
    pre; /* before */ \\
    if ((oven)->heat > HOTTEST) { bake(1); oven(2); } }
#define twice(oven) again(oven, (void)0)
#define bake_all bake
#define warm(x) (warm)(x + 1)
#define NAMED(name) int bake_##name(void); text(#name, "bake(1)", 'b')
`,
    'oven.c': '#include "oven.h"\nint (bake)(int heat) { return heat; }\n',
    'main.c': '#include "oven.h"\nint main() { twice(0); return 0; }\n',
  });
  expect(calls).toEqual(
    expect.arrayContaining([
      'calls main.c#main -> oven.h#twice',
      'calls oven.h#again -> oven.c#bake',
      'calls oven.h#twice -> oven.h#again',
      'references oven.h#again -> oven.h#HOTTEST',
      'references oven.h#bake_all -> oven.c#bake',
      'unresolved calls oven.h#NAMED text',
    ]),
  );
  const lines = await indexOf({ 'a.h': '#define A 1 /* the first\n of two */\n#define B 2\n' });
  expect(lines.flatMap((line) => /^a\.h:\S+ public constant (\S+)/.exec(line)?.[1] ?? [])).toEqual(['A', 'B']);
  expect(calls.filter((call) => /#NAMED .*(?:bake|name)|#warm /.test(call))).toEqual([]);
});

it('knows what a macro makes and asks of it', async () => {
  const calls = await callsOf({
    'check.h': `namespace check {
class Asked { public: void fail(); void done(); };
}
void finish();
#define CHECK(what) do { \\
    check::Asked asked(what); \\
    if (!(what)) asked.fail(); \\
    check::Asked* same = &asked; \\
    WARNINGS_OFF \\
    same->done(); \\
    WARNINGS_ON \\
    finish(); \\
  } while (false)
`,
  });
  expect(calls).toEqual([
    'calls check.h#CHECK -> check.h#Asked.done',
    'calls check.h#CHECK -> check.h#Asked.fail',
    'calls check.h#CHECK -> check.h#finish',
    'references check.h#CHECK -> check.h#Asked',
  ]);
});

it('reads functions whose declarations begin with a macro, and calls of macros that take types', async () => {
  const calls = await callsOf({
    'oven.h': 'OVEN_FUNC heat_t warm(int by);\nOVEN_API int   (cool) (Oven *oven);\n',
    'oven.cc': `#include "oven.h"
OVEN_FLAG(int, hottest, 1 << 8,
          "how hot (at most)");
OVEN_INLINE std::string name(const char* of) { return warm(1) + of; }
OVEN_INLINE Oven::Oven(int heat) : heat_(heat) { warm(heat); }
template <typename T> OVEN_CONSTEXPR auto twice(T by) -> T { return warm(by); }
`,
    'oven.c':
      '#include "oven.h"\nOVEN_FUNC heat_t warm(int by) { return by; }\nOVEN_API int cool(Oven *oven) { return warm(0); }\n',
    'main.c': '#include "oven.h"\nint main() { return cool(0); }\n',
  });
  expect(calls.filter((call) => /^calls/.test(call))).toEqual([
    'calls main.c#main -> oven.c#cool',
    'calls oven.c#cool -> oven.c#warm',
    'calls oven.cc#Oven.constructor -> oven.c#warm',
    'calls oven.cc#name -> oven.c#warm',
    'calls oven.cc#twice -> oven.c#warm',
  ]);
});

it('reads macros of nothing, with blanks or a comment behind them, and macros right before the name of a function', async () => {
  const nothing = ['', ' ', '\t ', '   ', ' /* nothing */', ' \r', '  \r'].map(
    (end, at) => `#ifdef NO\n#define NO_${at}${end}\n#endif\n`,
  );
  const calls = await callsOf({
    'oven.h': `${nothing.join('')}int CALL warm(int by);\nOVEN_EXP int OVEN_CALL\ncool(int by);\nOVEN_INLINE Pie *\nslice(int by);\nstatic OVEN_TYPE keep(int by) { return warm(by); }\n`,
    'main.c': '#include "oven.h"\nint CALL main(void) { cool(1); slice(1); return keep(1); }\n',
  });
  expect(calls.filter((call) => /^calls/.test(call))).toEqual([
    'calls main.c#main -> oven.h#cool',
    'calls main.c#main -> oven.h#keep',
    'calls main.c#main -> oven.h#slice',
    'calls oven.h#keep -> oven.h#warm',
  ]);
});

it('knows of namespaces that macros open', async () => {
  const calls = await callsOf({
    'fmt/core.h': `#define FMT_BEGIN_NAMESPACE \\
  namespace fmt {           \\
  inline namespace v9 {
#define FMT_ONCE(a) namespace once { struct a {}; }
FMT_BEGIN_NAMESPACE
class buffer { public: void clear(); };
void print(buffer& to);
FMT_END_NAMESPACE
`,
    'main.cc': '#include "fmt/core.h"\nusing buffer_t = fmt::buffer;\nvoid run(buffer_t& to) { fmt::print(to); to.clear(); }\n',
  });
  expect(calls.filter((call) => /^calls main/.test(call))).toEqual([
    'calls main.cc#run -> fmt/core.h#buffer.clear',
    'calls main.cc#run -> fmt/core.h#print',
  ]);
});

it('stays quick on macros that say nothing', async () => {
  const many = (part: string, count = 20_000) => part.repeat(count);
  const calls = await callsOf({
    'a.h': `#define A ${many('a(')}\n#define B ${many('/*')}\n#define C ${many('a::')}\n#define D ${many('"\\')}\n`,
    'b.h': `ABCD_EF ${many('* ')}\nABCD_EF ${many('a ')}\nABCD_EF(${many('( ')}\nint ${many('a ')}(\n`,
    'c.h': 'void here();\n#define E here()\n',
  });
  expect(calls).toContain('calls c.h#E -> c.h#here');
});
