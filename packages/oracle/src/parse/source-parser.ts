import { Language as Grammar, type Node, Parser, Query, type Tree } from 'web-tree-sitter';
import type { Facts } from '../facts.ts';
import type { AnyLanguage, Language } from '../languages/language.ts';
import { FactsBuilder } from './facts-builder.ts';
import { type CompiledModule, webAssembly } from './web-assembly.ts';
import { collectNames, collectWordsAsNames, type WrittenName } from './written-names.ts';

export interface CompiledModules {
  runtime: CompiledModule;
  /** By specifier of the grammar. */
  grammars: ReadonlyMap<string, CompiledModule>;
}

interface Loaded {
  parser: Parser;
  query: Query;
}

/** Turns text into facts. One in each thread: trees do not cross threads. */
export class SourceParser {
  private readonly modules: CompiledModules;
  private readonly loaded = new Map<string, Loaded>();

  private constructor(modules: CompiledModules) {
    this.modules = modules;
  }

  static async start(modules: CompiledModules): Promise<SourceParser> {
    await Parser.init({
      instantiateWasm: (imports: unknown, done: (instance: unknown, module: CompiledModule) => void) => {
        void webAssembly.instantiate(modules.runtime, imports).then((instance) => done(instance, modules.runtime));
        return {};
      },
    } as unknown as Parameters<typeof Parser.init>[0]);
    return new SourceParser(modules);
  }

  /** `moduleName` is what the file's module is called: its path without the ending. */
  parse(text: string, language: AnyLanguage, moduleName: string): Facts {
    if (language.grammar === null) return language.read(text, moduleName);
    const { parser, query } = this.load(language);
    let said = language.prepare?.(text) ?? text;
    let tree = parseTree(parser, said);
    let root = tree.rootNode;
    for (const mend of language.mends ?? []) {
      if (!root.hasError) break;
      const next = mend(said, text, root);
      if (next === said) continue;
      const other = parseTree(parser, next);
      if (stumbledOver(other.rootNode) > stumbledOver(root)) {
        other.delete();
        continue;
      }
      tree.delete();
      said = next;
      tree = other;
      root = tree.rootNode;
    }
    try {
      const shown = language.showsAsRead ? said : text;
      const builder = new FactsBuilder(text, moduleName, language.reserved, root.hasError, shown);
      for (const { name, node } of query.captures(root)) {
        builder.moveTo(node.startIndex);
        language.handlers[name]?.(node, builder);
      }
      return builder.finish(language.name);
    } finally {
      tree.delete();
    }
  }

  /** Every name in a text, from top to bottom. */
  names(text: string, language: AnyLanguage): WrittenName[] {
    if (language.grammar === null) return collectWordsAsNames(text);
    const tree = parseTree(this.load(language).parser, text);
    try {
      return collectNames(tree);
    } finally {
      tree.delete();
    }
  }

  private load(language: Language): Loaded {
    const known = this.loaded.get(language.name);
    if (known !== undefined) return known;
    const module = this.modules.grammars.get(language.grammar);
    if (module === undefined) throw new Error(`the grammar of ${language.name} was not compiled`);
    const grammar = Grammar.loadSync(module as Parameters<typeof Grammar.loadSync>[0]);
    const parser = new Parser();
    parser.setLanguage(grammar);
    const loaded = { parser, query: new Query(grammar, language.query) };
    this.loaded.set(language.name, loaded);
    return loaded;
  }
}

/** How many characters of a text the grammar can make nothing of, and what it misses. */
function stumbledOver(root: Node): number {
  let sum = 0;
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.isError) sum += node.endIndex - node.startIndex;
    else if (node.isMissing) sum++;
    else if (node.hasError) for (const child of node.children) if (child !== null) waiting.push(child);
  }
  return sum;
}

function parseTree(parser: Parser, text: string): Tree {
  const tree = parser.parse(text);
  if (tree === null) throw new Error('the parser gave no tree');
  return tree;
}
