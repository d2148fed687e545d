import { CmError, type Permit, requirePermit } from '@cm/core';
import { fixedClock } from '@cm/core/testing';
import fc from 'fast-check';
import { ACTIONS, type Action, type Facts, ordinaryFacts } from './actions.ts';
import { loadConstitution } from './constitution.ts';
import { explain } from './explain.ts';

const clock = fixedClock();
const constitution = await loadConstitution({ clock });
const ask = (action: unknown, facts: unknown): Permit => constitution.authorize(action as Action, facts as Facts[Action]);

function refusal(action: unknown, facts: unknown): CmError {
  try {
    ask(action, facts);
  } catch (error) {
    if (error instanceof CmError) return error;
    throw error;
  }
  throw new Error('it was allowed');
}

const attempt = ordinaryFacts['heal.attempt'];

describe('authorize', () => {
  it('issues a permit that says what, on which facts, by which articles and under which constitution', () => {
    const permit = ask('heal.attempt', attempt);
    expect(permit).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      action: 'heal.attempt',
      facts: attempt,
      articles: ['III.1', 'IV.1', 'XVII.1'],
      constitutionHash: constitution.hash,
      issuedAt: '2026-01-01T00:00:00.000Z',
    });
    expect(() => requirePermit(permit, 'heal.attempt', { runId: '1', protectedTouched: [] })).not.toThrow();
    expect(() => requirePermit(permit, 'checkout.write')).toThrow(CmError);
  });

  it('refuses a third attempt on a rung, naming the article', () => {
    expect(refusal('heal.attempt', { ...attempt, attemptOfRung: 3 })).toMatchObject({
      code: 'CM_DENIED',
      exitCode: 3,
      message:
        'heal.attempt was refused. Article XVII.1 (At most two attempts on each rung): This rung has used up its attempts.',
      hint: 'go on to the next rung, or hand over to a person',
      decision: { deciding: 'XVII.1', outcome: 'deny' },
    });
  });

  it('asks for approval where a person has to choose, unless something else denies', () => {
    const facts = ordinaryFacts['checkout.write'];
    expect(refusal('checkout.write', { ...facts, gate: 'propose' })).toMatchObject({
      code: 'CM_APPROVAL_NEEDED',
      exitCode: 4,
      decision: { deciding: 'V.2' },
    });
    expect(refusal('checkout.write', { ...facts, gate: 'propose', requestedByPerson: false })).toMatchObject({
      code: 'CM_DENIED',
      decision: { deciding: 'VI.2' },
    });
  });

  it('refuses unknown actions', () => {
    for (const action of [
      'heal.attemp',
      '',
      'toString',
      '__proto__',
      'constructor',
      null,
      undefined,
      1,
      {},
      ['heal.attempt'],
      Symbol('x'),
    ]) {
      expect(refusal(action, attempt)).toMatchObject({ code: 'CM_DENIED', exitCode: 3 });
    }
  });

  it('refuses facts that are missing, unknown, of another type or not their own', () => {
    const throwing = Object.defineProperty({ ...attempt }, 'rung', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    const proxy = new Proxy(attempt, {
      ownKeys: () => {
        throw new TypeError('no');
      },
    });
    for (const facts of [
      null,
      undefined,
      'facts',
      [],
      {},
      Object.create(attempt),
      throwing,
      proxy,
      { ...attempt, more: 1 },
      { ...attempt, rung: 'other' },
      { ...attempt, attemptOfRung: '1' },
      { ...attempt, attemptOfRung: 1n },
      { ...attempt, attemptOfRung: 0 },
      { ...attempt, attemptOfRung: 1.5 },
      { ...attempt, attemptOfRung: Number.NaN },
      { ...attempt, attemptOfRung: undefined },
      { ...attempt, testsTouched: -1 },
      { ...attempt, testsTouched: false },
      { ...attempt, protectedTouched: null },
      { ...attempt, protectedTouched: '' },
      { ...attempt, protectedTouched: { length: 0 } },
      { ...attempt, protectedTouched: [1] },
    ]) {
      expect(refusal('heal.attempt', facts)).toMatchObject({ code: 'CM_DENIED', decision: { deciding: null, evaluations: [] } });
    }
  });

  it('refuses paths that could be another path, and names that are no branch', () => {
    const facts = ordinaryFacts['repository.branch.write'];
    for (const path of [
      '/etc/passwd',
      '../x',
      'a/../.git/config',
      './.git/config',
      'a//b',
      '.git\\config',
      'a\0b',
      '',
      '.',
      'a/',
      'a\nb',
    ]) {
      expect(refusal('repository.branch.write', { ...facts, paths: [path] })).toMatchObject({ code: 'CM_DENIED' });
    }
    for (const branch of [
      'main',
      'cm/',
      'cm',
      'cm/../main',
      'refs/heads/cm/1',
      'cm/a.lock',
      'cm//a',
      'cm/.a',
      '-cm/a',
      'cm/a b',
      'cm/a~1',
      'CM/a',
      'cm/a\n',
      'cm/@{u}',
    ]) {
      expect(refusal('repository.branch.write', { ...facts, branch })).toMatchObject({ code: 'CM_DENIED' });
    }
  });

  it('decides on a copy', () => {
    const facts = { ...ordinaryFacts['checkout.write'], paths: ['a.ts'] };
    const permit = ask('checkout.write', facts);
    facts.paths.push('.git/config');
    expect(permit.facts.paths).toEqual(['a.ts']);
    expect(() => (permit.facts.paths as string[]).push('b')).toThrow();
  });

  it('can not be replaced or loosened from outside', () => {
    const open = constitution as unknown as Record<string, unknown> & {
      articles: { enforcement: string; params: Record<string, { value: unknown }> }[];
    };
    expect(() => {
      open.decide = () => ({ outcome: 'allow' });
    }).toThrow();
    expect(() => {
      open.articles.pop();
    }).toThrow();
    expect(() => {
      open.articles[0]!.enforcement = 'audit';
    }).toThrow();
    expect(() => {
      open.articles.at(-1)!.params.maxAttemptsPerRung!.value = 99;
    }).toThrow();
  });
});

