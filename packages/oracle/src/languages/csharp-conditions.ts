const DIRECTIVE = /^\s*#\s*(if|elif|else|endif)\b/;
const NEVER = /^\s*#\s*if\s+(?:false\b|!)/;

/**
 * A condition of the preprocessor in the middle of a declaration breaks what the grammar knows. Of each, the first branch that may hold
 * stays, and the lines that say so are left out; every other character stays where it is.
 */
export function keepFirstBranches(text: string): string {
  const branches: { isLeft: boolean; wasKept: boolean }[] = [];
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const word = DIRECTIVE.exec(line)?.[1];
    const branch = branches.at(-1);
    if (word === 'if') branches.push({ isLeft: NEVER.test(line), wasKept: !NEVER.test(line) });
    else if (word === 'endif') branches.pop();
    else if (word !== undefined && branch !== undefined) {
      branch.isLeft = branch.wasKept;
      branch.wasKept = true;
    }
    if (word !== undefined || branches.some((each) => each.isLeft)) lines[index] = line.replace(/[^\r]/g, ' ');
  }
  return lines.join('\n');
}
