import type { Node } from 'web-tree-sitter';
import type { Binding, BindingKind, Definition, Facts, Field, NodeType, Step, Use, UseKind, WrittenType } from '../facts.ts';
import type { Span } from './defined.ts';
import { plainExpression, UNKNOWN } from './expression.ts';
import { headOf, InnerScopes, type Place } from './inner-scopes.ts';
import { settleNames } from './settle-names.ts';

export const LONGEST_NAME = 200;
/** Different ways in which a function ends. */
const MOST_RETURNED = 6;
const LONGEST_RETURNED = 300;
/** Parameters whose names say what they are given. */
const SELF = /^(?:self|cls)$/;
const NOTHING = /^(?:null|undefined|None|)$/;

/** Where a function is given to, as an expression or a type, and the way from there to its own type. */
export interface Given {
  expression: string | null;
  written: WrittenType;
  steps: Step[];
}

export interface FunctionAt {
  readonly node: Node;
  /** How many of its parameters were read. */
  parameters: number;
  /** Null when that is not known, undefined when nobody asked. */
  given?: Given | null;
}

/** Collects which names are taken and used where. `within` is always the index of the definition that the place is in. */
export class NameFacts {
  private readonly scopes = new InnerScopes();
  /** For each definition, the span of its body, as long as no function was found that it is of. */
  private readonly bodies: ({ start: number; end: number } | null)[] = [null];
  private readonly functions = new Map<number, FunctionAt>();
  private readonly typeParameters: { name: string; end: number; isBound: boolean }[] = [];
  private readonly bindings: Binding[] = [];
  private readonly boundIn: { inner: number; from: Place }[] = [];
  /** For each place and name of a variable whether it was declared without a value. */
  private readonly declared = new Map<string, boolean>();
  private readonly fields: Field[] = [];
  private readonly fieldsIn: number[] = [];
  private readonly returned = new Map<number, Set<string>>();
  private readonly uses: Use[] = [];
  private readonly usedIn: number[] = [];

  /** Closes what ends before this place. */
  moveTo(index: number): void {
    this.scopes.moveTo(index);
    while (this.typeParameters.length > 0 && this.typeParameters.at(-1)!.end <= index) this.typeParameters.pop();
  }

  /** Says where the next definition is written. */
  define(name: string, type: NodeType, within: number, body: Span | null | undefined): void {
    this.scopes.define(name, type, within);
    this.bodies.push(spanOf(body));
  }

  /** Says of the last definition that it has another body. */
  setBody(body: Span | null | undefined): void {
    this.bodies[this.bodies.length - 1] = spanOf(body);
  }

  /** What follows is in a function, with variables of its own: in the one of the definition, or in one that is no symbol. */
  enterFunction(node: Node, within: number): void {
    const body = this.bodies[within];
    const end = node.endIndex;
    if (body != null && body.end === end && body.start >= node.startIndex) this.bodies[within] = null;
    else this.scopes.enter(end, within);
    this.functions.set(this.functionKey(within), { node, parameters: 0 });
  }

  /** What follows, up to `end`, has variables of its own, and is no function. */
  enterBlock(end: number, within: number): void {
    this.scopes.enter(end, within);
  }

  /** Inner scopes have the odd numbers, functions of definitions the even ones. */
  private functionKey(within: number): number {
    const scope = this.scopes.current(within);
    return scope < 0 ? within * 2 : scope * 2 + 1;
  }

  /** The innermost function around. */
  functionIn(within: number): FunctionAt | undefined {
    return this.functions.get(this.functionKey(within));
  }

  /** Whether the place is in a function that is no symbol. */
  isInner(within: number): boolean {
    return this.scopes.current(within) >= 0;
  }

  use(
    within: number,
    kind: UseKind,
    name: string,
    receiver: string | null,
    line: number,
    { count, narrowed }: { count?: number | undefined; narrowed: string | null },
  ): void {
    if (name.length > LONGEST_NAME || name === '') return;
    const plain = receiver === null ? null : plainExpression(receiver);
    this.uses.push({
      kind,
      name,
      receiver: plain,
      ...(narrowed === null ? {} : { narrowed: plainExpression(narrowed) }),
      line,
      within,
      ...(count === undefined ? {} : { count }),
    });
    this.usedIn.push(this.scopes.current(within));
  }

  bind(within: number, name: string, kind: BindingKind, source: string | null, written: WrittenType): void {
    const expression = kind === 'value' && source !== null ? plainExpression(source) : source;
    const inner = this.scopes.declare(name, within);
    this.bindings.push({
      name,
      within,
      kind,
      expression: expression === UNKNOWN ? null : expression,
      ...(written === null ? {} : { written }),
    });
    this.boundIn.push({ inner, from: { within, scope: inner } });
    const isEmpty = kind === 'value' && written === null && (source === null || NOTHING.test(source));
    const key = `${within} ${inner} ${name}`;
    this.declared.set(key, isEmpty && this.declared.get(key) !== false);
  }

