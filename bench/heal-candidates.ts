// Is the reference repair among the candidates, and how early? Generates only, runs no program.
//   node --conditions=@cm/source bench/heal-candidates.ts PATH-TO-QUIXBUGS [--show]
// Every line of the program is equally suspect, no test is read: this measures templates and their order, nothing else. The templates'
// author has seen these programs, so the numbers are in-sample.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyEdits } from '../packages/heal/src/candidate.ts';
import { loadSyntax } from '../packages/heal/src/syntax/load-syntax.ts';
import { generateCandidates } from '../packages/heal/src/templates/generate.ts';

/** Reads JSON lines of programs, answers with a hash each of its syntax tree: no docstrings, `a > b` as `b < a`. */
const CANONICAL = `
import ast, hashlib, json, sys
class Canon(ast.NodeTransformer):
    def visit_Compare(self, node):
        self.generic_visit(node)
        turned = {ast.Gt: ast.Lt, ast.GtE: ast.LtE}.get(type(node.ops[0]))
        if len(node.ops) == 1 and turned:
            return ast.Compare(node.comparators[0], [turned()], [node.left])
        return node
    def visit_AugAssign(self, node):
        return node
def canonical(text):
    try: tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError): return ''
    for node in ast.walk(tree):
        if isinstance(getattr(node, 'body', None), list):
            node.body = [s for s in node.body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant))]
    return hashlib.sha256(ast.dump(Canon().visit(tree)).encode()).hexdigest()
for line in sys.stdin: print(canonical(json.loads(line)))
`;

function canonical(texts: readonly string[]): string[] {
  const input = texts.map((text) => JSON.stringify(text)).join('\n');
  const { stdout, status, stderr } = spawnSync('python3', ['-c', CANONICAL], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`python3: ${stderr}`);
  return stdout.trimEnd().split('\n');
}

const [root, show] = process.argv.slice(2);
if (root === undefined || !existsSync(join(root, 'python_programs'))) {
  process.stderr.write('usage: heal-candidates.ts PATH-TO-QUIXBUGS [--show]\n');
  process.exit(2);
}
const syntax = await loadSyntax();
const names = readdirSync(join(root, 'correct_python_programs')).filter(
  (name) => name.endsWith('.py') && !/_test\.py$|^node\.py$/.test(name),
);
const indices: number[] = [];
console.log('program                        index  total  per second  template');
for (const name of names) {
  const text = readFileSync(join(root, 'python_programs', name), 'utf8');
  const reference = canonical([readFileSync(join(root, 'correct_python_programs', name), 'utf8')])[0];
  const lines = text.split('\n').map((_, index) => ({ path: name, line: index + 1, score: 1 }));
  const started = performance.now();
  const candidates = [
    ...generateCandidates({ sources: new Map([[name, text]]), suspects: { lines, syntax, testTexts: new Map() }, failures: [] }),
  ];
  const rate = Math.round((candidates.length / (performance.now() - started)) * 1000);
  const results = candidates.map((candidate) => applyEdits(text, candidate.edits));
  const index = canonical(results).indexOf(reference!);
  if (index >= 0) indices.push(index + 1);
  console.log(
    `${name.padEnd(30)} ${String(index < 0 ? '-' : index + 1).padStart(5)} ${String(candidates.length).padStart(6)} ${String(rate).padStart(11)}  ${candidates[index]?.template ?? ''}`,
  );
  if (show)
    for (const candidate of candidates.slice(0, 30))
      console.log(
        '    ',
        candidate.weight.toFixed(2),
        candidate.template,
        candidate.line,
        JSON.stringify(candidate.edits.map((edit) => [text.slice(edit.start, edit.end), edit.text])),
      );
}
const within = (limit: number) => indices.filter((index) => index <= limit).length;
console.log(
  `reference among the candidates: ${indices.length} of ${names.length}; first 100: ${within(100)}, first 500: ${within(500)}, first 3,000: ${within(3000)}`,
);
