import { edgesIn, indexOf } from '../fixture-oracle.ts';

const calls = (lines: readonly string[]) => edgesIn(lines, /^(?:unresolved )?calls/);

it('tells a module from a function of its name', async () => {
  const lines = await indexOf({
    'Cargo.toml': '[package]\nname = "a"\n',
    'src/lib.rs': 'pub mod time;\npub use time::sleep;\n',
    'src/time/mod.rs': 'mod sleep;\npub use self::sleep::sleep;\npub use sleep::Sleep;\n',
    'src/time/sleep.rs':
      'pub struct Sleep;\nimpl Sleep { pub fn new() -> Sleep { Sleep } }\npub fn sleep() {}\npub fn later() {}\n',
    'src/use.rs':
      'use crate::time::sleep;\nfn run() {\n    sleep();\n    crate::time::sleep();\n    crate::sleep();\n    crate::time::Sleep::new();\n    sleep::later();\n}\n',
  });
  expect(calls(lines)).toEqual([
    'calls src/use.rs#run -> src/time/sleep.rs#Sleep.new',
    'calls src/use.rs#run -> src/time/sleep.rs#later',
    'calls src/use.rs#run -> src/time/sleep.rs#sleep',
  ]);
});

it('starts programs where Cargo.toml says', async () => {
  const lines = await indexOf({
    'Cargo.toml':
      '[package]\nname = "a"\nautotests = false\n\n[[bin]]\nname = "a"\npath = "crates/core/main.rs"\n\n[[test]]\nname = "all"\npath = "tests/all.rs"\n',
    'crates/core/main.rs': 'mod flags;\nmod log;\nfn main() { flags::parse::parse(); }\n',
    'crates/core/log.rs': 'pub fn say() {}\n',
    'crates/core/flags/mod.rs': 'pub mod parse;\n',
    'crates/core/flags/parse.rs': 'use crate::log::say;\npub fn parse() { say(); crate::log::say(); }\n',
    'tests/all.rs': 'mod util;\nmod one;\n',
    'tests/util.rs': 'pub fn make() {}\n',
    'tests/one.rs': 'use crate::util::make;\nfn one() { make(); }\n',
  });
  expect(calls(lines)).toEqual([
    'calls crates/core/flags/parse.rs#parse -> crates/core/log.rs#say',
    'calls crates/core/main.rs#main -> crates/core/flags/parse.rs#parse',
    'calls tests/one.rs#one -> tests/util.rs#make',
  ]);
});

it('takes crates that are declared in the old way', async () => {
  const lines = await indexOf({
    'all/Cargo.toml': '[package]\nname = "all"\n[dependencies]\nall-cli = { path = "../cli" }\n',
    'all/src/lib.rs': 'pub extern crate all_cli as cli;\n',
    'cli/Cargo.toml': '[package]\nname = "all-cli"\n',
    'cli/src/lib.rs': 'pub fn hostname() {}\n',
    'bin/Cargo.toml': '[package]\nname = "bin"\n[dependencies]\nall = { path = "../all" }\n',
    'bin/src/main.rs': 'fn main() { all::cli::hostname(); }\n',
  });
  expect(calls(lines)).toEqual(['calls bin/src/main.rs#main -> cli/src/lib.rs#hostname']);
});

it('knows crates of elsewhere by what Cargo.toml depends on, and a module of the same name for what it is', async () => {
  const lines = await indexOf({
    'Cargo.toml': '[package]\nname = "a"\n\n[dependencies]\ntokio = "1"\nserde-json = "1"\nbytes = "1"\n',
    'src/lib.rs':
      'mod bytes;\nfn run() {\n    tokio::spawn(1);\n    tokio::time::Sleep::new().go();\n    serde_json::to_string(1);\n    other::spawn(1);\n    bytes::read();\n}\n',
    'src/bytes.rs': 'pub fn read() {}\n',
  });
  expect(calls(lines)).toEqual(['calls src/lib.rs#run -> src/bytes.rs#read', 'unresolved calls src/lib.rs#run other.spawn']);
});
