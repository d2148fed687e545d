import assert from 'node:assert/strict';
import { it } from 'node:test';
import { balances } from '../src/ledger.ts';

it('adds up by customer, the largest first', () => {
  const entries = [
    { customer: 'Ada', amount: 5_00 },
    { customer: 'Bob', amount: 9_00 },
    { customer: 'Ada', amount: 7_00 },
  ];
  assert.deepEqual(balances(entries), [
    { customer: 'Ada', amount: 12_00 },
    { customer: 'Bob', amount: 9_00 },
  ]);
});

it('leaves out who is even', () => {
  assert.deepEqual(balances([{ customer: 'Ada', amount: 5 }, { customer: 'Ada', amount: -5 }]), []);
});
