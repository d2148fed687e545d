import { headOf } from './inner-scopes.ts';

/** That an expression stands for another one in a part of a text. */
interface Narrowing {
  expression: string;
  meant: string;
  start: number;
  end: number;
}

/** A part of a text that has variables of its own. */
interface Apart {
  hides: (name: string) => boolean;
  end: number;
}

/** What holds at one place: far more than people write. */
const MOST = 50;

/** What tests of types and assignments say of a part of a text: `if (a instanceof B)`, `assert isinstance(a, B)`. */
export class Narrowings {
  private readonly open: (Narrowing | Apart)[] = [];
  private at = 0;

  /** Forgets what ends before this place. */
  moveTo(index: number): void {
    this.at = index;
    if (this.open.length === 0) return;
    const kept = this.open.filter(({ end }) => end > index);
    if (kept.length < this.open.length) this.open.splice(0, this.open.length, ...kept);
  }

  add(expression: string, type: string, start: number, end: number): void {
    this.stand(expression, `new ${type}()`, start, end);
  }

  /** Says that an expression stands for another one, of which nothing changes any more. */
  stand(expression: string, meant: string, start: number, end: number): void {
    this.push({ expression, meant, start, end });
  }

  /** What follows, up to `end`, sees nothing of the variables around it that have such names. */
  hide(hides: (name: string) => boolean, end: number): void {
    this.push({ hides, end });
  }

  private push(narrowing: Narrowing | Apart): void {
    if (this.open.length === MOST) this.open.shift();
    this.open.push(narrowing);
  }

  /** From a place on a variable holds something else. */
  forget(name: string, from: number): void {
    this.forgetAll((expression) => goesOn(expression, name), from);
  }

  /** From a place on nothing is known of such expressions but what was said of parts further on. */
  forgetAll(isMeant: (expression: string) => boolean, from: number): void {
    for (const each of this.open)
      if ('expression' in each && each.start < from && isMeant(each.expression)) each.end = Math.min(each.end, from);
  }

  /** What an expression is here by the last test of it: `new B().c` for `a.c`; null when there was none. */
  of(receiver: string): string | null {
    const passed: Apart[] = [];
    const isHidden = (expression: string) => passed.some(({ hides }) => hides(headOf(expression)));
    for (let index = this.open.length - 1; index >= 0; index--) {
      const each = this.open[index]!;
      if (!('expression' in each)) {
        passed.push(each);
        if (isHidden(receiver)) return null;
        continue;
      }
      const { expression, meant, start, end } = each;
      if (!goesOn(receiver, expression) || start > this.at || this.at >= end) continue;
      return isHidden(meant) ? null : meant + receiver.slice(expression.length);
    }
    return null;
  }
}

/** Whether an expression is another one, or something of it. */
function goesOn(whole: string, start: string): boolean {
  return whole.startsWith(start) && (whole.length === start.length || '.['.includes(whole[start.length]!));
}
