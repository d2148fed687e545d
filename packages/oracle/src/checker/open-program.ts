import { dirname, join } from 'node:path';
import ts from 'typescript-api';
import { readSource } from '../files/read-file.ts';
import { decode } from '../files/skip-reason.ts';
import type { ProgramFile } from './checker-words.ts';

export interface OpenedProgram {
  program: ts.Program;
  /** The path of a file of the repository; null for TypeScript's own. */
  pathOf(fileName: string): string | null;
  fileNameOf(path: string): string;
}

/** No real folder: nothing is found beside the files that are given. */
const ROOT = '/repository/';
const LIBRARY = dirname(ts.getDefaultLibFilePath({}));

/** The same for every repository, so that an answer depends on source text and on nothing else. */
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  lib: ['lib.esnext.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  jsx: ts.JsxEmit.Preserve,
  strict: true,
  allowJs: true,
  allowImportingTsExtensions: true,
  experimentalDecorators: true,
  noEmit: true,
  noResolve: true,
  skipLibCheck: true,
  types: [],
};

/** A program of exactly these files. Gives the path of one that is not what it was when it was indexed. */
export function openProgram(root: string, files: readonly ProgramFile[]): OpenedProgram | { changed: string } {
  const texts = new Map<string, string>();
  const resolved = new Map<string, ProgramFile['resolved']>();
  for (const file of files) {
    const read = readSource(join(root, file.path));
    const decoded = 'skip' in read || read.sha256 !== file.sha256 ? null : decode(read.bytes);
    if (decoded === null || !('text' in decoded)) return { changed: file.path };
    texts.set(ROOT + file.path, decoded.text);
    resolved.set(ROOT + file.path, file.resolved);
  }
  const library = new Map<string, string | undefined>();
  const read = (name: string): string | undefined => {
    const own = texts.get(name);
    if (own !== undefined) return own;
    if (dirname(name) !== LIBRARY) return undefined;
    if (!library.has(name)) library.set(name, ts.sys.readFile(name));
    return library.get(name);
  };
  const host: ts.CompilerHost = {
    getSourceFile: (name, options) => {
      const text = read(name);
      return text === undefined ? undefined : ts.createSourceFile(name, text, options);
    },
    getDefaultLibFileName: (options) => join(LIBRARY, ts.getDefaultLibFileName(options)),
    getDefaultLibLocation: () => LIBRARY,
    getCurrentDirectory: () => ROOT,
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (name) => texts.has(name),
    readFile: read,
    writeFile: () => undefined,
    resolveModuleNameLiterals: (literals, containing) =>
      literals.map(({ text }) => {
        const target = resolved.get(containing)?.[text];
        const fileName = target == null ? null : ROOT + target;
        if (fileName === null || !texts.has(fileName)) return { resolvedModule: undefined };
        return {
          resolvedModule: { resolvedFileName: fileName, extension: extensionOf(fileName), isExternalLibraryImport: false },
        };
      }),
    resolveTypeReferenceDirectiveReferences: (references) =>
      references.map(() => ({ resolvedTypeReferenceDirective: undefined })),
  };
  const program = ts.createProgram({ rootNames: [...texts.keys()], options: OPTIONS, host });
  return {
    program,
    pathOf: (name) => (texts.has(name) ? name.slice(ROOT.length) : null),
    fileNameOf: (path) => ROOT + path,
  };
}

function extensionOf(name: string): ts.Extension {
  return (/(?:\.d)?\.[cm]?[jt]sx?$/.exec(name)?.[0] ?? ts.Extension.Ts) as ts.Extension;
}
