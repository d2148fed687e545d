import { parseSource } from '../parse/parse-source.ts';
import { keepLikelyBranches } from './c-conditions.ts';
import { leaveOutWords } from './c-declarations.ts';
import { leaveOutExports, leaveOutMacros } from './c-mends.ts';
import { expectNothingMoved } from './fixture-mends.ts';

/** `type name`, with its class around, and what each calls as `who > what`; `stumbled` where the grammar did after all. */
async function read(path: string, text: string): Promise<string[]> {
  const { definitions, uses, hasErrors } = await parseSource(text, path);
  const nameOf = (at: number): string => {
    const { name, parent, owner } = definitions[at]!;
    const around = owner ?? (parent > 0 ? nameOf(parent) : null);
    return around === null ? name : `${around}.${name}`;
  };
  return [
    ...(hasErrors ? ['stumbled'] : []),
    ...definitions.slice(1).map(({ type }, index) => `${type} ${nameOf(index + 1)}`),
    ...uses
      .filter(({ kind }) => kind === 'call')
      .map(({ name, within, receiver }) => `${nameOf(within)} > ${receiver === null ? '' : `${receiver}.`}${name}`),
  ];
}

/** What is written, and what has to be found in it. */
const WRITTEN: readonly (readonly [what: string, path: string, text: string, found: readonly string[]])[] = [
  [
    'macros around a type',
    'a.h',
    'API_OF(const char *) bake(void);\nAPI_OF(int)\nheat(int a);\nPyAPI_FUNC(Pie *) cool(Pie *pie)\n{ return go(pie); }\n',
    ['function bake', 'function heat', 'function cool', 'cool > go'],
  ],
  [
    '`if` with a macro',
    'a.cpp',
    'void a() {\n  if CONSTEXPR_IF (b()) {\n    c();\n  } else if LIKELY_SO (d()) {}\n}\n',
    ['a > b', 'a > c', 'a > d'],
  ],
  [
    'words before fields',
    'a.cpp',
    'struct Oven {\n  NO_UNIQUE_ADDRESS Allocator held;\n  void bake() { go(); }\n};\nvoid b() { c(); }\n',
    ['method Oven.bake', 'Oven.bake > go', 'function b', 'b > c'],
  ],
  [
    'quiet macros before a type',
    'a.c',
    'really_inline static our_internal size_t bake(int a) { return go(a); }\nstatic CONST double\nheats[] = { 1, 2 };\n',
    ['function bake', 'constant heats', 'bake > go'],
  ],
  [
    'macros between a type and a name',
    'a.c',
    'int printflike(1, 2)\nbake(const char *text, ...)\n{\n  return go(text);\n}\n',
    ['function bake', 'bake > go'],
  ],
  [
    'fields of list macros',
    'a.c',
    'struct node {\n  RB_ENTRY(node) left;\n  TAILQ_HEAD(, node) list;\n  int a;\n};\nint b(void) { return c(); }\n',
    ['struct node', 'function b', 'b > c'],
  ],
  [
    'types that macros wrap',
    'a.cpp',
    'String convert(const REF_WRAP(T) in) {\n  return go(in);\n}\nint b() { return c(); }\n',
    ['function convert', 'convert > go', 'function b'],
  ],
  [
    'texts between texts',
    'a.c',
    'const char *usage = "a " QUOTED("b") " c" FLAG(256) "\\n";\nint b(void) { return c("x" NUMBER(1) "y"); }\n',
    ['constant usage', 'function b', 'b > c'],
  ],
  [
    'texts with brackets that macros on lines of their own take',
    'a.h',
    'class Oven {\npublic:\n  QUIET_SINCE("Use heat(int (*)(void) instead.")\n  void bake() { go(); }\n};\n',
    ['class Oven', 'method Oven.bake', 'Oven.bake > go'],
  ],
  [
    'macros of nothing',
    'a.h',
    '#define OPEN   \nint bake(int);\n#define SHUT \n\nint cool(int);\n#define WARM /* no */\nint warm(int);\n',
    ['function bake', 'function cool', 'function warm'],
  ],
  [
    'macros between a pointer and a name',
    'a.c',
    'Pie *CALL bake(int a) { return go(a); }\nu_char * quiet_call\nwarm(int a)\n{\n  return go(a);\n}\n',
    ['function bake', 'bake > go', 'function warm', 'warm > go'],
  ],
  [
    'what is exported',
    'a.cpp',
    'OUR_PUBLIC extern std::vector<int> heats;\nOVEN_API using Heat = int;\nvoid b() { c(); }\n',
    ['constant heats', 'type Heat', 'b > c'],
  ],
  [
    'numbers that are called like types',
    'a.cpp',
    'enum : unsigned { A };\nint bake(int a) { return unsigned(a) + heat(a); }\n',
    ['function bake', 'bake > heat'],
  ],
  [
    'loud words of control',
    'a.cpp',
    'void a() {\n  OUR_TRY {\n    b();\n  }\n  OUR_CATCH(...) {\n    c();\n  }\n}\n',
    ['a > b', 'a > c'],
  ],
  [
    'macros behind what functions take',
    'a.cpp',
    'struct Oven {\n  void bake() const BAKE_FINAL;\n  int heat() const LOCKS_HELD(mu_) { return go(); }\n  void cool()\n      EXCLUSIVE_LOCK_FUNCTION(!mu_) { go(); }\n  int kept GUARDED_BY(mu_);\n};\n',
    ['method Oven.bake', 'method Oven.heat', 'Oven.heat > go', 'Oven.cool > go'],
  ],
  [
    'conditions that macros say of templates',
    'a.cpp',
    'template <typename T, ENABLE_IF(sizeof(T) > 1)>\nvoid bake(T t) { go(t); }\ntemplate <typename T,\n          ENABLE_FOR(is_one(T), 2)>\nclass Oven {\n  void warm() { go(); }\n};\n',
    ['function bake', 'bake > go', 'class Oven', 'Oven.warm > go'],
  ],
  [
    'what mocks are',
    'a.cpp',
    'struct Mock : Oven {\n  MOCK_METHOD(void, bake, (const Pie&, int heat), (override));\n  MOCK_METHOD((std::pair<int, int>), both, ());\n  MOCK_METHOD2(heat, void(const Pie&, std::function<int(int)>));\n  MOCK_CONST_METHOD0(\n      cool, int());\n};\nvoid t() {\n  Mock oven;\n  EXPECT_CALL(oven, bake(_, 1)).Times(2);\n}\n',
    ['method Mock.bake', 'method Mock.both', 'method Mock.heat', 'method Mock.cool', 't > oven.bake', 't > EXPECT_CALL().Times'],
  ],
  [
    'lists of pointers',
    'a.cpp',
    'void a() {\n  Pie **pies = new Pie*[b()];\n  names = new const char*[c()];\n}\n',
    ['a > b', 'a > c'],
  ],
  [
    'signals of Qt',
    'a.cpp',
    'void a() {\n  connect(m, SIGNAL(activated(const QString &)), this, SLOT(read(int, bool)));\n  b();\n}\n',
    ['a > connect', 'a > read', 'a > b'],
  ],
  [
    'types that macros take',
    'a.cpp',
    'void a() {\n  TEST_FOR("all", int, (const char*, uint8_t));\n  CHECK_THROWS(it += 1, "a; b", json::error&);\n  b();\n}\n',
    ['function a', 'a > b'],
  ],
  [
    'calls of operators by name',
    'a.cpp',
    'bool same(A a, B b) {\n  operator<<(*stream, a);\n  return !operator==(a, heat(b));\n}\nbool operator==(const A& a, const B& b) { return go(a); }\n',
    ['function same', 'same > heat', 'operator== > go'],
  ],
  [
    'instantiations elsewhere',
    'a.cpp',
    'extern template auto bake<char>(Oven)\n    -> Pie<char>;\nextern template auto bake<int>(Oven) -> Pie<int>;\nint b() { return c(); }\n',
    ['function b', 'b > c'],
  ],
  [
    'lists of macros',
    'a.c',
    'CTL_GEN(stats, arenas(mib[2])->dss, const char *)\nCTL_GEN(more,\n    time_of(&arenas(mib[2])->up), uint64_t)\nHANDLES   (one)\nHANDLES   (two)\nint b(void) { return c(); }\n',
    ['function b', 'b > c'],
  ],
  [
    'conditions of templates',
    'a.cpp',
    'template <typename L, typename types::enable_if<!is_rvalue<L>::value, void>::type* = nullptr>\nPie<L> bake(const L &held) {\n  return go(held);\n}\nint b() { return c(); }\n',
    ['function bake', 'bake > go', 'function b'],
  ],
];

