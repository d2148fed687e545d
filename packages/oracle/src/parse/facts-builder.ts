import type { Node } from 'web-tree-sitter';
import type { BindingKind, Definition, Export, Facts, Import, NodeType, Signature, UseKind, WrittenType } from '../facts.ts';
import { cleanComment } from './clean-comment.ts';
import { collectWords } from './collect-words.ts';
import { Comments } from './comments.ts';
import type { Defined, Span } from './defined.ts';
import { type FunctionAt, type Given, NameFacts } from './name-facts.ts';
import { Narrowings } from './narrowings.ts';
import { type Claim, type Constructor, settleOwners } from './settle-owners.ts';
import { addOverload, addWritten, signatureOf, writtenDefinition } from './written-definition.ts';
import { matters } from './written-type.ts';

const KEYWORDS = new Set(
  'if else for while do return const let var function class switch case throw try catch new typeof import export def'.split(' '),
);

/** Their names are words of people, not of the language. */
const SENTENCES: ReadonlySet<NodeType> = new Set(['test', 'doc section']);

/** What holds members. */
const OWNERS: ReadonlySet<NodeType> = new Set(['class', 'interface', 'struct', 'enum']);

/** Collects a file's facts while its captures are visited in the order of the text. */
export class FactsBuilder {
  readonly text: string;
  private readonly comments: Comments;
  private readonly reserved: ReadonlySet<string>;
  private readonly hasErrors: boolean;
  private readonly said: string;
  private readonly definitions: Definition[] = [];
  private readonly ends: number[] = [];
  private readonly starts: number[] = [];
  /** Indexes of the definitions around the current place, the module first. */
  private readonly open: number[] = [0];
  private readonly imports: Import[] = [];
  private readonly imported = new Map<string, string>();
  private readonly exports: Export[] = [];
  private readonly names = new NameFacts();
  readonly narrowings = new Narrowings();
  /** Packages and namespaces around the current place, with where they end. */
  private readonly namespaces: { name: string; end: number }[] = [];
  private namespace = '';
  /** What types are said to implement apart from where they are defined. */
  readonly claims: Claim[] = [];
  /** Functions whose prototype gets members. */
  readonly constructors: Constructor[] = [];
  /** Indexes of what is put into its owner by an assignment. */
  readonly assigned: number[] = [];
  /** What was defined last. */
  private lastNode: Span | null = null;
  private passed = 0;
  private readonly binders = new Map<number, (name: string) => void>();
  /** Where members begin of objects that functions give back, with where in those they are. */
  private readonly given = new Map<number, string>();
  private readonly pending: { at: number; read: () => void }[] = [];
  private wrapper: { start: number; end: number; row: number; exported: boolean } | null = null;

  /** `said` is the text as signatures show it. */
  constructor(text: string, moduleName: string, reserved: ReadonlySet<string> = KEYWORDS, hasErrors = false, said = text) {
    this.text = text;
    this.said = said;
    this.comments = new Comments(text);
    this.reserved = reserved;
    this.hasErrors = hasErrors;
    this.definitions.push({
      name: moduleName,
      type: 'module',
      parent: -1,
      startLine: 1,
      endLine: 1,
      signature: moduleName,
      signatureHash: '',
      docstring: null,
      visibility: 'public',
      exported: true,
      bases: [],
      interfaces: [],
      returns: null,
    });
    this.starts.push(0);
    this.ends.push(Number.MAX_SAFE_INTEGER);
  }

  /** Closes the definitions that end before this place. Called for each capture. */
  moveTo(index: number): void {
    while (this.pending.length > 0 && this.pending[0]!.at <= index) {
      const { at, read } = this.pending.shift()!;
      this.close(at);
      read();
    }
    this.close(index);
  }

  /** Has something read at a place further on, as if it were captured there. */
  later(at: number, read: () => void): void {
    const next = this.pending.findIndex((each) => each.at > at);
    this.pending.splice(next < 0 ? this.pending.length : next, 0, { at, read });
  }

  private close(index: number): void {
    this.narrowings.moveTo(index);
    while (this.open.length > 1 && this.ends[this.open.at(-1)!]! <= index) this.open.pop();
    this.names.moveTo(index);
    while (this.namespaces.length > 0 && this.namespaces.at(-1)!.end <= index) this.namespaces.pop();
  }

  /** The package or namespace of what follows, up to `end`. */
  enterNamespace(name: string, end = Number.MAX_SAFE_INTEGER): void {
    const outer = this.namespaces.at(-1)?.name;
    const whole = outer === undefined ? name : `${outer}.${name}`;
    this.namespaces.push({ name: whole, end });
    if (this.namespace === '') this.namespace = whole;
  }

  /** Whether this is in no package and no namespace. */
  get isInNoNamespace(): boolean {
    return this.namespaces.length === 0;
  }

  /** Says of a type that is defined elsewhere in the file that it implements `base`. */
  claim(owner: string, base: string): void {
    this.claims.push({ owner, parent: this.current, base });
  }

