// How a document names code. In facts: `call` is a name that is written as a call, `reference` any other in backticks, `type` one that an
// example uses. Paths are imports: `*` is imported by a link, nothing by backticks.
import type { FactsBuilder } from '../parse/facts-builder.ts';

const LONGEST = 200;
const PART = String.raw`[A-Za-z_$][\w$]*`;
const NAME = new RegExp(String.raw`^(?:new\s+|@)?(${PART}(?:(?:\.|::|#|->)${PART})*)(?:<[\w\s,.|[\]]*>)?(\(.*\)|[!?])?;?$`, 's');
const PATH =
  /^(?:\.{0,2}\/)?(?:[\w@.+-]+\/)+[\w@.+-]*$|^[\w-][\w.-]*\.(?:[cm]?[jt]sx?|pyi?|rb|php|go|rs|java|cs|[ch](?:pp|xx)?|cc|hh|md|json|ya?ml|toml)$/;
const EXTERNAL = /^(?:[a-z][a-z0-9+.-]*:|\/\/|#|$)/i;
const SHORTEST_BARE = 4;
/** A plain word in backticks is a command, an option or a value as often as a name of code. */
const CODE_LIKE = /^\p{Lu}|[\p{Ll}\d]\p{Lu}|\w_\w|\$/u;
const CODE_FENCE =
  /^(?:ts|tsx|js|jsx|mjs|cjs|mts|typescript|javascript|py|python|rb|ruby|php|go|golang|rs|rust|java|c|h|cpp|c\+\+|cc|cs|csharp|c#)\b/i;
const COMMENT = /^\s*(?:\/\/|#(?!include)|\*)/;
const EXAMPLE_NAME = new RegExp(
  String.raw`(?<![\w$.'"\`/-])(?:new\s+)?(${PART})(?=\s*\()|\bimport\s+(?:type\s+)?\{([^}]*)\}|^\s*from\s+\S+\s+import\s+(.+)`,
  'g',
);
const DEFINES = /(?:\b(?:function|def|class|func|fn|interface|sub|void|int)\s+|=>\s*)$/;
const KEYWORDS = new Set(
  'if for while switch catch return function await import require print println printf describe expect test assert super typeof sizeof match'.split(
    ' ',
  ),
);
const MOST_LINES = 400;

function code(builder: FactsBuilder, content: string, row: number): void {
  const text = content.trim();
  if (text.length > LONGEST || text === '') return;
  if (PATH.test(text.replace(/:\d+(?:[-:]\d+)?$/, ''))) {
    path(builder, text.replace(/:\d+(?:[-:]\d+)?$/, ''), null, row);
    // `a.ts` is a file; `Router.md` could be a member, but nobody means that.
    return;
  }
  const found = NAME.exec(text);
  if (found === null) return;
  const parts = found[1]!.split(/\.|::|#|->/);
  const name = parts.pop()!;
  const isCall = found[2] !== undefined;
  if (parts.length === 0 && !isCall && (name.length < SHORTEST_BARE || !CODE_LIKE.test(name))) return;
  builder.use(isCall ? 'call' : 'reference', name, parts.length === 0 ? null : parts.join('.'), row);
}

function link(builder: FactsBuilder, href: string, row: number): void {
  if (EXTERNAL.test(href)) return;
  const target = href.replace(/[?#].*$/s, '').replace(/:\d+$/, '');
  try {
    path(builder, decodeURIComponent(target), '*', row);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
  }
}

function path(builder: FactsBuilder, text: string, imported: '*' | null, row: number): void {
  if (text !== '' && text.length <= LONGEST && !text.includes('\0')) builder.import(text, null, imported, row);
}

/** Names that an example calls, constructs or imports, and does not define itself. */
function example(builder: FactsBuilder, info: string, content: string, firstRow: number): void {
  if (!CODE_FENCE.test(info.trim())) return;
  for (const [index, line] of content.split('\n', MOST_LINES).entries()) {
    if (COMMENT.test(line) || line.length > LONGEST) continue;
    for (const found of line.matchAll(EXAMPLE_NAME)) {
      const names =
        found[1] === undefined ? (found[2] ?? found[3] ?? '').split(',').map((each) => each.trim().split(/\s/)[0]!) : [found[1]];
      if (found[1] !== undefined && DEFINES.test(line.slice(0, found.index))) continue;
      for (const name of names) {
        if (/^[A-Za-z_$][\w$]*$/.test(name) && name.length >= SHORTEST_BARE && !KEYWORDS.has(name))
          builder.use('type', name, null, firstRow + index);
      }
    }
  }
}

export const readMention = { code, link, example };
