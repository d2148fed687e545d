const TOKEN =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|\s+|=>|\.\.\.|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|[\p{L}_$#][\p{L}\p{N}_$#]*(?:\s*\.\s*[\p{L}_$][\p{L}\p{N}_$]*)*|\d[\w.]*|[\s\S]/gu;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };

/** The words and signs of a type's text, one after another, without comments. */
export class TypeTokens {
  private readonly tokens: string[] = [];
  /** Indexes of those that stand first in their line. */
  private readonly first = new Set<number>();
  private at = 0;

  constructor(text: string) {
    let isFirst = false;
    for (const token of text.match(TOKEN) ?? []) {
      if (/^\s|^\/[/*]/.test(token)) {
        isFirst ||= token.includes('\n');
        continue;
      }
      if (isFirst) this.first.add(this.tokens.length);
      isFirst = false;
      this.tokens.push(/^[\p{L}_$#]/u.test(token) ? token.replace(/\s+/g, '') : token);
    }
  }

  /** Empty at the end. */
  get next(): string {
    return this.after(0);
  }

  get isNextOnNewLine(): boolean {
    return this.first.has(this.at);
  }

  after(count: number): string {
    return this.tokens[this.at + count] ?? '';
  }

  take(): string {
    return this.tokens[this.at++] ?? '';
  }

  takeIf(token: string): boolean {
    if (this.next !== token) return false;
    this.at++;
    return true;
  }

  /** Passes what is in brackets, if some open here: of any kind, or of this one alone. */
  skipBrackets(only?: string): boolean {
    if (!(this.next in CLOSING) || (only !== undefined && this.next !== only)) return false;
    this.at = this.closing() + 1;
    return true;
  }

  /** What stands after the brackets that open here. */
  afterBrackets(): string {
    return this.tokens[this.closing() + 1] ?? '';
  }

  /** Goes to the first of these that is in no brackets. */
  skipTo(...ends: readonly string[]): void {
    while (this.next !== '' && !ends.includes(this.next)) if (this.next === '<' || !this.skipBrackets()) this.at++;
  }

  /** Where the brackets that open here are closed; the end when they are not. Those of other kinds within count when they are round, square or curly. */
  private closing(): number {
    const stack: string[] = [];
    const isAngle = this.next === '<';
    for (let index = this.at; index < this.tokens.length; index++) {
      const token = this.tokens[index]!;
      if (token in CLOSING && (token !== '<' || isAngle)) stack.push(CLOSING[token]!);
      else if (token === stack.at(-1)) {
        stack.pop();
        if (stack.length === 0) return index;
      }
    }
    return this.tokens.length;
  }
}
