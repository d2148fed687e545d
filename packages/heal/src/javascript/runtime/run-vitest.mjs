// Starts the project's own vitest by its programmatic interface: some of what we set (`runner`) has no command-line option.
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** `args` is one JSON object: { files, options } with options of vitest's own command line. */
export async function runVitest(folder, manifest, [json]) {
  const { files, options } = JSON.parse(json);
  const major = Number.parseInt(manifest.version, 10);
  process.env.CM_VITEST_MAJOR = String(major);
  process.env.CM_VITEST_INDEX = pathToFileURL(join(folder, 'dist', 'index.js')).href;
  const { startVitest } = await import(pathToFileURL(join(folder, 'dist', 'node.js')).href);
  const vitest = await startVitest(
    'test',
    files,
    {
      run: true,
      watch: false,
      cache: false,
      update: false,
      ui: false,
      open: false,
      pool: 'forks',
      coverage: { enabled: false },
      reporters: [here('vitest-reporter.mjs')],
      ...(process.env.CM_HOOKS === undefined ? {} : { runner: here('vitest-runner.mjs') }),
      ...(major >= 4 ? { maxWorkers: 2 } : { poolOptions: { forks: { maxForks: 2, minForks: 1 } } }),
      ...(major >= 3 ? { configLoader: 'runner' } : {}),
      ...options,
    },
    // The node_modules that vite caches into are read-only; what it writes goes to the exchange folder.
    { cacheDir: process.env.CM_CACHE },
  );
  await vitest?.close();
}
