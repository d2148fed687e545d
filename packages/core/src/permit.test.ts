import type { Permit } from './permit.ts';
import { requirePermit, takePermitMint } from './permit.ts';

const mint = takePermitMint();
const asked: Permit = {
  id: '1',
  action: 'checkout.write',
  facts: { paths: ['a.ts'], gate: 'apply' },
  articles: ['V.1'],
  constitutionHash: 'abc',
  issuedAt: '2026-01-01T00:00:00.000Z',
};
const refused = expect.objectContaining({ code: 'CM_NO_PERMIT', exitCode: 3 });

describe('a permit', () => {
  it('is good for its action and its facts', () => {
    const permit = mint(asked);
    expect(() => requirePermit(permit, 'checkout.write')).not.toThrow();
    expect(() => requirePermit(permit, 'checkout.write', { gate: 'apply', paths: ['a.ts'] })).not.toThrow();
  });

  it('is no good for anything else', () => {
    const permit = mint(asked);
    expect(() => requirePermit(permit, 'process.run')).toThrow(refused);
    for (const facts of [
      { gate: 'propose' },
      { paths: ['b.ts'] },
      { paths: [] },
      { paths: 'a.ts' },
      { other: undefined },
      { toString: undefined },
      { gate: undefined },
    ]) {
      expect(() => requirePermit(permit, 'checkout.write', facts)).toThrow(refused);
    }
    // As JSON they are equal.
    expect(() => requirePermit(mint({ ...asked, facts: { n: null } }), 'checkout.write', { n: Number.NaN })).toThrow(refused);
  });

  it('can not be forged', () => {
    const permit = mint(asked);
    const forgeries: unknown[] = [
      asked,
      { ...permit },
      Object.create(permit),
      Object.assign(Object.create(Object.getPrototypeOf(permit)), permit),
      JSON.parse(JSON.stringify(permit)),
      structuredClone(permit),
      new Proxy(permit, {}),
      new Proxy(permit, { get: (target, key) => (key === 'action' ? 'process.run' : Reflect.get(target, key)) }),
      null,
      undefined,
      'permit',
      1,
      () => permit,
    ];
    for (const forgery of forgeries) expect(() => requirePermit(forgery as Permit, 'checkout.write')).toThrow(refused);
  });

  it('can not be changed afterwards, neither by its holder nor by who asked for it', () => {
    const mine = { ...asked, facts: { paths: ['a.ts'], nested: { deep: [1] } } };
    const permit = mint(mine);
    mine.facts.paths.push('b.ts');
    mine.facts.nested.deep.push(2);
    const open = permit as unknown as {
      action: string;
      facts: { paths: string[]; nested: { deep: number[] }; more?: number };
      articles: string[];
    };
    for (const change of [
      () => open.facts.paths.push('b.ts'),
      () => open.facts.nested.deep.push(2),
      () => open.articles.pop(),
      () => {
        open.action = 'process.run';
      },
      () => {
        open.facts.more = 1;
      },
      () => Object.setPrototypeOf(permit, { action: 'x' }),
      () => Object.defineProperty(permit, 'action', { value: 'x' }),
    ]) {
      expect(change).toThrow(TypeError);
    }
    expect(() => requirePermit(permit, 'checkout.write', { paths: ['a.ts'], nested: { deep: [1] } })).not.toThrow();
  });

  it('comes from one mint', () => {
    expect(() => takePermitMint()).toThrow('taken already');
  });
});