describe('texts that the grammars of C and C++ stumble over', () => {
  it.each(WRITTEN)('reads %s', async (_what, path, text, found) => {
    const all = await read(path, text);
    expect(all).toEqual(expect.arrayContaining([...found]));
    expect(all.filter((each) => /^(?:function|method|constant) (?:\w+\.)?[A-Z_]{4,}$/.test(each))).toEqual([]);
    expect(all.includes('stumbled')).toBe(found.includes('stumbled'));
  });

  it('says signatures without what is left of a macro around a type', async () => {
    const { definitions } = await parseSource('API_OF(const char *) bake(void);\n', 'a.h');
    expect(definitions[1]?.signature).toBe('const char * bake(void);');
    const mock = await parseSource('struct A {\n  MOCK_METHOD((Pair<int, int>), both, (const Pie&), (override));\n};\n', 'a.h');
    expect(mock.definitions[2]?.signature).toBe('Pair<int, int> both (const Pie&) ;');
  });

  it.each([leaveOutExports, leaveOutMacros, leaveOutWords, keepLikelyBranches])(
    'moves nothing, whatever it is given: %p',
    (mend) => {
      expectNothingMoved(mend, [
        'API_OF(',
        'int',
        'Pie',
        'FLAG',
        'static',
        'const',
        'operator==',
        '(',
        ')',
        '{',
        '}',
        ';',
        '"a',
        '"',
        '\n',
        ' ',
        ',',
        '*',
        '&',
        '::',
        '#define A',
        '\\\n',
        '/*',
        '*/',
        '//',
        '#if 0',
        '#ifdef _WIN32',
        '#else',
        '#endif',
        '\r\n',
        'template <',
        '>',
        'enable_if<',
        "'",
        '1',
      ]);
    },
  );
});

