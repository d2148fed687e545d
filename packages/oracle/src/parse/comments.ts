import type { Node } from 'web-tree-sitter';
import { cleanComment } from './clean-comment.ts';

/** The comment that was come to last, and what it is about: the definition right below it, or the file that it begins. */
export class Comments {
  private readonly text: string;
  private last: { start: number; end: number; endRow: number } | null = null;
  /** What the file begins with, while it is about no definition. */
  opening: string | null = null;

  constructor(text: string) {
    this.text = text;
  }

  /** Comments of one line each that follow one another are one. */
  add(node: Node): void {
    const start = node.startIndex;
    const { last } = this;
    const continues =
      last !== null &&
      node.startPosition.row === last.endRow + 1 &&
      this.text.startsWith('//', start) &&
      this.text.startsWith('//', last.start);
    this.last = { start: continues ? last.start : start, end: node.endIndex, endRow: node.endPosition.row };
    if (this.last.start === 0) this.opening = cleanComment(this.text.slice(0, this.last.end));
  }

  /** What the comment right above this place says. */
  above(start: number, row: number): string | null {
    const { last } = this;
    if (last === null || last.end > start || last.endRow < row - 1) return null;
    return cleanComment(this.text.slice(last.start, last.end));
  }

  /** What the comment right above this place says. It is about nothing else then. */
  take(start: number, row: number): string | null {
    const { last } = this;
    if (last === null || last.end > start || last.endRow < row - 1) return null;
    this.last = null;
    if (last.start === 0) this.opening = null;
    return cleanComment(this.text.slice(last.start, last.end));
  }
}
