// Are the calls between files right? Precision and recall of our call edges against the TypeScript checker, on a repository given by path.
//   node --conditions=@cm/source bench/oracle-edges.ts PATH... [--show N]
// An edge is a call, `new` or tagged template from a function, method, test or module of one file to a named function, method, class or constant of another.
// The truth comes from one ts.Program over the files that the index has, with TypeScript's own module resolution and the repository's own
// `compilerOptions`; only what that can't find (a workspace package that is not installed) is looked up in the index. What is taken out of an object by
// `const { name } = object` is the object's member. Calls of parameters and of fields that hold
// no function are on neither side. `flow` and so on: how many of our edges have that tier, and how many of those are right.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openOracle } from '@cm/oracle';
import ts from 'typescript-api';
import { Callers, compare, type Found, type Key, ourEdges } from './edges/compare-edges.ts';
import { printTable } from './print-table.ts';

const SOURCE = /\.[cm]?[jt]sx?$/;

function createProgram(root: string, paths: readonly string[], resolved: ReadonlyMap<string, string>): ts.Program {
  const configFile = join(root, 'tsconfig.json');
  const read = existsSync(configFile) ? ts.readConfigFile(configFile, ts.sys.readFile).config : {};
  const parsed = ts.parseJsonConfigFileContent({ ...read, files: [], include: [], references: [] }, ts.sys, root);
  const options: ts.CompilerOptions = {
    ...parsed.options,
    allowJs: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    composite: false,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    customConditions: ['source', '@zod/source'],
    target: ts.ScriptTarget.ESNext,
    lib: ['lib.esnext.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  };
  delete options.plugins;
  const host = ts.createCompilerHost(options);
  const cache = ts.createModuleResolutionCache(root, (name) => name, options);
  host.resolveModuleNameLiterals = (literals, file, redirected, given) =>
    literals.map((literal) => {
      const own = ts.resolveModuleName(literal.text, file, given, host, cache, redirected);
      const path = own.resolvedModule === undefined ? resolved.get(`${file}\0${literal.text}`) : undefined;
      if (path === undefined) return own;
      return {
        resolvedModule: { resolvedFileName: join(root, path), extension: extensionOf(path), isExternalLibraryImport: false },
      };
    });
  return ts.createProgram(
    paths.map((path) => join(root, path)),
    options,
    host,
  );
}

function extensionOf(path: string): ts.Extension {
  return (/(?:\.d)?\.[cm]?[jt]sx?$/.exec(path)?.[0] ?? '.ts') as ts.Extension;
}

/** What the index made of the names of modules that TypeScript can't find. */
async function indexResolutions(file: string, root: string): Promise<Map<string, string>> {
  const { default: Database } = await import('better-sqlite3');
  const db = new Database(file, { readonly: true });
  const rows = db
    .prepare(`select path, resolved from imports join files on files.id = imports.file_id where language <> 'manifest'`)
    .all();
  db.close();
  const found = new Map<string, string>();
  for (const { path, resolved } of rows as { path: string; resolved: string }[])
    for (const [specifier, target] of Object.entries(JSON.parse(resolved === '' ? '{}' : resolved)))
      if (typeof target === 'string') found.set(`${join(root, path)}\0${specifier}`, target);
  return found;
}

const withoutParentheses = (node: ts.Expression): ts.Expression =>
  ts.isParenthesizedExpression(node) ? withoutParentheses(node.expression) : node;
const isFunction = (node: ts.Expression): node is ts.ArrowFunction | ts.FunctionExpression =>
  ts.isArrowFunction(node) || ts.isFunctionExpression(node);
const isOuter = (node: ts.Node): boolean => ts.isSourceFile(node) || ts.isModuleBlock(node);

function declarationName(declaration: ts.Declaration): string | null {
  if (ts.isFunctionDeclaration(declaration) || ts.isClassDeclaration(declaration)) return declaration.name?.text ?? 'default';
  if (ts.isMethodDeclaration(declaration) || ts.isMethodSignature(declaration)) return declaration.name.getText();
  if (ts.isVariableDeclaration(declaration)) {
    const value = declaration.initializer;
    const isNamed = isOuter(declaration.parent.parent.parent) || (value !== undefined && isFunction(value));
    return ts.isIdentifier(declaration.name) && isNamed ? declaration.name.text : null;
  }
  if (ts.isPropertyDeclaration(declaration) || ts.isPropertyAssignment(declaration)) {
    const value = declaration.initializer;
    return value !== undefined && isFunction(value) ? declaration.name.getText() : null;
  }
  if (ts.isBinaryExpression(declaration) && ts.isPropertyAccessExpression(declaration.left)) {
    const { left, right } = declaration;
    if (!isFunction(right)) return null;
    return (left.getText() === 'module.exports' ? right.name?.text : undefined) ?? left.name.text;
  }
  return null;
}

/** `f.call(object)` and `f.apply(object)` call `f`. */
function calledFunction(callee: ts.Expression, checker: ts.TypeChecker): ts.Expression {
  if (!ts.isPropertyAccessExpression(callee) || !/^(?:call|apply)$/.test(callee.name.text)) return callee;
  const [declaration] = checker.getSymbolAtLocation(callee.name)?.declarations ?? [];
  const owner = declaration?.parent;
  const isOfFunctions = owner !== undefined && ts.isInterfaceDeclaration(owner) && /Function$/.test(owner.name.text);
  return isOfFunctions ? withoutParentheses(callee.expression) : callee;
}

/** What `{ name }` or `{ key: name }` puts into an object: who calls the member calls that. */
function putInto(checker: ts.TypeChecker, member: ts.Declaration): ts.Symbol | undefined {
  if (ts.isShorthandPropertyAssignment(member)) return checker.getShorthandAssignmentValueSymbol(member);
  const isName = ts.isPropertyAssignment(member) && ts.isIdentifier(member.initializer);
  return isName ? checker.getSymbolAtLocation(member.initializer) : undefined;
}

/** The symbol of a name, through imports, through `const { name } = object` and through `{ name }`. */
function meantBy(checker: ts.TypeChecker, name: ts.Node): ts.Symbol | undefined {
  let symbol = checker.getSymbolAtLocation(name);
  while (symbol !== undefined) {
    const element = symbol.valueDeclaration;
    if ((symbol.flags & ts.SymbolFlags.Alias) !== 0) symbol = checker.getAliasedSymbol(symbol);
    else if (element !== undefined && ts.isBindingElement(element) && ts.isObjectBindingPattern(element.parent)) {
      const key = element.propertyName ?? element.name;
      const member = ts.isIdentifier(key) ? checker.getTypeAtLocation(element.parent).getProperty(key.text) : undefined;
      if (member === undefined) return symbol;
      symbol = member;
    } else {
      const value = element === undefined ? undefined : putInto(checker, element);
      if (value === undefined) return symbol;
      symbol = value;
    }
  }
  return undefined;
}

function trueEdges(root: string, program: ts.Program, paths: readonly string[], callers: Callers): Map<Key, Found> {
  const checker = program.getTypeChecker();
  const found = new Map<Key, Found>();
  const indexed = new Set(paths);
  for (const path of paths) {
    const file = program.getSourceFile(join(root, path));
    if (file === undefined) continue;
    const visit = (node: ts.Node): void => {
      const called =
        ts.isCallExpression(node) || ts.isNewExpression(node)
          ? node.expression
          : ts.isTaggedTemplateExpression(node)
            ? node.tag
            : null;
      if (called !== null && called.kind !== ts.SyntaxKind.SuperKeyword) {
        const callee = calledFunction(withoutParentheses(called), checker);
        const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
        const symbol = ts.isIdentifier(name) || ts.isPrivateIdentifier(name) ? meantBy(checker, name) : undefined;
        for (const declaration of symbol?.declarations ?? []) {
          const target = declaration.getSourceFile().fileName.slice(root.length + 1);
          const declared = declarationName(declaration);
          if (target === path || declared === null || !indexed.has(target)) continue;
          const line = file.getLineAndCharacterOfPosition(name.getStart()).line + 1;
          const key = `${path}#${callers.at(path, line)} -> ${target}#${declared}`;
          if (!found.has(key))
            found.set(key, { tier: '', where: `line ${line}: ${callee.getText().replace(/\s+/g, ' ').slice(0, 80)}` });
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return found;
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { show: { type: 'string', default: '0' } } });
if (positionals.length === 0 || positionals.some((path) => !existsSync(path))) {
  process.stderr.write('usage: oracle-edges.ts PATH... [--show N]\n');
  process.exit(2);
}
const rows: object[] = [];
for (const path of positionals) {
  const root = resolve(path);
  const folder = mkdtempSync(join(tmpdir(), 'cm-bench-'));
  try {
    const file = join(folder, 'oracle.db');
    const oracle = await openOracle({ root, file });
    await oracle.scan();
    const plain = await oracle.graph();
    const paths = [...new Set(plain.nodes.map((node) => node.path))].filter((each) => SOURCE.test(each));
    const program = createProgram(root, paths, await indexResolutions(file, root));
    const truth = trueEdges(root, program, paths, new Callers(plain.nodes));
    const name = root.split('/').at(-1)!;
    rows.push(compare('without the checker', name, ourEdges(plain, SOURCE), truth, Number(values.show)));
    const started = performance.now();
    const { checker } = await oracle.scan({ checker: true });
    process.stderr.write(
      `checker: ${checker?.answered} of ${checker?.asked} files in ${((performance.now() - started) / 1000).toFixed(1)} s ${checker?.stopped ?? ''}\n`,
    );
    const checked = await oracle.graph();
    rows.push(compare('with the checker', name, ourEdges(checked, SOURCE), truth, Number(values.show)));
    await oracle.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
printTable(rows);
