import { type Cents, percentage } from './money.ts';

export interface Line {
  description: string;
  quantity: number;
  unitPrice: Cents;
}

export interface Totals {
  net: Cents;
  discount: Cents;
  tax: Cents;
  gross: Cents;
}

const DISCOUNT_FROM: Cents = 100_00;
const DISCOUNT_PERCENT = 5;

export function netOf(lines: readonly Line[]): Cents {
  return lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0);
}

/** Orders from DISCOUNT_FROM on, that amount included, get DISCOUNT_PERCENT off. */
export function discountOn(net: Cents): Cents {
  if (net > DISCOUNT_FROM) {
    return percentage(net, DISCOUNT_PERCENT);
  }
  return 0;
}

export function totalsOf(lines: readonly Line[], taxPercent: number): Totals {
  const net = netOf(lines);
  const discount = discountOn(net);
  const tax = percentage(net - discount, taxPercent);
  return { net, discount, tax, gross: net - discount + tax };
}
