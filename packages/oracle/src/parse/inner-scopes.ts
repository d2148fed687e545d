// Variables of functions that are no symbols: `(c) => …` given to a call. Each is called by its name and the number of its function, so that
// it is told from its namesakes around it.
import type { NodeType } from '../facts.ts';
import { moduleNamed } from './expression.ts';

/** The name of a variable of the inner scope with this number. No language has `%` in names. */
const innerName = (name: string, scope: number): string => `${name}%${scope}`;

/** Whether it is a variable that nothing outside of its function sees. */
export const isInnerName = (name: string): boolean => name.includes('%');

/** An expression or a name as it is written. */
export function asWritten(text: string): string {
  const named = /\.#(?:of|made)\$|\[[+~]\]/.test(text) ? text.replace(/\.#(?:of|made)\$[\p{L}\p{N}_$]+|\[[+~]\]/gu, '') : text;
  const written = /[%#]/.test(named)
    ? named
        .replace(/%\d+|(?<=\w)#\d+/g, '')
        .replace('.#at()', '[]')
        .replace(/^(new )?#(?=\p{Lu})/u, '$1::')
    : named;
  const head = headOf(written);
  const module = moduleNamed(head);
  return module === null ? written : `import('${module}')${written.slice(head.length)}`;
}

/** The first name of a plain expression. */
export function headOf(expression: string): string {
  const start = expression.startsWith('new ') ? 4 : 0;
  let end = start;
  while (end < expression.length && !'.(['.includes(expression[end]!)) end++;
  return expression.slice(start, end);
}

/** Whether code says the names of such definitions: those of tests and routes are sentences. */
export const isNamed = (type: NodeType): boolean => type !== 'test' && type !== 'route';

/** Where something stands: a definition, and the function within it that is no symbol; -1 for none. */
export interface Place {
  within: number;
  scope: number;
}

interface InnerScope {
  /** The scope around it in the same definition, or -1. */
  outer: number;
  /** Whether a name is that of a variable; else it is that of a definition. */
  names: Map<string, boolean>;
}

/** The functions of one text that are no symbols. */
export class InnerScopes {
  private readonly scopes: InnerScope[] = [];
  private readonly open: { scope: number; end: number; within: number }[] = [];
  /** For each definition, where it is written. */
  private readonly places: Place[] = [{ within: -1, scope: -1 }];
  /** Names of variables of inner scopes. */
  private readonly names = new Set<string>();

  moveTo(index: number): void {
    while (this.open.length > 0 && this.open.at(-1)!.end <= index) this.open.pop();
  }

  enter(end: number, within: number): void {
    this.scopes.push({ outer: this.current(within), names: new Map() });
    this.open.push({ scope: this.scopes.length - 1, end, within });
  }

  /** The innermost scope that is open in a definition, or -1. */
  current(within: number): number {
    const last = this.open.at(-1);
    return last?.within === within ? last.scope : -1;
  }

  /** Where a function stands whose variables are at this place. */
  around({ within, scope }: Place): Place {
    return scope < 0 ? this.places[within]! : { within, scope: this.scopes[scope]!.outer };
  }

  /** Where the innermost scope ends. */
  get end(): number | undefined {
    return this.open.at(-1)?.end;
  }

  /** Says where the next definition is written. */
  define(name: string, type: NodeType, within: number): void {
    const scope = this.current(within);
    this.places.push({ within, scope });
    if (isNamed(type)) this.scopes[scope]?.names.set(name, false);
  }

  /** Says that a variable is declared, and gives the scope that it is declared in. */
  declare(name: string, within: number): number {
    const scope = this.current(within);
    if (scope < 0) return -1;
    this.scopes[scope]!.names.set(name, true);
    this.names.add(name);
    return scope;
  }

  /** Where a name is declared that is seen from here; `isIn` says whether a definition itself declares it. Null for a name of a symbol, and for one that is not declared yet. */
  declaredAt(name: string, within: number, isIn: (within: number) => boolean): Place | null {
    let at: Place = { within, scope: this.current(within) };
    while (at.within >= 0) {
      for (let inner = at.scope; inner >= 0; inner = this.scopes[inner]!.outer) {
        const isVariable = this.scopes[inner]!.names.get(name);
        if (isVariable !== undefined) return isVariable ? { within: at.within, scope: inner } : null;
      }
      if (isIn(at.within)) return { within: at.within, scope: -1 };
      at = this.places[at.within]!;
    }
    return null;
  }

  /** What a variable is called that is declared in a scope. */
  nameIn(scope: number, name: string): string {
    return scope < 0 ? name : innerName(name, scope);
  }

  /** Whether any variable is in an inner scope. */
  get hasNames(): boolean {
    return this.names.size > 0;
  }

  /** The same expression with its first name as it is called, seen from a place. `taken` are names of definitions themselves, as `definition name`. */
  resolve(expression: string, within: number, scope: number, taken: ReadonlySet<string>): string {
    const head = headOf(expression);
    if (!this.names.has(head)) return expression;
    let at: Place = { within, scope };
    while (at.within >= 0) {
      for (let inner = at.scope; inner >= 0; inner = this.scopes[inner]!.outer) {
        const isVariable = this.scopes[inner]!.names.get(head);
        if (isVariable !== undefined) return isVariable ? expression.replace(head, () => innerName(head, inner)) : expression;
      }
      if (taken.has(`${at.within} ${head}`)) return expression;
      at = this.places[at.within]!;
    }
    return expression;
  }
}
