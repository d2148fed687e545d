/** An amount in cents, never a fraction of one. */
export type Cents = number;

/** Rounds half away from zero, as invoices do. */
export function round(amount: number): Cents {
  return Math.sign(amount) * Math.round(Math.abs(amount));
}

export function percentage(amount: Cents, percent: number): Cents {
  return round((amount * percent) / 100);
}

export function format(amount: Cents, currency = 'EUR'): string {
  const sign = amount < 0 ? '-' : '';
  const whole = Math.floor(Math.abs(amount) / 100);
  const rest = String(Math.abs(amount) % 100).padStart(2, '0');
  return `${sign}${whole}.${rest} ${currency}`;
}
