import { CmError, ExitCode } from '@cm/core';
import type { CodeNode } from './words.ts';

export function unknownLanguage(name: string): CmError {
  return new CmError(`no grammar for ${JSON.stringify(name)}`, {
    code: 'CM_UNKNOWN_LANGUAGE',
    hint: 'give the name of a language such as typescript or python, or a path that ends in .ts, .js or .py',
  });
}

export function noSuchRoot(root: string): CmError {
  return new CmError(`${root} is not a folder`, {
    code: 'CM_NO_SUCH_FOLDER',
    hint: 'give the path of a repository or of any folder with code',
  });
}

export function stateIsLink(path: string): CmError {
  return new CmError(`${path} is a symbolic link, and nothing is written through one`, {
    code: 'CM_STATE_IS_LINK',
    hint: 'remove the link: the index is kept in a real folder of the repository',
    exitCode: ExitCode.denied,
  });
}

export function indexNotWritable(file: string, cause: unknown): CmError {
  return new CmError(`the index ${file} can't be written`, {
    code: 'CM_INDEX_NOT_WRITABLE',
    hint: 'check the permissions of the file and its folder, and that the disk has room',
    cause,
  });
}

export function indexTooNew(file: string): CmError {
  return new CmError(`the index ${file} was written by a newer version`, {
    code: 'CM_INDEX_TOO_NEW',
    hint: 'update Code Monkeys, or move the index away to build a new one',
  });
}

export function indexDamaged(file: string, cause: unknown): CmError {
  return new CmError(`the index ${file} is damaged`, {
    code: 'CM_INDEX_DAMAGED',
    hint: 'run cm scan: it builds the index again',
    cause,
  });
}

export function indexBusy(file: string): CmError {
  return new CmError(`another scan has kept ${file} locked for too long`, {
    code: 'CM_INDEX_BUSY',
    hint: 'wait for the other scan, or end it, and scan again',
  });
}

export function scanInterrupted(): CmError {
  return new CmError('the scan was interrupted; the index is as it was before', {
    code: 'CM_INTERRUPTED',
    hint: 'scan again to bring the index up to date',
    exitCode: ExitCode.interrupted,
  });
}

export function gitFailed(root: string, problem: string): CmError {
  return new CmError(`git could not list the files of ${root}: ${problem.trim().slice(0, 200)}`, {
    code: 'CM_GIT_FAILED',
    hint: 'run git status there and mend what it complains about',
  });
}

export function embeddingFailed(problem: string, cause?: unknown): CmError {
  return new CmError(`the embedding model could not be asked: ${problem.slice(0, 300)}`, {
    code: 'CM_EMBEDDING_FAILED',
    hint: 'run it again; cm search works without meaning too, and oracle.embeddings in codemonkeys.yaml says which model is asked',
    cause,
  });
}

export function embeddingBusy(): CmError {
  return new CmError('another process embeds this repository already', {
    code: 'CM_EMBEDDING_BUSY',
    hint: 'let it finish, or wait for it with cm scan --wait',
  });
}

export function embeddingInterrupted(): CmError {
  return new CmError('embedding was interrupted; what was embedded is kept', {
    code: 'CM_INTERRUPTED',
    hint: 'run cm scan --wait to go on from there',
    exitCode: ExitCode.interrupted,
  });
}

/** Signs that steer a terminal are written out, what languages put between names is not. */
const quoted = (name: string): string => JSON.stringify(name.slice(0, 200)).replaceAll('\\\\', '\\');

export function unknownSymbol(name: string, nearest: readonly string[]): CmError {
  const meant = nearest.length > 0 ? `did you mean ${nearest.join(', ')}? ` : '';
  return new CmError(`nothing in the index is called ${quoted(name)}`, {
    code: 'CM_UNKNOWN_SYMBOL',
    hint: `${meant}a symbol is given as name, Class.method, module.name, path#name or path:line; cm search finds it by words`,
  });
}

const MOST_NAMED = 8;

export function ambiguousSymbol(name: string, found: readonly CodeNode[]): CmError {
  const places = found
    .slice(0, MOST_NAMED)
    .map((node) => `${node.path}:${node.start_line} (${node.type} ${node.qualified_name})`);
  const more = found.length > MOST_NAMED ? ` and ${found.length - MOST_NAMED} more` : '';
  return new CmError(`${quoted(name)} can mean ${found.length} symbols: ${places.join(', ')}${more}`, {
    code: 'CM_AMBIGUOUS_SYMBOL',
    hint: `say which as path:line, e.g. ${found[0]?.path}:${found[0]?.start_line}`,
  });
}

export function wrongDiff(problem: string): CmError {
  return new CmError(`that is not a unified diff: ${problem}`, {
    code: 'CM_WRONG_DIFF',
    hint: 'give what git diff prints, with its a/ and b/ prefixes',
  });
}

export function embeddingOff(): CmError {
  return new CmError('this oracle was opened without an embedding model', {
    code: 'CM_EMBEDDING_OFF',
    hint: 'set oracle.embeddings in codemonkeys.yaml to builtin, or give openOracle an embedder',
  });
}
