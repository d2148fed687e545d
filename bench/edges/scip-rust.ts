// rust-analyzer, which has to be on the PATH; the crates that the repository needs come from crates.io.
import { cpSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { type Indexed, readDocuments, run } from './scip.ts';

export const rust: Indexed = {
  source: /\.rs$/,
  start: () => (root, folder) => {
    const copy = join(folder, 'copy');
    cpSync(root, copy, { recursive: true, filter: (path) => !/[/\\](?:\.codemonkeys|target)$/.test(path) });
    const file = join(folder, 'index.scip');
    run('rust-analyzer', ['scip', copy, '--output', file], copy);
    // A folder that is a link to another is there twice.
    return readDocuments(file).filter(
      ({ relativePath: path }) => realpathSync(join(copy, path)) === join(realpathSync(copy), path),
    );
  },
  descriptorsOf: (symbol) => symbol.replace(/^rust-analyzer cargo (\S+) \S+ /, '$1 '),
  nameOf: (symbol) => /(?:^|[\]#/.` ])([^\]#/.`() ]+)\(\)\.$/.exec(symbol)?.[1] ?? null,
  isCall: (name, _before, text, after) => text.replace(/^r#/, '') === name && /^\s*(?:::\s*<.*?>\s*)?\(/.test(after),
  isIn: () => true,
};