  /** Says of a function that its prototype gets members, or those of what it extends. */
  construct(name: string, base: string | undefined): void {
    this.constructors.push({ name, parent: this.current, base });
  }

  get current(): number {
    return this.open.at(-1)!;
  }

  /** Where the text of the current definition ends. */
  get currentEnd(): number {
    return this.ends[this.current]!;
  }

  definition(index: number): Definition {
    return this.definitions[index]!;
  }

  /** The innermost class or interface around the current place, or -1. */
  get enclosingClass(): number {
    for (let depth = this.open.length - 1; depth > 0; depth--) {
      const { type } = this.definitions[this.open[depth]!]!;
      if (OWNERS.has(type)) return this.open[depth]!;
    }
    return -1;
  }

  slice(node: Node): string {
    return this.text.slice(node.startIndex, node.endIndex);
  }

  define(defined: Defined): number {
    const { node, name, type } = defined;
    // Where the text does not follow the grammar, the parser takes keywords for names.
    const mayBeWord = SENTENCES.has(type) || (defined.anyName === true && !this.hasErrors);
    if ((name === '' || this.reserved.has(name)) && !mayBeWord) return this.current;
    const start = node.startIndex;
    const end = node.endIndex;
    const wrapper = this.wrapper !== null && this.wrapper.start <= start && this.wrapper.end >= end ? this.wrapper : null;
    const startRow = wrapper?.row ?? node.startPosition.row;
    const parent = this.current;
    const exported = defined.exported ?? wrapper?.exported ?? false;
    if (wrapper !== null) this.wrapper = null;
    const docstring = this.comments.take(wrapper?.start ?? start, startRow);
    const endLine = node.endPosition.row + 1;
    const signature = signatureOf(this.said, defined);
    const overload = defined.owner === undefined && defined.arity === undefined ? this.overloadOf(defined, parent) : null;
    this.lastNode = node;
    if (overload !== null) {
      addOverload(overload, defined, signature, endLine);
      const index = this.definitions.length - 1;
      this.ends[index] = end;
      this.names.setBody(defined.body);
      this.open.push(index);
      if (defined.isOverloaded) this.names.enterBlock(end, index);
      return index;
    }
    const around = this.namespaces.at(-1)?.name;
    const namespace = defined.namespace ?? (around === this.namespace ? undefined : around);
    const place = { parent, startLine: startRow + 1, endLine, docstring, exported, namespace };
    this.definitions.push(writtenDefinition(defined, signature, place));
    const index = this.definitions.length - 1;
    if (defined.isAssigned) this.assigned.push(index);
    this.names.define(name, type, parent, defined.body);
    this.starts.push(wrapper?.start ?? start);
    this.ends.push(end);
    this.open.push(index);
    return index;
  }

  /** Signatures of one function written after one another are one symbol. */
  private overloadOf({ node, name, type, isMember, isStatic }: Defined, parent: number): Definition | null {
    const last = this.definitions.at(-1)!;
    if (last.name !== name || last.type !== type || last.parent !== parent || !/^(?:function|method)$/.test(type)) return null;
    if (last.isStatic !== isStatic) return null;
    // There may be several objects with a method of this name.
    return isMember && this.lastNode?.parent?.startIndex !== node.parent?.startIndex ? null : last;
  }

  /** The name that ends here, and what lies before it, is no use of a type: it is the place where one is defined, or has been dealt with. */
  passOver(node: Node): void {
    this.passed = node.endIndex;
  }

  isPassed(node: Node): boolean {
    return node.startIndex < this.passed;
  }

  /** What follows is in a function, with variables of its own: in the one of the current definition, or in one that is no symbol. */
  enterFunction(node: Node): void {
    this.names.enterFunction(node, this.current);
  }

  /** What follows, up to `end`, has variables of its own. */
  enterBlock(end: number): void {
    this.names.enterBlock(end, this.current);
  }

  /** The innermost function around. */
  get function(): FunctionAt | undefined {
    return this.names.functionIn(this.current);
  }

  /** Whether this is in no function and no symbol. */
  get isOutermost(): boolean {
    return this.current === 0 && !this.names.isInner(0);
  }

  /** Whether this is in no function but that of the current definition. */
  get isInSymbol(): boolean {
    return !this.names.isInner(this.current);
  }

  use(kind: UseKind, name: string, receiver: string | null, row: number, count?: number): void {
    const narrowed = receiver === null ? null : this.narrowings.of(receiver);
    this.names.use(this.current, kind, name, receiver, row + 1, { count, narrowed });
  }

  /** A name that is taken in the current place, and what is known of it. */
  bind(name: string, kind: BindingKind = 'value', source: string | null = null, written: WrittenType = null): void {
    this.names.bind(this.current, name, kind, source, written);
  }

  /** What is assigned to a name that is taken here or around, when nothing is known of it yet. */
  assign(name: string, source: string): void {
    this.names.assign(this.current, name, source);
  }

