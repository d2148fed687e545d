const CONDITION = /^\s*#\s*(if|ifdef|ifndef|elif|else|endif)\b/;
const ONLY_CPP = /__cplusplus/;

/**
 * A condition of the preprocessor in the middle of a declaration breaks what the grammar knows. Leaves out the lines of all that have no
 * other branch; what is between them stays, every character in its place. In C, what is only for C++ goes too.
 */
export function leaveOutConditions(text: string, language: 'c' | 'cpp'): string {
  const lines = text.split('\n');
  const open: { at: number; hasOther: boolean }[] = [];
  for (const [index, line] of lines.entries()) {
    const word = CONDITION.exec(line)?.[1];
    if (word === undefined) continue;
    if (word === 'elif' || word === 'else') {
      const around = open.at(-1);
      if (around !== undefined) around.hasOther = true;
    } else if (word !== 'endif') {
      open.push({ at: index, hasOther: line.endsWith('\\') });
    } else {
      const { at, hasOther } = open.pop() ?? { at: index, hasOther: true };
      if (hasOther) continue;
      const isLeftOut = language === 'c' && ONLY_CPP.test(lines[at]!);
      for (let each = at; each <= index; each++)
        if (isLeftOut || each === at || each === index) lines[each] = lines[each]!.replace(/[^\r]/g, ' ');
    }
  }
  return lines.join('\n');
}
