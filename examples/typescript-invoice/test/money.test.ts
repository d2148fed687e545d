import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { format, percentage, round } from '../src/money.ts';

describe('money', () => {
  it('rounds half away from zero', () => {
    assert.equal(round(2.5), 3);
    assert.equal(round(-2.5), -3);
  });
  it('takes percentages', () => assert.equal(percentage(9_99, 19), 1_90));
  it('formats', () => assert.equal(format(1234_05), '1234.05 EUR'));
  it('formats what is owed', () => assert.equal(format(-7, 'USD'), '-0.07 USD'));
});