it.each([
  ['quiet_inline size_t f(', '             size_t f('],
  ['inline Pie Oven::bake(', 'inline Pie Oven::bake('],
  ['OVEN_INLINE inline Pie Oven<T>::bake(', '            inline Pie Oven<T>::bake('],
  ['OVEN_INLINE std::string f(', '            std::string f('],
  ['quiet static Map<int, List<int>> f(', '      static Map<int, List<int>> f('],
  ['quiet Oven<int>::Oven(', '      Oven<int>::Oven('],
  ['quiet Oven::~Oven(', '      Oven::~Oven('],
  ['Pie Oven::bake(', 'Pie Oven::bake('],
  ['inline constexpr bool is_hot<Pie> = true;', 'inline constexpr bool is_hot<Pie> = true;'],
  ['struct Pie quiet f(', 'struct Pie       f('],
  ['static quiet unsigned long *a;', 'static       unsigned long *a;'],
  ['int kept GUARDED_BY(mutex);', 'int kept GUARDED_BY(mutex);'],
  ['return quiet a(b);', 'return quiet a(b);'],
  ['Pie a;', 'Pie a;'],
])('leaves out the words of %s that are too many', (text, left) => {
  expect(leaveOutWords(text)).toBe(left);
});

describe('keepLikelyBranches', () => {
  const kept = (text: string) =>
    keepLikelyBranches(text)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');

  it('keeps one branch where each opens what is closed behind', () => {
    expect(kept('#ifdef A\nif (a) {\n#else\nif (b) {\n#endif\n  c();\n}')).toEqual(['if (a) {', 'c();', '}']);
  });

  it('keeps one branch in the middle of a statement, and the likely one', () => {
    const windows = 'int a =\n#ifdef _WIN32\n  win();\n#elif defined(__VMS)\n  vms();\n#else\n  here();\n#endif\nb();';
    expect(kept(windows)).toEqual(['int a =', 'here();', 'b();']);
    expect(kept('int a =\n#ifndef _WIN32\n  here();\n#else\n  win();\n#endif')).toEqual(['int a =', 'here();']);
    expect(kept('int a =\n#if 0 /* never */\n  old();\n#elif A > 1 && \\\n  B\n  here();\n#else\n  other();\n#endif')).toEqual([
      'int a =',
      'here();',
    ]);
  });

  it('leaves alone what has whole statements in each branch, and what is only said in comments and texts', () => {
    const whole =
      '#ifdef A\nvoid a() { b("{"); } // {\n#else\nvoid a() { c(\'{\'); } /* { \n*/\n#endif\n#if B\nd();\n#else\n#endif';
    expect(keepLikelyBranches(whole)).toBe(whole);
  });

  it('knows conditions in conditions', () => {
    const text = 'x = {\n#if A\n  1,\n#ifdef _MSC_VER\n  2\n#else\n  3\n#endif\n#else\n  4\n#endif\n};';
    expect(kept(text)).toEqual(['x = {', '1,', '3', '};']);
  });

  it('ends with the text, in the middle of a comment or a condition', () => {
    for (const text of ['#if A\n/* a\n#else\n#endif', '#if A\n{', '#else\n#endif\n#endif', '#'])
      expect(keepLikelyBranches(text)).toBe(text);
  });
});
