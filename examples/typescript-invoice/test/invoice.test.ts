import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { discountOn, netOf, totalsOf } from '../src/invoice.ts';

const pencils = { description: 'Pencils', quantity: 10, unitPrice: 1_20 };
const desk = { description: 'Desk', quantity: 1, unitPrice: 88_00 };

describe('netOf', () => {
  it('is zero for no lines', () => assert.equal(netOf([]), 0));
  it('multiplies and adds', () => assert.equal(netOf([pencils, desk]), 100_00));
});

describe('discountOn', () => {
  it('gives nothing below the limit', () => assert.equal(discountOn(99_99), 0));
  it('gives 5 % from the limit on', () => assert.equal(discountOn(100_00), 5_00));
  it('gives 5 % above the limit', () => assert.equal(discountOn(200_00), 10_00));
});

describe('totalsOf', () => {
  it('taxes what is left after the discount', () => {
    assert.deepEqual(totalsOf([pencils, desk], 19), { net: 100_00, discount: 5_00, tax: 18_05, gross: 113_05 });
  });
  it('works without a discount', () => {
    assert.deepEqual(totalsOf([pencils], 19), { net: 12_00, discount: 0, tax: 2_28, gross: 14_28 });
  });
});