  /** What the innermost function takes, which is given to what `given` says: a parameter, or a member of one; null for what is read around it. */
  bindGiven(name: string, given: Given, step: number | string | null): void {
    this.names.bindGiven(this.current, name, given, step);
  }

  /** What has no name of its own, and stands here as what `given` says that is taken. */
  bindArgument(name: string, given: Given): void {
    this.names.bindGiven(this.current, name, given, null, true);
  }

  /** Says how the name is to be bound that is come to at a place further on. */
  whenBound(at: number, bind: (name: string) => void): void {
    this.binders.set(at, bind);
  }

  /** A name that is taken: nothing is known of it, unless it was said what is. */
  bindAt(at: number, name: string): void {
    const bind = this.binders.get(at);
    if (bind === undefined) this.bind(name);
    else bind(name);
  }

  /** `bound` is what it extends: its values have the members of that. */
  bindTypeParameter(name: string, bound: WrittenType): void {
    this.names.bindTypeParameter(this.current, name, this.ends[this.current]!, bound);
  }

  get isTypeParameter(): (name: string) => boolean {
    return this.names.isTypeParameter;
  }

  get isUnboundTypeParameter(): (name: string) => boolean {
    return this.names.isUnboundTypeParameter;
  }

  /** Says what the innermost function gives back. What a function gives that is no symbol matters to none. */
  giveBack(source: string): void {
    if (!this.names.isInner(this.current)) this.names.giveBack(this.current, source);
  }

  /** Says of what is defined further on where it is in the object that the current function gives back, or that the current constant is. */
  giveMember(node: Node, at: string): void {
    this.given.set(node.startIndex, at);
  }

  givenAt(node: Node): string | undefined {
    return this.given.get(node.startIndex);
  }

  /** Says of the current definition that it can be called like this, too. */
  addSignature(signature: Signature | null): void {
    addWritten(this.definitions[this.current]!, signature);
  }

  /** Binds a name in another definition than the current one. */
  bindIn(within: number, name: string, kind: BindingKind, source: string | null, written: WrittenType = null): void {
    this.names.bind(within, name, kind, source, written);
  }

  bindField(owner: number, name: string, kind: BindingKind, source: string | null, written: WrittenType = null): void {
    this.names.bindField(this.current, owner, name, kind, source, written);
  }

  /** A field whose type is read in another definition than the current one. */
  bindFieldIn(scope: number, owner: number, name: string, type: string | null, written: WrittenType = null): void {
    this.names.bindField(scope, owner, name, 'type', type, written);
  }

  /** The module that a name was imported from, as it is written. */
  importedFrom(name: string): string | undefined {
    return this.imported.get(name);
  }

  import(specifier: string, local: string | null, imported: string | null, row: number, within = 0): void {
    this.imports.push({ specifier, local, imported, line: row + 1, ...(within === 0 ? {} : { within }) });
    if (local !== null) this.imported.set(local, specifier);
  }

  export(exported: string, local: string | null, specifier: string | null, row: number): void {
    this.exports.push({ exported, local, specifier, line: row + 1 });
  }

  /** A node around the next definition whose first line is the definition's: `export`, a decorator. */
  wrap(node: Node, exported: boolean): void {
    const row = node.startPosition.row;
    this.wrapper = { start: node.startIndex, end: node.endIndex, row, exported };
  }

  addComment(node: Node): void {
    this.comments.add(node);
  }

  /** What the comment right above says. */
  commentAbove(node: Node): string | null {
    return this.comments.above(node.startIndex, node.startPosition.row);
  }

  document(source: string): void {
    this.definitions[this.current]!.docstring ??= cleanComment(source);
  }

  finish(language: string): Facts {
    const { definitions, imports, exports, hasErrors } = this;
    const lines = countLines(this.text);
    this.moveTo(Number.MAX_SAFE_INTEGER - 1);
    for (const [index, gives] of this.names.givenBack()) {
      const definition = definitions[index]!;
      const isAsked = definition.type === 'function' || definition.type === 'method';
      if (isAsked && definition.returns === null && definition.fixture === undefined) definition.gives = gives;
    }
    const { bindings, fields, uses } = this.names.finish(definitions);
    // Until here they count, for an overload may say more.
    for (const each of definitions) if (each.written != null && !matters(each.written)) delete each.written;
    settleOwners(definitions, this);
    definitions[0]!.endLine = Math.max(lines, 1);
    definitions[0]!.docstring ??= this.comments.opening;
    const words = collectWords(this.text, this.starts, this.ends, definitions);
    return {
      language,
      namespace: this.namespace,
      lines,
      hasErrors,
      definitions,
      imports,
      exports,
      bindings,
      fields,
      uses,
      words,
    };
  }
}

function countLines(text: string): number {
  let lines = text === '' || text.endsWith('\n') ? 0 : 1;
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) lines++;
  return lines;
}
