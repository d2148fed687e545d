import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wantedNode } from './wanted-node.ts';

let root: string;
const put = (name: string, text: string) => writeFileSync(join(root, name), text);
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cm-node-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the Node that a repository wants', () => {
  it('is what engines.node says, before .nvmrc', () => {
    put('.nvmrc', 'v18.4\n');
    expect(wantedNode(root)).toBe('>=18.4.0 <18.5.0-0');
    put('package.json', '{"engines":{"node":"^20.19.0 || >=22.12"}}');
    expect(wantedNode(root)).toBe('>=20.19.0 <21.0.0-0||>=22.12.0');
  });

  it.each(['lts/*', '', 'rm -rf /', '\u0000'])('is nothing where the words mean no range: %j', (words) => {
    put('.nvmrc', words);
    put('package.json', JSON.stringify({ engines: { node: words } }));
    expect(wantedNode(root) ?? '*').toBe('*');
  });

  it.each(['null', '[]', '{', '{"engines":null}', '{"engines":{"node":{}}}', '7'])(
    'is nothing in a manifest that is not one: %s',
    (text) => {
      put('package.json', text);
      expect(wantedNode(root)).toBeUndefined();
    },
  );

  it('is not read through a link', () => {
    put('elsewhere.json', '{"engines":{"node":">=22"}}');
    symlinkSync(join(root, 'elsewhere.json'), join(root, 'package.json'));
    expect(wantedNode(root)).toBeUndefined();
  });
});
