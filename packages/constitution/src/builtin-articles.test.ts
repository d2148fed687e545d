import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtinModule } from '../builtin-module.ts';
import { ACTIONS, ordinaryFacts } from './actions.ts';
import type { Article, Example, Param } from './article.ts';
import type { RuleExpression } from './check-rule.ts';
import { parseRule, planRule } from './compile-rule.ts';
import { loadConstitution } from './constitution.ts';
import { runExample, testArticles } from './test-articles.ts';

const top = join(import.meta.dirname, '../../..');
const constitution = await loadConstitution();

describe('the built-in articles', () => {
  it('are those of constitution/ (run `pnpm --filter @cm/constitution generate` when they are not)', async () => {
    expect(readFileSync(join(import.meta.dirname, 'builtin-articles.generated.ts'), 'utf8')).toBe(await builtinModule(top));
  });

  it('may lie in the repository that they come from', async () => {
    expect((await loadConstitution({ root: top })).hash).toBe(constitution.hash);
  });

  it('keep their examples', () => {
    const results = testArticles(constitution);
    expect(results.length).toBeGreaterThan(100);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });

  it('apply to every action, with one that can deny or wait', () => {
    for (const action of ACTIONS) {
      const strict = constitution.articles.filter(
        (article) => article.actions.includes(action) && article.enforcement !== 'audit' && article.enforcement !== 'warn',
      );
      expect({ action, strict: strict.length > 0 }).toEqual({ action, strict: true });
    }
  });

  it('allow the ordinary case of what heal does, and refuse network and models', () => {
    const outcomes = Object.fromEntries(
      ACTIONS.map((action) => [action, constitution.decide(action, ordinaryFacts[action]).outcome]),
    );
    expect(outcomes).toEqual({
      'process.run': 'allow',
      'dependencies.install': 'allow',
      'repository.branch.write': 'allow',
      'checkout.write': 'allow',
      'heal.attempt': 'allow',
      'network.connect': 'deny',
      'model.call': 'deny',
    });
  });
});

/** An example kills a mutant when the mutant answers it otherwise. */
const killed = (article: Article, mutant: Pick<Article, 'declared' | 'check'>) =>
  article.declared.examples.some((example: Example) => runExample(mutant, example) !== example.expect);

describe.each(constitution.articles.map((article) => [article.id, article] as const))(
  'the examples of article %s',
  (_id, article) => {
    it('kill every mutant of its rule', () => {
      const mutants = mutantsOf(parseRule(article.rule));
      expect(mutants.length).toBeGreaterThan(0);
      const survivors = mutants.filter(
        ({ rule }) => !killed(article, { declared: article.declared, check: planRule(rule, article.scope) }),
      );
      expect(survivors.map(({ what }) => what)).toEqual([]);
    });

    it('kill every mutant of its parameters', () => {
      const survivors = Object.entries(article.declared.params).flatMap(([name, param]) =>
        otherValues(param)
          .filter(
            (value) =>
              !killed(article, {
                ...article,
                declared: { ...article.declared, params: { ...article.declared.params, [name]: { ...param, value } as Param } },
              }),
          )
          .map((value) => `${name} = ${JSON.stringify(value)}`),
      );
      expect(survivors).toEqual([]);
    });
  },
);

function otherValues({ type, value }: Param): unknown[] {
  if (type === 'int') return [value + 1, value - 1];
  if (type === 'number') return [value + 0.0001, value - 0.0001];
  if (type === 'bool') return [!value];
  if (type === 'string') return ['', `${value}x`];
  return [
    ...value.map((_, index) => value.filter((_each, other) => other !== index)),
    [...value, ...(type === 'globs' ? ['src'] : ['example', 'api.example.org'])],
  ];
}

interface Mutant {
  what: string;
  rule: RuleExpression;
}

const OTHERS: Readonly<Record<string, readonly string[]>> = {
  '_&&_': ['_||_'],
  '_||_': ['_&&_'],
  '_==_': ['_!=_'],
  '_!=_': ['_==_'],
  '_<_': ['_<=_', '_>_', '_>=_'],
  '_<=_': ['_<_', '_>_', '_>=_'],
  '_>_': ['_>=_', '_<_', '_<=_'],
  '_>=_': ['_>_', '_<_', '_<=_'],
  startsWith: ['endsWith', 'contains'],
  endsWith: ['startsWith', 'contains'],
  contains: ['startsWith', 'endsWith'],
};

/** Each mutant differs in one operator, one constant or one dropped part. */
function mutantsOf(rule: RuleExpression): Mutant[] {
  const constant = (value: boolean): Mutant => {
    const copy = structuredClone(rule);
    copy.exprKind = { case: 'constExpr', value: { $typeName: 'cel.expr.Constant', constantKind: { case: 'boolValue', value } } };
    return { what: `always ${value}`, rule: copy };
  };
  const mutants = [constant(true), constant(false)];
  const places = nodesOf(rule).length;
  for (let place = 0; place < places; place++) {
    for (let choice = 0; ; choice++) {
      const copy = structuredClone(rule);
      const what = mutate(nodesOf(copy)[place]!, choice);
      if (what === null) break;
      mutants.push({ what: `part ${place}: ${what}`, rule: copy });
    }
  }
  return mutants;
}

function mutate(node: RuleExpression, choice: number): string | null {
  const kind = node.exprKind;
  if (kind.case === 'callExpr') {
    const others = OTHERS[kind.value.function] ?? [];
    const name = others[choice];
    if (name !== undefined) {
      const what = `${kind.value.function} → ${name}`;
      kind.value.function = name;
      return what;
    }
    const kept = ['_&&_', '_||_', '!_'].includes(kind.value.function) ? kind.value.args[choice - others.length] : undefined;
    if (kept === undefined) return null;
    const what = `${kind.value.function} → its part ${choice - others.length}`;
    node.exprKind = kept.exprKind;
    return what;
  }
  if (kind.case === 'constExpr') {
    const { constantKind } = kind.value;
    if (constantKind.case === 'int64Value' && choice < 2) {
      constantKind.value += choice === 0 ? 1n : -1n;
      return `a constant → ${constantKind.value}`;
    }
    if (constantKind.case === 'stringValue' && choice < 2) {
      constantKind.value = choice === 0 ? '' : `${constantKind.value}x`;
      return `a constant → ${JSON.stringify(constantKind.value)}`;
    }
  }
  return null;
}

function nodesOf(node: RuleExpression): RuleExpression[] {
  const kind = node.exprKind;
  if (kind.case === 'callExpr')
    return [node, ...[...(kind.value.target ? [kind.value.target] : []), ...kind.value.args].flatMap(nodesOf)];
  if (kind.case === 'listExpr') return [node, ...kind.value.elements.flatMap(nodesOf)];
  if (kind.case === 'comprehensionExpr')
    throw new Error('teach this test to mutate all() and exists() before an article uses them');
  return [node];
}
