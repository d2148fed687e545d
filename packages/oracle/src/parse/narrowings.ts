/** That something is of a type in a part of a text. */
interface Narrowing {
  expression: string;
  type: string;
  start: number;
  end: number;
}

/** Tests that hold at one place: far more than people write. */
const MOST = 50;

/** What tests of types say: `if (a instanceof B)`, `assert isinstance(a, B)`. */
export class Narrowings {
  private readonly open: Narrowing[] = [];
  private at = 0;

  /** Forgets what ends before this place. */
  moveTo(index: number): void {
    this.at = index;
    if (this.open.length === 0) return;
    const kept = this.open.filter(({ end }) => end > index);
    if (kept.length < this.open.length) this.open.splice(0, this.open.length, ...kept);
  }

  add(expression: string, type: string, start: number, end: number): void {
    if (this.open.length === MOST) this.open.shift();
    this.open.push({ expression, type, start, end });
  }

  /** From a place on a variable holds something else. */
  forget(name: string, from: number): void {
    for (const each of this.open)
      if (each.expression === name || each.expression.startsWith(`${name}.`)) each.end = Math.min(each.end, from);
  }

  /** What an expression is here by the last test of it: `new B().c` for `a.c`; null when there was none. */
  of(receiver: string): string | null {
    for (let index = this.open.length - 1; index >= 0; index--) {
      const { expression, type, start, end } = this.open[index]!;
      const isMeant = receiver === expression || receiver.startsWith(`${expression}.`);
      if (isMeant && start <= this.at && this.at < end) return `new ${type}()${receiver.slice(expression.length)}`;
    }
    return null;
  }
}
