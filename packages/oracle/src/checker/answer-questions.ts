import ts from 'typescript-api';
import type { Answer, CallTarget, FileQuestions } from './checker-words.ts';
import type { OpenedProgram } from './open-program.ts';

const LONGEST_EVIDENCE = 120;
const MOST_TARGETS = 20;
/** Names that a name leads to, one after another. */
const MOST_STEPS = 10;

/** Finds the calls that a file is asked about and where the checker says they lead. */
export function answerQuestions(opened: OpenedProgram, checker: ts.TypeChecker, asked: FileQuestions): Answer[] {
  const file = opened.program.getSourceFile(opened.fileNameOf(asked.path));
  if (file === undefined) return [];
  const answers = new Map<string, Answer>();
  const names = new Set(asked.questions.map(([, name]) => name));
  const wanted = new Set(asked.questions.map(([source, name]) => `${source} ${name}`));
  const around = innermost(asked.symbols);
  const stack: ts.Node[] = [file];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const called = calledBy(node);
    const name = called === null ? null : nameOf(called);
    if (called !== null && name !== null && names.has(name.text)) {
      const line = file.getLineAndCharacterOfPosition(name.getStart(file)).line + 1;
      // Symbols that begin or end on the line are not told apart: the innermost that was asked about is meant.
      const source = around(line).find((id) => wanted.has(`${id} ${name.text}`));
      if (source !== undefined) {
        const targets = targetsOf(opened, checker, name);
        add(answers, {
          source,
          name: name.text,
          targets,
          line,
          evidence: textOf(called, file),
          isNew: ts.isNewExpression(node),
          complete: targets.length > 0,
        });
      }
    }
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => {
      children.push(child);
    });
    for (let index = children.length - 1; index >= 0; index--) stack.push(children[index]!);
  }
  return [...answers.values()];
}

function calledBy(node: ts.Node): ts.Expression | null {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return withoutParentheses(node.expression);
  return ts.isTaggedTemplateExpression(node) ? withoutParentheses(node.tag) : null;
}

function withoutParentheses(node: ts.Expression): ts.Expression {
  let inner = node;
  while (ts.isParenthesizedExpression(inner) || ts.isNonNullExpression(inner)) inner = inner.expression;
  return inner;
}

function nameOf(called: ts.Expression): ts.Identifier | ts.PrivateIdentifier | null {
  if (ts.isIdentifier(called)) return called;
  return ts.isPropertyAccessExpression(called) ? called.name : null;
}

/** Where a call leads; empty when the checker doesn't know, or it leads to a value that has no place of its own. */
function targetsOf(opened: OpenedProgram, checker: ts.TypeChecker, name: ts.Identifier | ts.PrivateIdentifier): CallTarget[] {
  const symbol = meantBy(checker, name);
  const targets: CallTarget[] = [];
  for (const declaration of symbol?.declarations?.filter(isOfValue).slice(0, MOST_TARGETS) ?? []) {
    const path = opened.pathOf(declaration.getSourceFile().fileName);
    if (path === null) {
      if (!targets.includes(null)) targets.push(null);
      continue;
    }
    const named = declaredName(declaration);
    if (named === null) continue;
    const line = declaration.getSourceFile().getLineAndCharacterOfPosition(named.at.getStart()).line + 1;
    if (!targets.some((each) => each?.path === path && each.line === line)) targets.push({ path, name: named.name, line });
  }
  return targets;
}

/** A type that has the name of a value adds to its members, often in many files; called is the value. */
const isOfValue = (declaration: ts.Declaration): boolean =>
  !ts.isInterfaceDeclaration(declaration) && !ts.isTypeAliasDeclaration(declaration);

/** What a name stands for, through imports, and through patterns that take it out of an object. */
function meantBy(checker: ts.TypeChecker, name: ts.Node): ts.Symbol | undefined {
  let symbol = checker.getSymbolAtLocation(name);
  for (let step = 0; step < MOST_STEPS && symbol !== undefined; step++) {
    const declaration = symbol.valueDeclaration;
    if ((symbol.flags & ts.SymbolFlags.Alias) !== 0) symbol = checker.getAliasedSymbol(symbol);
    else if (declaration !== undefined && ts.isBindingElement(declaration) && ts.isObjectBindingPattern(declaration.parent)) {
      const key = declaration.propertyName ?? declaration.name;
      const taken = ts.isIdentifier(key) ? checker.getTypeAtLocation(declaration.parent).getProperty(key.text) : undefined;
      if (taken === undefined) return symbol;
      symbol = taken;
    } else {
      const value = declaration === undefined ? undefined : putInto(checker, declaration);
      if (value === undefined) return symbol;
      symbol = value;
    }
  }
  return symbol;
}

/** What `{ name }` or `{ key: name }` puts into an object: who calls the member calls that. */
function putInto(checker: ts.TypeChecker, member: ts.Declaration): ts.Symbol | undefined {
  if (ts.isShorthandPropertyAssignment(member)) return checker.getShorthandAssignmentValueSymbol(member);
  const isName = ts.isPropertyAssignment(member) && ts.isIdentifier(member.initializer);
  return isName ? checker.getSymbolAtLocation(member.initializer) : undefined;
}

function declaredName(declaration: ts.Declaration): { name: string; at: ts.Node } | null {
  if (ts.isParameter(declaration) || ts.isBindingElement(declaration)) return null;
  const name = ts.getNameOfDeclaration(declaration);
  if (name === undefined)
    return ts.isFunctionDeclaration(declaration) || ts.isClassDeclaration(declaration)
      ? { name: 'default', at: declaration }
      : null;
  return { name: ts.isIdentifier(name) || ts.isPrivateIdentifier(name) ? name.text : name.getText(), at: name };
}

function add(answers: Map<string, Answer>, answer: Answer): void {
  const key = `${answer.source} ${answer.name}`;
  const known = answers.get(key);
  if (known === undefined) {
    answers.set(key, answer);
    return;
  }
  known.complete &&= answer.complete;
  known.isNew ||= answer.isNew;
  for (const target of answer.targets)
    if (!known.targets.some((each) => each === target || (each?.path === target?.path && each?.line === target?.line)))
      known.targets.push(target);
}

function textOf(called: ts.Expression, file: ts.SourceFile): string {
  return called.getText(file).slice(0, LONGEST_EVIDENCE).replace(/\s+/g, ' ');
}

/** The symbols that a line may be in, the innermost first: one that neither begins nor ends on the line is the last that comes into question. */
function innermost(symbols: FileQuestions['symbols']): (line: number) => number[] {
  const sorted = symbols.toSorted((a, b) => b[1] - a[1] || a[2] - b[2] || a[0] - b[0]);
  const known = new Map<number, number[]>();
  return (line) => {
    let found = known.get(line);
    if (found === undefined) {
      const around = sorted.filter(([, start, end]) => start <= line && end >= line);
      const last = around.findIndex(([, start, end]) => start < line && end > line);
      found = (last < 0 ? around : around.slice(0, last + 1)).map(([id]) => id);
      known.set(line, found);
    }
    return found;
  };
}
