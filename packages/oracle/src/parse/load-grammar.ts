import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type CompiledModule, webAssembly } from './web-assembly.ts';

const require = createRequire(import.meta.url);

/** Compiled once a process and handed to every worker: compiled code is shared between threads. */
const compiled = new Map<string, Promise<CompiledModule>>();

/** The compiled form of a `.wasm` file that an npm package ships. */
export function loadGrammar(specifier: string): Promise<CompiledModule> {
  const known = compiled.get(specifier);
  if (known !== undefined) return known;
  const loading = readFile(require.resolve(specifier)).then((bytes) => new webAssembly.Module(bytes));
  compiled.set(specifier, loading);
  return loading;
}

export const RUNTIME = 'web-tree-sitter/web-tree-sitter.wasm';
