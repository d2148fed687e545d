// Runs the project's own install of a tool: node launch.mjs <package> [arguments]. Exits with 97 where it is not installed.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [name, ...args] = process.argv.slice(2);

/** The package's folder, looked for in node_modules of the working folder and those above it. */
function installed(packageName) {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', packageName);
    if (existsSync(join(found, 'package.json'))) return found;
    if (folder === dirname(folder)) return undefined;
  }
}

const folder = installed(name);
if (folder === undefined) {
  process.stderr.write(`${name} is not installed\n`);
  process.exit(97);
}
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
if (name === 'vitest') {
  const { runVitest } = await import('./run-vitest.mjs');
  await runVitest(folder, manifest, args);
} else {
  const command = name === 'typescript' ? 'tsc' : name;
  const bin = join(folder, typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[command]);
  process.argv = [process.argv[0], bin, ...args];
  await import(pathToFileURL(bin).href);
}
