import { parseSource } from '../parse/parse-source.ts';

it('PHP may have classes with type parameters deep within one another', async () => {
  const deep = (depth: number) => `${'C<'.repeat(depth)}C${'>'.repeat(depth)}`;
  const size = async (depth: number) =>
    JSON.stringify(await parseSource(`<?php\nclass C {}\n/** @return ${deep(depth)} */\nfunction f() {}\n`, 'php')).length;
  // What an object has for a type parameter and what is met in it are the same, and not said twice at each depth.
  expect((await size(40)) - (await size(1))).toBeLessThan(3000);
});
