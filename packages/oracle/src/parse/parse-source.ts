import { unknownLanguage } from '../errors.ts';
import type { Facts } from '../facts.ts';
import { languageByName, languageOfPath } from '../languages/languages.ts';
import { loadGrammar, RUNTIME } from './load-grammar.ts';
import { moduleNameOf } from './module-name.ts';
import { SourceParser } from './source-parser.ts';

const parsers = new Map<string, Promise<SourceParser>>();

/**
 * What a text says by itself. Depends on nothing but its arguments.
 * @param languageOrPath the name of a language, or a path from whose ending it is known.
 * @throws {CmError} `CM_UNKNOWN_LANGUAGE`.
 */
export async function parseSource(text: string, languageOrPath: string): Promise<Facts> {
  const language = languageByName(languageOrPath) ?? languageOfPath(languageOrPath);
  if (language === undefined) throw unknownLanguage(languageOrPath);
  let parser = parsers.get(language.grammar);
  if (parser === undefined) {
    parser = startParser(language.grammar);
    parsers.set(language.grammar, parser);
  }
  return (await parser).parse(text, language, moduleNameOf(languageOrPath));
}

async function startParser(grammar: string): Promise<SourceParser> {
  const [runtime, module] = await Promise.all([loadGrammar(RUNTIME), loadGrammar(grammar)]);
  return SourceParser.start({ runtime, grammars: new Map([[grammar, module]]) });
}
