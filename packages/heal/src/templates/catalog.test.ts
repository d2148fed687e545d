import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { loadSyntax } from '../syntax/load-syntax.ts';
import { regionsOf } from '../syntax/regions.ts';
import { spliceEdits, walk } from '../syntax/syntax-node.ts';
import { catalog } from './catalog.ts';
import { readContext } from './repair-context.ts';

// Each fixture is named for its template: the code before, a line `---> becomes`, and the code that the template must propose.
const folder = join(import.meta.dirname, '../../fixtures/templates');
const fixtures = readdirSync(folder).map((file) => {
  const [before = '', after = ''] = readFileSync(join(folder, file), 'utf8').split(/^(?:#|\/\/) ---> becomes\n/m);
  return { file, template: file.slice(0, -extname(file).length), before, after };
});

describe('fix templates', () => {
  it.each(fixtures)('$file', async ({ file, template: name, before, after }) => {
    const template = catalog.find((one) => one.name === name)!;
    const tree = (await loadSyntax()).parse(file, before)!;
    const results = regionsOf(tree).flatMap((region) => {
      const context = readContext(region, [], new Map());
      const nodes = [...walk(region.node)].filter((node) => node.named && template.kinds.includes(node.kind));
      return nodes.flatMap((node) => [...template.propose(node, context)].map(({ edits }) => spliceEdits(before, edits)));
    });
    expect(results).toContain(after);
  });

  it('each have a fixture and a name of their own', () => {
    const names = catalog.map((template) => template.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !fixtures.some((fixture) => fixture.template === name))).toEqual([]);
  });
});
