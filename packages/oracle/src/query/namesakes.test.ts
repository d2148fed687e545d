import type { CodeNode } from '../words.ts';
import type { Seed } from './context-seeds.ts';
import { namesakesNearer } from './namesakes.ts';

const seed = (name: string, weight: number): Seed => ({ node: { name } as CodeNode, weight, why: '' });
const namesOf = (seeds: readonly Seed[]) => seeds.map(({ node }) => node.name);
/** Forty that nothing is called like, and then these. */
const farDown = (...seeds: readonly Seed[]) => [
  ...Array.from({ length: 40 }, (_, at) => seed(`best${at}`, 0.9 - at / 100)),
  ...seeds,
];

it('puts what is called like something better before what is as far down', () => {
  const nearer = namesakesNearer(farDown(seed('other', 0.4), seed('best3', 0.3)));
  expect(namesOf(nearer).slice(40)).toEqual(['best3', 'other']);
});

it('leaves the best as they are', () => {
  const seeds = [seed('a', 0.9), seed('b', 0.8), seed('a', 0.1)];
  expect(namesakesNearer(seeds)).toEqual(seeds);
});

it('does so for no constructor, and for no name that many have', () => {
  const shared = Array.from({ length: 30 }, (_, at) => seed('best3', 0.1 - at / 1000));
  const nearer = namesakesNearer([seed('__init__', 1), ...farDown(seed('other', 0.4), seed('__init__', 0.3), ...shared)]);
  expect(namesOf(nearer).slice(41, 44)).toEqual(['other', '__init__', 'best3']);
});
