import { edgesIn, indexOf } from '../fixture-oracle.ts';

const KIT = 'export const render = (tree: unknown) => tree;\nexport function define(options: object) {}\n';

it('takes the method of an object that has no name for no name around it', async () => {
  const lines = await indexOf({
    'kit.ts': KIT,
    'a.test.ts': `import { define, render } from './kit';
test('renders', () => {
  define({ render() {} });
  render(1);
});
define({ render() {} });
render(2);
`,
  });
  const calls = edgesIn(lines);
  expect(calls).toEqual([
    'calls a.test.ts# -> kit.ts#define',
    'calls a.test.ts# -> kit.ts#render',
    'calls a.test.ts#renders -> kit.ts#define',
    'calls a.test.ts#renders -> kit.ts#render',
  ]);
});

it('keeps methods of one name apart that are of different objects, and together what an object reads and sets', async () => {
  const lines = await indexOf({
    'a.ts': `export function go() {
  use({
    setup() {
      one();
    },
  });
  two();
  use({
    setup() {
      three();
    },
    get lid() {
      return 1;
    },
    set lid(value) {},
  });
}
export const apis = {
  users: { list() {} },
  posts: { list() {} },
  find: () => apis.list(),
};
apis.find();
`,
  });
  expect(lines.flatMap((line) => /^a\.ts:(\S+) \w+ \w+ (\S+\.\S+) /.exec(line)?.slice(1).join(' ') ?? [])).toEqual([
    '12-15 go.lid',
    '19-19 apis.list',
    '20-20 apis.list',
    '21-21 apis.find',
    '3-5 go.setup',
    '9-11 go.setup',
  ]);
  expect(edgesIn(lines, /^(?:unresolved )?calls/)).toEqual([
    'calls a.ts# -> a.ts#apis.find',
    'unresolved calls a.ts#apis.find apis.list',
    'unresolved calls a.ts#go two',
    'unresolved calls a.ts#go use',
    'unresolved calls a.ts#go.setup one',
    'unresolved calls a.ts#go.setup three',
  ]);
});

it('names a member as it is called, however it is quoted', async () => {
  const lines = await indexOf({ 'a.ts': `export const steps = { 'first step'() {}, "second"() {} };\n` });
  expect(lines.flatMap((line) => /method (steps\..+?) [|"]/.exec(line)?.[1] ?? [])).toEqual(['steps.first step', 'steps.second']);
});
