// The package.json files of a tree, as much of them as finding suites needs.
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { isSystemError } from '@cm/core';
import { z } from 'zod';

const MAX_MANIFESTS = 500;
const NOT_A_PACKAGE = /(?:^|\/)(?:node_modules|fixtures?|__fixtures__|testdata|templates?|examples?|playgrounds?|dist)\//;

const names = z.record(z.string(), z.unknown()).catch({});
const manifestShape = z.object({
  name: z.string().optional().catch(undefined),
  scripts: z.record(z.string(), z.string().catch('')).catch({}).default({}),
  dependencies: names.default({}),
  devDependencies: names.default({}),
  peerDependencies: names.default({}),
  jest: z.unknown().optional(),
});

export interface PackageManifest {
  /** Relative to the root; '' for the root itself. */
  folder: string;
  scripts: Record<string, string>;
  /** Names in all kinds of dependencies. */
  dependencies: ReadonlySet<string>;
  /** It has a `jest` section. */
  configuresJest: boolean;
}

/** The manifest in `folder`, or undefined where there is none that can be read. */
export async function readManifest(root: string, folder: string): Promise<PackageManifest | undefined> {
  const text = await readText(join(root, folder, 'package.json'));
  if (text === undefined) return undefined;
  const parsed = manifestShape.safeParse(parse(text));
  if (!parsed.success) return undefined;
  const { scripts, dependencies, devDependencies, peerDependencies, jest } = parsed.data;
  return {
    folder,
    scripts,
    dependencies: new Set([dependencies, devDependencies, peerDependencies].flatMap((part) => Object.keys(part))),
    configuresJest: jest !== undefined,
  };
}

/** All manifests of a tree, the root's first; those in fixtures, examples and templates are no packages of the repository. */
export async function readManifests(root: string, files: readonly string[]): Promise<PackageManifest[]> {
  const folders = files
    .filter((file) => posix.basename(file) === 'package.json' && !NOT_A_PACKAGE.test(file))
    .map((file) => (file === 'package.json' ? '' : posix.dirname(file)))
    .sort()
    .slice(0, MAX_MANIFESTS);
  const manifests = await Promise.all(folders.map((folder) => readManifest(root, folder)));
  return manifests.filter((manifest) => manifest !== undefined);
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'EISDIR') || isSystemError(error, 'ELOOP')) return undefined;
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
