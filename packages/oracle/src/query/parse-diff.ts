import { wrongDiff } from '../errors.ts';

/** Lines that a diff touches in one text: a line that goes or comes, and the places between two lines where something is put in or taken out. */
export interface TouchedLines {
  lines: number[];
  /** A gap is named by the line below it. */
  gaps: number[];
  /** Lines of the text as the diff shows them, by number, to tell which text it speaks of. */
  shown: Map<number, string>;
}

export interface FileDiff {
  /** null for a file that is new. */
  oldPath: string | null;
  /** null for one that goes. */
  newPath: string | null;
  old: TouchedLines;
  new: TouchedLines;
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const LARGEST = 64 * 1024 * 1024;

/** Reads a unified diff as git prints it. @throws {CmError} `CM_WRONG_DIFF`. */
export function parseDiff(diff: string): FileDiff[] {
  if (diff.length > LARGEST) throw wrongDiff('it is over 64 MB');
  const files: FileDiff[] = [];
  const lines = diff.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    if (line.startsWith('diff --git ')) files.push(startFile(lines, at));
    else if (line.startsWith('--- ') && lines[at + 1]?.startsWith('+++ ')) {
      const oldPath = pathOf(line);
      const newPath = pathOf(lines[++at]!);
      const last = files.at(-1);
      if (last !== undefined && last.old.shown.size + last.new.shown.size === 0 && sameFile(last, oldPath, newPath)) {
        last.oldPath = oldPath;
        last.newPath = newPath;
      } else files.push({ oldPath, newPath, old: noLines(), new: noLines() });
    } else if (line.startsWith('@@')) {
      const file = files.at(-1);
      if (file === undefined) throw wrongDiff('lines come before the name of their file');
      at = readHunk(file, lines, at);
    }
  }
  if (files.length === 0 && diff.trim() !== '') throw wrongDiff('no file is named in it');
  return files;
}

const noLines = (): TouchedLines => ({ lines: [], gaps: [], shown: new Map() });

const sameFile = (file: FileDiff, oldPath: string | null, newPath: string | null): boolean =>
  (oldPath === null || oldPath === file.oldPath) && (newPath === null || newPath === file.newPath);

/** Renames, binary and empty files have no lines: their paths are in the header alone. */
function startFile(lines: readonly string[], at: number): FileDiff {
  const header = lines[at]!;
  const half = / (?:"?b\/)/.exec(header.slice(11));
  let oldPath: string | null = half === null ? null : cleanPath(header.slice(11, 11 + half.index));
  let newPath: string | null = half === null ? null : cleanPath(header.slice(11 + half.index + 1));
  for (let index = at + 1; index < lines.length && /^[a-z]/.test(lines[index]!) && !lines[index]!.startsWith('diff '); index++) {
    const line = lines[index]!;
    if (line.startsWith('new file')) oldPath = null;
    if (line.startsWith('deleted file')) newPath = null;
    if (line.startsWith('rename from ')) oldPath = cleanPath(`a/${line.slice(12)}`);
    if (line.startsWith('rename to ')) newPath = cleanPath(`b/${line.slice(10)}`);
  }
  return { oldPath, newPath, old: noLines(), new: noLines() };
}

function pathOf(line: string): string | null {
  const name = line.slice(4).replace(/\t.*$/, '').replace(/\r$/, '');
  return name === '/dev/null' ? null : cleanPath(name);
}

/** git puts names with unusual characters in quotes, and other bytes than ASCII in octal. */
function cleanPath(name: string): string {
  const plain = name.startsWith('"')
    ? Buffer.from(
        name
          .slice(1, -1)
          .replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
            /^\d/.test(code)
              ? String.fromCharCode(Number.parseInt(code, 8))
              : (({ t: '\t', n: '\n' } as Record<string, string>)[code] ?? code),
          ),
        /\\[0-7]{3}/.test(name) ? 'latin1' : 'utf8',
      ).toString('utf8')
    : name;
  return plain.replace(/^[ab]\//, '');
}

/** Returns the index of the hunk's last line. */
function readHunk(file: FileDiff, lines: readonly string[], start: number): number {
  const [, oldStart, oldCount = '1', newStart, newCount = '1'] = HUNK.exec(lines[start]!) ?? [];
  if (oldStart === undefined || newStart === undefined)
    throw wrongDiff(`a hunk begins with ${JSON.stringify(lines[start]!.slice(0, 60))}`);
  let oldLine = Number(oldStart) + (oldCount === '0' ? 1 : 0);
  let newLine = Number(newStart) + (newCount === '0' ? 1 : 0);
  const [oldEnd, newEnd] = [oldLine + Number(oldCount), newLine + Number(newCount)];
  let at = start;
  while ((oldLine < oldEnd || newLine < newEnd) && at + 1 < lines.length) {
    const line = lines[++at]!;
    const text = line.slice(1).replace(/\r$/, '');
    if (line.startsWith('-')) {
      file.new.gaps.push(newLine);
      file.old.lines.push(oldLine);
      file.old.shown.set(oldLine++, text);
    } else if (line.startsWith('+')) {
      file.old.gaps.push(oldLine);
      file.new.lines.push(newLine);
      file.new.shown.set(newLine++, text);
    } else if (!line.startsWith('\\')) {
      file.old.shown.set(oldLine++, text);
      file.new.shown.set(newLine++, text);
    }
  }
  return at;
}
