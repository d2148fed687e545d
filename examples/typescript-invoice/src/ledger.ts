import type { Cents } from './money.ts';

export interface Entry {
  customer: string;
  amount: Cents;
}

/** What each customer owes, those who owe most first. */
export function balances(entries: readonly Entry[]): Entry[] {
  const totals = new Map<string, Cents>();
  for (const { customer, amount } of entries) {
    totals.set(customer, (totals.get(customer) ?? 0) + amount);
  }
  return [...totals]
    .map(([customer, amount]) => ({ customer, amount }))
    .filter((entry) => entry.amount !== 0)
    .sort((a, b) => b.amount - a.amount || a.customer.localeCompare(b.customer));
}
