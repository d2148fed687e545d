// Colours for source text, the same few for every language: comments, strings, numbers, words of the language.
const HASH = /\.(py|pyi|rb|sh|ya?ml|toml)$/i;
const WORDS =
  'abstract and as async await bool break case catch class const continue def default defer del delete do elif else enum except export extends extern false False final finally fn for from func function global go if impl implements import in instanceof int interface is lambda let loop match mod module mut namespace new nil None nonlocal not null or package pass private protected pub public raise readonly ref return self static struct super switch template this throw throws trait true True try type typeof undefined union unsafe use using var void virtual when where while with yield';
const KEYWORDS = new Set(WORDS.split(' '));
const SLASHES =
  /(\/\/.*|\/\*.*?(?:\*\/|$))|("(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|`(?:[^`\\]|\\.)*`?)|(\b\d[\w.]*)|([A-Za-z_$][\w$]*)/g;
const HASHES = /(#.*)|("""|'''|"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?)|(\b\d[\w.]*)|([A-Za-z_][\w]*)/g;
const CLASSES = [undefined, 'c-comment', 'c-string', 'c-number', 'c-word'];
/** Longer lines are shown as they are. */
const LONGEST_LINE = 2000;

/** One element for each line. All text goes in as text. */
export function colorCode(lines, path) {
  const pattern = HASH.test(path) ? HASHES : SLASHES;
  let inBlock = false;
  return lines.map((line) => {
    const row = document.createElement('span');
    row.className = 'row';
    const starred = pattern === SLASHES && (inBlock || /^\s*\*(?:\s|\/|$)/.test(line));
    if (line.length > LONGEST_LINE) row.append(line);
    else if (starred) row.append(part('c-comment', line));
    else row.append(...coloredParts(line, pattern));
    if (pattern === SLASHES) inBlock = opensBlock(line, inBlock);
    return row;
  });
}

function opensBlock(line, inBlock) {
  const [opens, closes] = [line.lastIndexOf('/*'), line.lastIndexOf('*/')];
  return closes > opens ? false : inBlock || (opens >= 0 && /^\s*\/\*/.test(line));
}

function coloredParts(line, pattern) {
  const parts = [];
  let from = 0;
  for (const match of line.matchAll(pattern)) {
    const group = match.slice(1).findIndex((text) => text !== undefined) + 1;
    if (group === 4 && !KEYWORDS.has(match[0])) continue;
    if (match.index > from) parts.push(line.slice(from, match.index));
    parts.push(part(CLASSES[group], match[0]));
    from = match.index + match[0].length;
  }
  parts.push(line.slice(from) || '\u200b');
  return parts;
}

function part(className, text) {
  const span = document.createElement('span');
  span.className = className;
  span.textContent = text;
  return span;
}
