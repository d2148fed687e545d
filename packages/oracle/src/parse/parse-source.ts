import { unknownLanguage } from '../errors.ts';
import type { Facts } from '../facts.ts';
import type { AnyLanguage } from '../languages/language.ts';
import { languageByName, languageOfPath } from '../languages/languages.ts';
import { loadGrammar, RUNTIME } from './load-grammar.ts';
import { moduleNameOf } from './module-name.ts';
import { SourceParser } from './source-parser.ts';
import type { WrittenName } from './written-names.ts';

const parsers = new Map<string, Promise<SourceParser>>();

/**
 * What a text says by itself. Depends on nothing but its arguments.
 * @param languageOrPath the name of a language, or a path from whose ending it is known.
 * @throws {CmError} `CM_UNKNOWN_LANGUAGE`.
 */
export async function parseSource(text: string, languageOrPath: string): Promise<Facts> {
  const language = languageOf(languageOrPath);
  return (await parserOf(language)).parse(text, language, moduleNameOf(languageOrPath));
}

/** Every name that a text holds as one, with its place: none in comments and strings. @throws {CmError} `CM_UNKNOWN_LANGUAGE`. */
export async function namesIn(text: string, path: string): Promise<WrittenName[]> {
  const language = languageOf(path);
  return (await parserOf(language)).names(text, language);
}

function languageOf(languageOrPath: string): AnyLanguage {
  const language = languageByName(languageOrPath) ?? languageOfPath(languageOrPath);
  if (language === undefined) throw unknownLanguage(languageOrPath);
  return language;
}

function parserOf({ grammar }: AnyLanguage): Promise<SourceParser> {
  const key = grammar ?? '';
  let parser = parsers.get(key);
  if (parser === undefined) {
    parser = startParser(grammar);
    parsers.set(key, parser);
  }
  return parser;
}

async function startParser(grammar: string | null): Promise<SourceParser> {
  const runtime = await loadGrammar(RUNTIME);
  return SourceParser.start({ runtime, grammars: new Map(grammar === null ? [] : [[grammar, await loadGrammar(grammar)]]) });
}
