import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Workbench } from '../workbench.ts';

/** The folder with our pytest plugins. Shown to the sandbox, on the module path there. */
export const runtimeFolder = fileURLToPath(new URL('./runtime', import.meta.url));

/**
 * The environment in which the copy's own modules win over installed ones: the suite's folder and the repository's, with their
 * `src`, come first on the module path.
 */
export async function pythonEnvironment(workbench: Workbench, folder: string): Promise<Record<string, string>> {
  const places: string[] = [];
  for (const place of new Set([folder, ''])) {
    if (await isFolder(join(workbench.root, place, 'src'))) places.push(join(workbench.inside, place, 'src'));
    places.push(join(workbench.inside, place));
  }
  return {
    PYTHONPATH: [...places, runtimeFolder].join(':'),
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONHASHSEED: '0',
    PYTHONIOENCODING: 'utf-8:backslashreplace',
    PY_COLORS: '0',
  };
}

/** Plugins that reorder, repeat, spread or time tests; what a project says about them is accepted and has no effect. */
const BLOCKED = [
  'xdist',
  'xdist.looponfail',
  'pytest_cov',
  'timeout',
  'rerunfailures',
  'randomly',
  'random_order',
  'pytest_forked',
  'sugar',
  'instafail',
  'stepwise',
];

/** `python -m pytest` arguments common to runs and to the evaluator. They come after the project's addopts and win over them. */
export function pytestArguments(rootFolder: string, cacheFolder: string): string[] {
  return [
    ...['-p', 'cm_foreign'],
    ...BLOCKED.flatMap((name) => ['-p', `no:${name}`]),
    `--rootdir=${rootFolder}`,
    ...['-o', `cache_dir=${cacheFolder}`, '-o', 'faulthandler_timeout=0'],
    ...['--maxfail=0', '--continue-on-collection-errors', '--tb=no', '--show-capture=no', '-q'],
  ];
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
