import { mayHold } from './preprocessor-conditions.ts';

const DIRECTIVE = /^\s*#\s*(if|elif|else|endif)\b(.*)/;
/** What a build for a modern .NET doesn't have; of everything else it is not known. */
const LEGACY =
  /^(?:false|NET[1-4]\d{1,2}|NETFRAMEWORK|NETSTANDARD\w*|NETFX_CORE|NETCF|PORTABLE\d*|SILVERLIGHT\d*|WINDOWS_PHONE\w*|UNITY_?\w*)$/;

/**
 * A condition of the preprocessor in the middle of a declaration breaks what the grammar knows. Of each, the first branch that may hold
 * stays, and the lines that say so are left out; every other character stays where it is.
 */
export function keepFirstBranches(text: string): string {
  const branches: { isLeft: boolean; wasKept: boolean }[] = [];
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const [, word, condition = ''] = DIRECTIVE.exec(line) ?? [];
    const branch = branches.at(-1);
    if (word === 'if') branches.push({ isLeft: !mayHold(condition, LEGACY), wasKept: mayHold(condition, LEGACY) });
    else if (word === 'endif') branches.pop();
    else if (word !== undefined && branch !== undefined) {
      const isKept = !branch.wasKept && (word === 'else' || mayHold(condition, LEGACY));
      branch.isLeft = !isKept;
      branch.wasKept ||= isKept;
    }
    if (word !== undefined || branches.some((each) => each.isLeft)) lines[index] = line.replace(/[^\r]/g, ' ');
  }
  return lines.join('\n');
}

/** `#:package Name@1.0` of a program that is one file: the grammar doesn't know what the SDK reads there. */
export function leaveOutFileDirectives(text: string): string {
  return text.replace(/^#:[^\r\n]*/gm, (line) => ' '.repeat(line.length));
}
