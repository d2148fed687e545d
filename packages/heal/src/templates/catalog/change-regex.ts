import type { Template } from '../template.ts';

/** A regular expression with another flag, anchored, unanchored, or with another quantifier or class. */
export const changeRegex: Template = {
  name: 'change-regex',
  prior: 12,
  family: 'javascript',
  kinds: ['regex'],
  *propose(node) {
    const match = /^\/(.*)\/([a-z]*)$/s.exec(node.text);
    if (!match) return;
    const [, pattern = '', flags = ''] = match;
    const put = (text: string, others: string, plausibility: number) => ({
      edits: [{ start: node.start, end: node.end, text: `/${text}/${others}` }],
      plausibility,
    });
    for (const flag of ['g', 'i', 'm', 's', 'u'])
      yield put(pattern, flags.includes(flag) ? flags.replace(flag, '') : flags + flag, flag === 'g' || flag === 'i' ? 1 : 0.4);
    yield put(pattern.startsWith('^') ? pattern.slice(1) : `^${pattern}`, flags, 0.8);
    yield put(pattern.endsWith('$') ? pattern.slice(0, -1) : `${pattern}$`, flags, 0.8);
    for (const edit of patternEdits(pattern)) yield put(edit, flags, 0.6);
  },
};

/** One change inside the pattern: a class turned round, a quantifier for another, added or dropped. */
function* patternEdits(pattern: string): Generator<string> {
  for (const { 0: token, index } of pattern.matchAll(/\\[dDsSwW]|\\.|\[\^|\[|[+*?]|\(\?[=!]/g)) {
    const swap = (text: string) => pattern.slice(0, index) + text + pattern.slice(index + token.length);
    if (/^\\[dDsSwW]$/.test(token)) {
      const letter = token[1]!;
      yield swap(`\\${letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()}`);
      yield swap(`${token}+`);
    } else if (token === '[^') yield swap('[');
    else if (token === '[') yield swap('[^');
    else if (token === '(?=') yield swap('(?!');
    else if (token === '(?!') yield swap('(?=');
    else if (/^[+*?]$/.test(token)) for (const other of ['+', '*', '?', '']) if (other !== token) yield swap(other);
  }
  for (const { index } of pattern.matchAll(/\]/g)) {
    if (!/[+*?{]/.test(pattern[index + 1] ?? ''))
      for (const more of ['+', '*']) yield `${pattern.slice(0, index + 1)}${more}${pattern.slice(index + 1)}`;
  }
}
