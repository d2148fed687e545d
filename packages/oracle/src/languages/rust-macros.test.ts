import { edgesIn, indexOf } from '../fixture-oracle.ts';
import { expectNothingMoved } from './fixture-mends.ts';
import { openConditions } from './rust-macros.ts';

const LIB = `cfg_net! {
    /// Of the net.
    pub mod net;

    cfg_unix! {
        pub use net::Socket;
    }
}

cfg_feature! {
    #![feature = "time"]

    pub fn sleep() {}
}

cfg_if::cfg_if! {
    if #[cfg(unix)] {
        pub fn here() {}
    } else if #[cfg(windows)] {
        pub fn here() { there(); }
    } else {
        compile_error!("none");
    }
}

cfg_rt! { pub fn short() {} }

fn main() {
    vec! {
        1
    };
    let b = "}";
}
`;

it('opens the arms of a macro of conditions', () => {
  const text =
    'impl A {\n    cfg_two! {\n        stable: {\n            fn a(&self) {}\n        },\n        unstable: {\n            fn a(&self) {\n                b();\n            }\n        }\n    }\n}\n';
  const opened = openConditions(text);
  expect(opened).toHaveLength(text.length);
  const lines = opened.split('\n').map((line) => line.trim());
  expect(lines.filter(Boolean)).toEqual(['impl A {', 'fn a(&self) {}', 'fn a(&self) {', 'b();', '}', '}']);
});

it('opens what cfg_select chooses from', () => {
  const text =
    'cfg_select! {\n    not(all(unix, feature = "web")) => {\n        use a::b;\n\n        fn c() {\n            d();\n        }\n    }\n    any(\n        unix\n    ) =>\n    {\n        e();\n    }\n    _ => {}\n}\n';
  const opened = openConditions(text);
  expect(opened).toHaveLength(text.length);
  const lines = opened.split('\n').map((line) => line.trim());
  expect(lines.filter(Boolean)).toEqual(['use a::b;', 'fn c() {', 'd();', '}', 'e();']);
});

it('leaves items and blanks the conditions around them, every character in its place', () => {
  const opened = openConditions(LIB);
  expect(opened).toHaveLength(LIB.length);
  expect(
    opened
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ).toEqual([
    '/// Of the net.',
    'pub mod net;',
    'pub use net::Socket;',
    '#![feature = "time"]',
    'pub fn sleep() {}',
    'pub fn here() {}',
    'pub fn here() { there(); }',
    'compile_error!("none");',
    'cfg_rt! { pub fn short() {} }',
    'fn main() {',
    'vec! {',
    '1',
    '};',
    'let b = "}";',
    '}',
  ]);
});

it('never moves a character, and takes no longer for many conditions', () => {
  const pieces = [
    'cfg_a! {\n',
    'cfg_if! {\n',
    '    if #[x] {\n',
    '    } else {\n',
    '    }\n',
    '}\n',
    'fn a() {}\n',
    '  ',
    '\u{1f600}\n',
  ];
  expectNothingMoved(openConditions, pieces, true);
  const deep = 'cfg_a! {\n'.repeat(20_000);
  expect(openConditions(deep)).toBe(deep);
});

it('finds what stands behind a condition', async () => {
  const lines = await indexOf({
    'Cargo.toml': '[package]\nname = "a"\n',
    'src/lib.rs': LIB,
    'src/net.rs': 'pub struct Socket;\nimpl Socket { pub fn open() {} }\n',
    'tests/it.rs':
      'use a::Socket;\nuse a::net;\n\n#[test]\nfn opens() {\n    Socket::open();\n    net::Socket::open();\n    a::sleep();\n}\n',
  });
  expect(edgesIn(lines, /^calls tests/)).toEqual([
    'calls tests/it.rs#opens -> src/lib.rs#sleep',
    'calls tests/it.rs#opens -> src/net.rs#Socket.open',
  ]);
});
