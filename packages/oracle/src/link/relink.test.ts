import { join } from 'node:path';
import Database from 'better-sqlite3';
import { makeFolder, writeFiles } from '../fixture-folder.ts';
import { scanned } from '../fixture-oracle.ts';

const CENTRE = "import { help } from './help';\nexport function run() {\n  help();\n}\n";
const FILES = {
  'help.ts': 'export function help() {}\n',
  'other.ts': 'export function help() {}\n',
  'centre.ts': CENTRE,
  'user.ts': "import { run } from './centre';\nexport function use() {\n  run();\n}\n",
};

it.each([
  ['a comment', CENTRE.replace('  help();', '  // Helps.\n  help();'), ['user.ts']],
  ['other code in a function', CENTRE.replace('  help();', '  help();\n  help();'), ['user.ts']],
  ['what others see', CENTRE.replace('run()', 'run(): Helper'), []],
  ['where an import leads', CENTRE.replace("'./help'", "'./other'"), []],
  ['the imports, all gone', 'export function run() {}\n', []],
])('links files again that a change can reach, and no others: %s', async (_, text, kept) => {
  const root = makeFolder(FILES);
  const oracle = await scanned(root);
  const db = new Database(join(root, '.codemonkeys/oracle.db'));
  try {
    db.exec(`update edges set evidence = 'as it was' where type = 'calls'`);
    writeFiles(root, { 'centre.ts': text });
    await oracle.scan();
    const paths = db.prepare(
      `select distinct path from edges join nodes on nodes.id = source_id where edges.type = 'calls' and evidence = 'as it was'`,
    );
    expect(paths.pluck().all()).toEqual(kept);
  } finally {
    db.close();
  }
});
