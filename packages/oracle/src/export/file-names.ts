import type { WrittenName } from '../parse/written-names.ts';
import type { CodeNode, Edge } from '../words.ts';

/** Start line, start column, end line, end column, as SCIP and LSP count them: from 0, the end not included, columns in UTF-16 units. */
export type Span = readonly [startLine: number, startColumn: number, endLine: number, endColumn: number];

/** Finds the exact places of definitions and uses among the names of one file. */
export class FileNames {
  private readonly lines: string[];
  private readonly byText: ReadonlyMap<string, WrittenName[]>;
  private readonly inner: ReadonlyMap<number | null, CodeNode[]>;

  constructor(text: string, names: readonly WrittenName[], nodes: readonly CodeNode[]) {
    this.lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
    this.byText = Map.groupBy(names, (name) => name.text);
    this.inner = Map.groupBy(nodes, (node) => node.parent_id);
  }

  /** Where a symbol's name stands in its definition. A module's is the beginning of the file; one without a written name is its first line. */
  definition(node: CodeNode): Span {
    if (node.parent_id === null) return [0, 0, 0, 0];
    const inside = (this.byText.get(node.name) ?? []).filter(({ line }) => line >= node.start_line && line <= node.end_line);
    const name = inside.find(({ isNaming }) => isNaming) ?? inside[0];
    return name === undefined ? this.quoted(node) : spanOf(name);
  }

  /** Tests are named by a text in quotes. */
  private quoted(node: CodeNode): Span {
    const row = node.start_line - 1;
    const line = this.lines[row] ?? '';
    const column = line.indexOf(node.name);
    if (column >= 0) return [row, column, row, column + node.name.length];
    const start = line.search(/\S/);
    return [row, Math.max(start, 0), row, line.length];
  }

  whole(node: CodeNode): Span {
    const last = Math.min(node.end_line, this.lines.length);
    return [node.start_line - 1, 0, last - 1, this.lines[last - 1]?.length ?? 0];
  }

  /** The places where a symbol's own text, without what is written inside of it, names what an edge leads to. */
  uses(node: CodeNode, edge: Edge, targetName: string): Span[] {
    const { name, receiver } = writtenAs(edge.evidence, targetName);
    const own = (this.byText.get(name) ?? []).filter(({ line }) => line >= edge.line && line <= node.end_line);
    const inner = this.inner.get(node.id) ?? [];
    const isOwn = ({ line }: WrittenName) =>
      line === edge.line || !inner.some((each) => each.start_line <= line && each.end_line >= line);
    const places = own.filter((place) => (edge.type === 'imports' ? place.line === edge.line : isOwn(place)));
    return places.filter((place) => edge.type === 'imports' || this.hasReceiver(place, receiver)).map(spanOf);
  }

  /** What stands before the name is the end of the receiver; before a name without one there is no dot. */
  private hasReceiver({ line, column }: WrittenName, receiver: string | null): boolean {
    const before = (this.lines[line - 1] ?? '').slice(0, column).trimEnd();
    const dot = /(?:\.|\?\.|::|->)$/.exec(before);
    if (receiver === null) return dot === null || before.endsWith('...');
    // A chain of calls may go on in a line of its own.
    if (dot === null) return false;
    const rest = before.slice(0, dot.index).trimEnd().replace(/!$/, '');
    if (rest === '') return true;
    return receiver.endsWith(')') ? rest.endsWith(')') : rest.endsWith(receiver.slice(receiver.search(/[^.]*$/)));
  }
}

/** `parse from ./parser`, `this.cache.get` and `Router`: how the use is written, as far as the evidence of its edge tells. */
function writtenAs(evidence: string, targetName: string): { name: string; receiver: string | null } {
  const imported = /^([\p{L}_$#][\p{L}\p{N}_$]*) from /u.exec(evidence)?.[1];
  if (imported !== undefined) return { name: imported, receiver: null };
  const [, receiver, name] = /^(?:(.*)\.)?([\p{L}_$#][\p{L}\p{N}_$]*)$/su.exec(evidence) ?? [];
  return { name: name ?? targetName, receiver: receiver ?? null };
}

function spanOf({ text, line, column }: WrittenName): Span {
  return [line - 1, column, line - 1, column + text.length];
}
