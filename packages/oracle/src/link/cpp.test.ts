import { edgesIn, indexOf } from '../fixture-oracle.ts';

const FILES = {
  'db.h': `namespace shop {
class Log;
class Table {
 public:
  Table();
  int Size();
 private:
  struct Rep;
  Rep* rep_;
};
class Store {
 public:
  virtual int Find() = 0;
  Log* log_;
};
class Hidden {};
}
`,
  'log.h': 'namespace shop {\nclass Log { public: void Add(); };\n}\n',
  'other.h': 'namespace other {\nclass Hidden { public: void Go(); };\nclass Twice { public: void Go(); };\n}\n',
  'twice.h': 'namespace other {\nclass Twice { public: void Go(); };\n}\n',
  'table.cc': `#include "db.h"
#include "log.h"
namespace shop {
struct Table::Rep {
  Rep() {}
  int Count() { return 1; }
};
int Table::Size() { return rep_->Count(); }
void Use(Store* store) { store->log_->Add(); }
}
`,
  'a_test.cc': `#include <gtest/gtest.h>
#include "db.h"
namespace shop {
class StoreTest : public testing::Test {
 public:
  int Look() { return store_->Find(); }
  Store* store_;
};
TEST_F(StoreTest, Finds) {
  Look();
  store_->Find();
}
TEST(Plain, Works) {
  Look();
}
}
`,
  'c.cc': '#include <vector>\nnamespace other {\nvoid Use(Twice* it) { it->Go(); }\n}\n',
};

it('finds types that are announced, members of fixtures, and types that are written outside of theirs', async () => {
  const lines = await indexOf(FILES);
  expect(edgesIn(lines, /^(?:unresolved )?calls/)).toEqual([
    'calls a_test.cc#StoreTest.Finds -> a_test.cc#StoreTest.Look',
    'calls a_test.cc#StoreTest.Finds -> db.h#Store.Find',
    'calls a_test.cc#StoreTest.Look -> db.h#Store.Find',
    'calls table.cc#Table.Size -> table.cc#Table.Rep.Count',
    'calls table.cc#Use -> log.h#Log.Add',
  ]);
  expect(lines).toContainEqual(expect.stringMatching(/^table\.cc:4-7 \w+ struct Table\.Rep /));
});

it('reads declarations that carry attributes and macros, and functions with a loud name', async () => {
  const lines = await indexOf({
    'unit.h': `namespace testing {
class UNIT_API_ [[nodiscard]] Unit {
 public:
  static Unit* Get();
  int Run() UNIT_CHECKED_;
  int size() const UNIT_GUARDED_BY_(mutex_);
};
}
int RUN_ALL() UNIT_CHECKED_;
inline int RUN_ALL() { return ::testing::Unit::Get()->Run(); }
`,
  });
  expect(lines.flatMap((line) => /^(?:calls|unit\.h:\S+ \w+ \w+) \S+(?: -> \S+)?/.exec(line) ?? [])).toEqual([
    'calls unit.h#RUN_ALL -> unit.h#Unit.Get',
    'calls unit.h#RUN_ALL -> unit.h#Unit.Run',
    'unit.h:1-10 public module unit',
    'unit.h:2-7 public class Unit',
    'unit.h:4-4 public method Unit.Get',
    'unit.h:5-5 public method Unit.Run',
    'unit.h:6-6 public method Unit.size',
    'unit.h:9-10 public function RUN_ALL',
  ]);
});

it('knows what mocks are expected to be asked, and the members of a fixture of another name', async () => {
  const lines = await indexOf({
    'mock.h': `#include "gmock/gmock.h"
class MockOven : public Oven {
 public:
  MOCK_METHOD(void, bake, (int heat), (override));
  MOCK_METHOD1(cool, int(int by));
};
class OvenTest : public ::testing::Test {
 protected:
  void Start(int heat) {}
  StrictMock<MockOven> oven_;
};
`,
    'oven_test.cpp': `#include "mock.h"
typedef OvenTest HotTest;
TEST_F(HotTest, Bakes) {
  EXPECT_CALL(oven_, bake(_)).Times(2);
  NiceMock<MockOven>* other = make();
  ON_CALL(*other, cool).WillByDefault(Return(1));
  other->cool(2);
  Start(1);
}
`,
  });
  expect(edgesIn(lines, /^calls oven_test/)).toEqual([
    'calls oven_test.cpp#HotTest.Bakes -> mock.h#MockOven.bake',
    'calls oven_test.cpp#HotTest.Bakes -> mock.h#MockOven.cool',
    'calls oven_test.cpp#HotTest.Bakes -> mock.h#OvenTest.Start',
  ]);
});

it('takes the variant of a header and of a function that is not for Windows, and the one beside', async () => {
  const lines = await indexOf({
    'src/os/unix/oven.h': 'int bake(int heat);\nint cool(int by);\n',
    'src/os/unix/oven.c': '#include <oven.h>\nint bake(int heat) { return heat; }\n',
    'src/os/unix/cooler.c': '#include <oven.h>\nint cool(int by) { return by; }\n',
    'src/os/win32/oven.h': 'int bake(int heat);\nint cool(int by);\n',
    'src/os/win32/oven.c': '#include <oven.h>\nint bake(int heat) { return cool(heat); }\nint cool(int by) { return 0; }\n',
    'src/core/kitchen.h': '#include <oven.h>\n',
    'src/core/main.c': '#include <kitchen.h>\nint main() { return bake(1) + cool(2); }\n',
  });
  expect(edgesIn(lines)).toEqual([
    'calls src/core/main.c#main -> src/os/unix/cooler.c#cool',
    'calls src/core/main.c#main -> src/os/unix/oven.c#bake',
    'calls src/os/win32/oven.c#bake -> src/os/win32/oven.c#cool',
  ]);
});

it('knows a function of a namespace that is defined outside of it, though it looks like a method', async () => {
  const lines = await indexOf({
    'shop.h':
      'namespace Shop {\nvoid bake(int heat);\nvoid cool();\nnamespace Deep { int warm(); }\nclass Oven { public: class Door { public: void open(); }; };\n}\n',
    'shop.cpp':
      '#include "shop.h"\nvoid Shop::bake(int heat) { cool(); }\nvoid Shop::cool() { Deep::warm(); }\nint Shop::Deep::warm() { return 1; }\n',
    'door.cpp': '#include "shop.h"\nnamespace Shop {\nvoid Oven::Door::open() {}\n}\n',
    'other.cpp': '#include "shop.h"\nstruct Door { void open(); };\nvoid Door::open() {}\n',
    'main.cpp':
      '#include "shop.h"\nint main() { Shop::bake(1); Shop::Oven::Door door; door.open(); return Shop::Deep::warm(); }\n',
  });
  expect(edgesIn(lines)).toEqual([
    'calls main.cpp#main -> door.cpp#Door.open',
    'calls main.cpp#main -> shop.cpp#Deep.warm',
    'calls main.cpp#main -> shop.cpp#Shop.bake',
    'calls shop.cpp#Shop.bake -> shop.cpp#Shop.cool',
    'calls shop.cpp#Shop.cool -> shop.cpp#Deep.warm',
  ]);
});