describe('whatever it is asked', () => {
  const action = fc.constantFrom(...ACTIONS);

  it('throws nothing but CmError', () => {
    fc.assert(
      fc.property(
        fc.oneof(action, fc.string()),
        fc.oneof(fc.anything(), fc.dictionary(fc.string(), fc.anything())),
        (name, facts) => {
          try {
            ask(name, facts);
          } catch (error) {
            expect(error).toBeInstanceOf(CmError);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('throws nothing but CmError when facts are nearly right, and never allows a missing or a foreign one', () => {
    const nearly = action.chain((name) =>
      fc.tuple(
        fc.constant(name),
        fc.constantFrom(...Object.keys(ordinaryFacts[name])),
        fc.anything(),
        fc.constantFrom('replace', 'remove', 'add'),
      ),
    );
    fc.assert(
      fc.property(nearly, ([name, fact, value, how]) => {
        const facts: Record<string, unknown> = { ...ordinaryFacts[name] };
        if (how === 'replace') facts[fact] = value;
        if (how === 'remove') delete facts[fact];
        if (how === 'add') facts[`${fact}2`] = value;
        const { outcome } = constitution.decide(name, facts as Facts[typeof name]);
        if (how !== 'replace') expect(outcome).toBe('deny');
        if (outcome === 'allow' || outcome === 'warn') expect(ask(name, facts).action).toBe(name);
        else expect(refusal(name, facts).exitCode).toBe(outcome === 'approve' ? 4 : 3);
      }),
      { numRuns: 400 },
    );
  });
});

describe('explain', () => {
  it('tells a person what was decided and why', () => {
    expect(explain(constitution.decide('heal.attempt', { ...attempt, attemptOfRung: 3 })).join('\n')).toBe(
      `heal.attempt: denied
  Article XVII.1 (At most two attempts on each rung): This rung has used up its attempts.
  go on to the next rung, or hand over to a person
facts
  attemptOfRung = 3
  protectedTouched = []
  runId = "1"
  rung = "search"
  testsTouched = 0
articles
  kept   III.1  Tests are not edited (deny)
  kept   IV.1   Protected files are not patched (deny)
  BROKEN XVII.1 At most two attempts on each rung (deny)
constitution ${constitution.hash}`,
    );
  });

  it('says that there is nothing to go by', () => {
    expect(explain(constitution.decide('x' as Action, {} as Facts[Action]))[1]).toBe('  There is no such action.');
  });
});
