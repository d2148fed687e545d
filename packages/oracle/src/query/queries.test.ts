import { describeIndex, makeFolder, writeFiles } from '../fixture-folder.ts';
import { openOracle } from '../oracle.ts';

it('offers the same candidates whatever the order in which files came', async () => {
  const namesake = (index: number) => ({ [`n${String(index).padStart(2, '0')}.py`]: 'def convert():\n    pass\n' });
  const late = Object.assign({}, ...Array.from({ length: 25 }, (_, index) => namesake(index + 25)));
  const early = Object.assign({}, ...Array.from({ length: 25 }, (_, index) => namesake(index)));
  const root = makeFolder({ ...late, 'use.py': 'def use(type):\n    type.convert()\n' });
  const grown = await openOracle({ root });
  await grown.scan();
  writeFiles(root, early);
  await grown.scan();
  const cold = await openOracle({ root, file: `${makeFolder()}/cold.db` });
  await cold.scan();
  const [unresolved] = await grown.unresolvedIn('use.py');
  expect(unresolved?.candidates.map((node) => node.path)).toEqual(
    Array.from({ length: 20 }, (_, i) => `n${String(i).padStart(2, '0')}.py`),
  );
  expect(await describeIndex(grown)).toEqual(await describeIndex(cold));
  await grown.close();
  await cold.close();
});
