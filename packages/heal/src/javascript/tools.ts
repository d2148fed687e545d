// Rung 2 for TypeScript: repairs that the compiler itself proposes for its diagnostics. The language service only parses and checks;
// it runs nothing of the project, loads no plugins, and reads no file outside of the tree.
import { dirname, join, relative, sep } from 'node:path';
import { sha256 } from '@cm/core';
import ts from 'typescript-api';
import type { ToolFix } from '../tool-fix.ts';
import { type ConfinedHost, confinedHost } from './confined-host.ts';
import { isProtectedPath } from './protected-path.ts';

/** The fixes that keep a program's meaning or make the obvious one, the surest first. */
const SAFE_FIXES = [
  'import',
  'fixImportNonExportedMember',
  'spelling',
  'addMissingAwait',
  'fixAwaitInSyncFunction',
  'addMissingAsync',
  'forgottenThisPropertyAccess',
  'fixMissingCallParentheses',
  'removeAccidentalCallParentheses',
  'addMissingNewOperator',
  'returnValueCorrect',
  'fixExpectedComma',
  'fixPropertyAssignment',
  'addMissingConst',
  'fixOverrideModifier',
  'fixNaNEquality',
  'fixReturnTypeInAsyncFunction',
  'addNameToNamelessParameter',
  'constructorForDerivedNeedSuperCall',
  'classSuperMustPrecedeThisAccess',
  'extendsInterfaceBecomesImplements',
  'fixClassIncorrectlyImplementsInterface',
  'fixClassDoesntImplementInheritedAbstractMember',
];
const MAX_FIXES = 12;
const MAX_DIAGNOSTICS = 200;
const MAX_PROGRAM_FILES = 4_000;

/** Rounds of asking and changing, for one fix may uncover what the next is for. */
const MAX_TOGETHER = 60;

/**
 * What the compiler would change in `paths` of the program of `folder`'s tsconfig.json: first everything together, the first safe fix
 * of each diagnostic in turn; then all of one kind; then one by one.
 */
export function typescriptFixes(root: string, folder: string, paths: readonly string[]): ToolFix[] {
  const files = confinedHost(root);
  const opened = openService(files, root, folder);
  if (opened === undefined) return [];
  const { service, names, changed } = opened;
  try {
    const own = paths
      .map((path) => join(root, path))
      .filter((file) => names.includes(file) && !isProtectedPath(relative(root, file)));
    const fixes = own.flatMap((file) => fixesOf(service, files, root, file));
    const unique = new Map(fixes.map((fix) => [JSON.stringify([...fix.texts]), fix]));
    const kinds = combined([...unique.values()]);
    const others = [...kinds, ...unique.values()].sort((a, b) => SAFE_FIXES.indexOf(a.name) - SAFE_FIXES.indexOf(b.name));
    const all = unique.size > 1 ? fixTogether(opened, root, own) : [];
    changed.clear();
    return [...all, ...others].slice(0, MAX_FIXES);
  } finally {
    service.dispose();
  }
}

/** Applies the first safe fix there is, and asks again, until there is none. What it changes is seen by the service, not on disk. */
function fixTogether({ service, files, changed }: Opened, root: string, paths: readonly string[]): ToolFix[] {
  const names: string[] = [];
  for (let round = 0; round < MAX_TOGETHER; round += 1) {
    const fix = firstFix(service, files, root, paths);
    if (fix === undefined) break;
    for (const [path, text] of fix.texts) changed.set(join(root, path), text);
    names.push(fix.name);
  }
  const kinds = [...new Set(names)];
  if (names.length < 2) return [];
  const texts = new Map([...changed].map(([file, text]) => [relative(root, file).split(sep).join('/'), text]));
  return [{ name: kinds.join(' and '), description: `${names.length} fixes of the compiler together`, texts }];
}