  /** What is assigned to a variable that was declared, here or around, without a value. */
  assign(within: number, name: string, source: string): void {
    const expression = plainExpression(source);
    const place =
      expression === UNKNOWN ? null : this.scopes.declaredAt(name, within, (at) => this.declared.has(`${at} -1 ${name}`));
    if (place === null || this.declared.get(`${place.within} ${place.scope} ${name}`) !== true) return;
    const scope = place.within === within ? {} : { scope: within };
    this.bindings.push({ name, within: place.within, kind: 'value', expression, ...scope });
    this.boundIn.push({ inner: place.scope, from: { within, scope: this.scopes.current(within) } });
  }

  /** `isHere`: what it is given to is read in the function that the name is in, and not around it. */
  bindGiven(within: number, name: string, given: Given, step: number | string | null, isHere = false): void {
    const inner = this.scopes.declare(name, within);
    const from = isHere ? { within, scope: inner } : this.scopes.around({ within, scope: inner });
    this.bindings.push({
      name,
      within,
      kind: 'given',
      expression: given.expression,
      ...(given.written === null ? {} : { written: given.written }),
      steps: step === null ? given.steps : [...given.steps, step],
      ...(from.within === within ? {} : { scope: from.within }),
    });
    this.boundIn.push({ inner, from });
  }

  /** `end`: where the definition ends. */
  bindTypeParameter(within: number, name: string, end: number, bound: WrittenType): void {
    if (typeof bound === 'string') this.bind(within, name, 'type', bound, null);
    else this.bind(within, name, 'type', null, bound);
    this.typeParameters.push({ name, end: Math.min(this.scopes.end ?? end, end), isBound: bound !== null });
  }

  readonly isTypeParameter = (name: string): boolean => this.typeParameters.some((each) => each.name === name);
  readonly isUnboundTypeParameter = (name: string): boolean =>
    this.typeParameters.findLast((each) => each.name === name)?.isBound === false;

  bindField(scope: number, owner: number, name: string, kind: BindingKind, source: string | null, written: WrittenType): void {
    const expression = kind === 'value' && source !== null ? plainExpression(source) : source;
    if ((expression === null || expression === UNKNOWN) && written === null) return;
    this.fields.push({ name, within: owner, kind, expression, ...(written === null ? {} : { written }), scope });
    this.fieldsIn.push(this.scopes.current(scope));
  }

  /** Says that a function gives back what this expression stands for. */
  giveBack(within: number, source: string): void {
    const plain = NOTHING.test(source) ? null : plainExpression(source);
    if (plain === null) return;
    const known = this.returned.get(within);
    if (known === undefined) this.returned.set(within, new Set([plain]));
    else known.add(plain);
  }

  /** What functions give back, for those of which all of it is known. */
  *givenBack(): Iterable<[within: number, expressions: string[]]> {
    const variables = new Map<string, Binding[]>();
    for (const [index, binding] of this.bindings.entries()) {
      if (this.boundIn[index]!.inner >= 0 || !this.returned.has(binding.within)) continue;
      const key = `${binding.within} ${binding.name}`;
      const known = variables.get(key);
      if (known === undefined) variables.set(key, [binding]);
      else known.push(binding);
    }
    for (const [within, expressions] of this.returned) {
      if (expressions.size > MOST_RETURNED) continue;
      const outer = [...expressions].map((each) => withoutVariables(each, (name) => variables.get(`${within} ${name}`) ?? [], 0));
      if (!outer.includes(UNKNOWN)) yield [within, [...new Set(outer)]];
    }
  }

  /** All that was found, when the whole text was read; `definitions` as they are nested in the text. */
  finish(definitions: readonly Definition[]): Pick<Facts, 'bindings' | 'fields' | 'uses'> {
    const { bindings, boundIn, fields, fieldsIn, uses, usedIn } = this;
    return settleNames(this.scopes, { definitions, bindings, boundIn, fields, fieldsIn, uses, usedIn });
  }
}

/** The same expression with what variables of the function stand for in their place. */
function withoutVariables(expression: string, bindingsOf: (name: string) => readonly Binding[], depth: number): string {
  const head = headOf(expression);
  const bound = bindingsOf(head);
  const isSelf = SELF.test(head) && bound.every((each) => each.expression === null && each.written === undefined);
  if (bound.length === 0 || isSelf) return expression;
  const first = bound.find(({ kind, expression: value }) => kind === 'value' && value !== null && !NOTHING.test(value));
  const isOne = first !== undefined && bound.every((each) => isSameValue(each, first));
  if (!isOne || depth > MOST_RETURNED || expression.startsWith('new ')) return UNKNOWN;
  const value = first.expression!;
  const whole = (value.startsWith('new ') && !value.includes('(') ? `${value}()` : value) + expression.slice(head.length);
  return whole.length > LONGEST_RETURNED ? UNKNOWN : withoutVariables(whole, bindingsOf, depth + 1);
}

function isSameValue(one: Binding, other: Binding): boolean {
  const { kind, expression, written } = one;
  if (written !== undefined || kind !== 'value') return false;
  return expression === other.expression || (expression !== null && NOTHING.test(expression));
}

function spanOf(node: Span | null | undefined): { start: number; end: number } | null {
  return node == null ? null : { start: node.startIndex, end: node.endIndex };
}
