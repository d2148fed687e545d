import type { Tree } from 'web-tree-sitter';

/** A name as it stands in a text. */
export interface WrittenName {
  text: string;
  /** Counts from 1. */
  line: number;
  /** Counts from 0, in UTF-16 units. */
  column: number;
  /** The grammar calls it the name of what is around it. */
  isNaming: boolean;
}

/** What the grammars call the leaves that are names: `identifier`, `type_identifier`, `field_identifier`, and in PHP and Ruby `name` and `constant`. */
const NAME = /identifier$|^(?:name|constant|instance_variable|class_variable|global_variable)$/;

/** The leaves of a tree that are names, in the order of the text. */
export function collectNames(tree: Tree): WrittenName[] {
  const cursor = tree.walk();
  const names: WrittenName[] = [];
  try {
    for (;;) {
      if (cursor.gotoFirstChild()) continue;
      if (cursor.nodeIsNamed && NAME.test(cursor.nodeType)) {
        const { row, column } = cursor.startPosition;
        names.push({
          text: cursor.nodeText,
          line: row + 1,
          column,
          isNaming: /^(?:name|left|declarator)$/.test(cursor.currentFieldName ?? ''),
        });
      }
      while (!cursor.gotoNextSibling()) if (!cursor.gotoParent()) return names;
    }
  } finally {
    cursor.delete();
  }
}

/** Every word of a text that could be a name: in a document, any may be. */
export function collectWordsAsNames(text: string): WrittenName[] {
  return text.split('\n').flatMap((line, row) =>
    [...line.matchAll(/[\p{L}_$][\p{L}\p{N}_$]*/gu)].map((found) => ({
      text: found[0],
      line: row + 1,
      column: found.index,
      isNaming: false,
    })),
  );
}