function firstFix(service: ts.LanguageService, files: ConfinedHost, root: string, paths: readonly string[]): ToolFix | undefined {
  for (const path of paths) {
    const [fix] = fixesOf(service, files, root, path);
    if (fix !== undefined) return fix;
  }
  return undefined;
}

function fixesOf(service: ts.LanguageService, files: ConfinedHost, root: string, file: string): ToolFix[] {
  const diagnostics = [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)].slice(
    0,
    MAX_DIAGNOSTICS,
  );
  return diagnostics.flatMap(({ start, length, code }) => {
    if (start === undefined || length === undefined) return [];
    const actions = service.getCodeFixesAtPosition(file, start, start + length, [code], ts.getDefaultFormatCodeSettings(), {});
    return actions.flatMap((action) => {
      const texts =
        SAFE_FIXES.includes(action.fixName) && action.commands === undefined
          ? textsAfter(action.changes, files, root)
          : undefined;
      return texts === undefined ? [] : [{ name: action.fixName, description: action.description, texts }];
    });
  });
}

/** Undefined when a change leaves the repository, touches what no repair may, or adds a file. */
function textsAfter(changes: readonly ts.FileTextChanges[], files: ConfinedHost, root: string): Map<string, string> | undefined {
  const texts = new Map<string, string>();
  for (const { fileName, textChanges, isNewFile } of changes) {
    const path = relative(root, fileName).split(sep).join('/');
    if (isNewFile || path.startsWith('..') || path.includes('node_modules/') || isProtectedPath(path)) return undefined;
    const text = files.readFile(fileName);
    if (text === undefined) return undefined;
    texts.set(path, applyChanges(text, textChanges));
  }
  return texts.size === 0 ? undefined : texts;
}

function applyChanges(text: string, changes: readonly ts.TextChange[]): string {
  return [...changes]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((result, { span, newText }) => result.slice(0, span.start) + newText + result.slice(span.start + span.length), text);
}

/** Fixes of one kind in different files belong together: a renamed export breaks many importers at once. */
function combined(fixes: readonly ToolFix[]): ToolFix[] {
  return Object.values(Object.groupBy(fixes, (fix) => fix.name)).flatMap((group = []) => {
    const texts = new Map<string, string>();
    for (const fix of group) for (const [path, text] of fix.texts) if (!texts.has(path)) texts.set(path, text);
    const [first] = group;
    return first === undefined || texts.size < 2
      ? []
      : [{ name: first.name, description: `${first.description}, and the like`, texts }];
  });
}

interface Opened {
  service: ts.LanguageService;
  names: string[];
  /** The files as the service sees them. */
  files: ConfinedHost;
  /** Texts that it sees in the place of those on disk, by absolute path. */
  changed: Map<string, string>;
}

function openService(onDisk: ConfinedHost, root: string, folder: string): Opened | undefined {
  const changed = new Map<string, string>();
  const files: ConfinedHost = { ...onDisk, readFile: (path) => changed.get(path) ?? onDisk.readFile(path) };
  const config = join(root, folder, 'tsconfig.json');
  if (!files.fileExists(config)) return undefined;
  const { config: json, error } = ts.readConfigFile(config, files.readFile);
  if (error !== undefined) return undefined;
  const parsed = ts.parseJsonConfigFileContent(json, files, dirname(config));
  if (parsed.fileNames.length === 0 || parsed.fileNames.length > MAX_PROGRAM_FILES) return undefined;
  const { plugins: _plugins, ...options } = parsed.options;
  const host: ts.LanguageServiceHost = {
    ...files,
    useCaseSensitiveFileNames: () => files.useCaseSensitiveFileNames,
    getCompilationSettings: () => ({ ...options, noEmit: true, incremental: false, composite: false }),
    getScriptFileNames: () => parsed.fileNames,
    getScriptVersion: (name) => sha256(changed.get(name) ?? ''),
    getScriptSnapshot: (name) => {
      const text = files.readFile(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => dirname(config),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
  };
  return { service: ts.createLanguageService(host), names: parsed.fileNames, files, changed };
}
