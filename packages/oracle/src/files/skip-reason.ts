const LARGEST_BYTES = 2 * 1024 * 1024;
const LONG_LINE = 500;
const SMALL_BYTES = 10_000;
const HEAD = 2_000;

const VENDORED =
  /(?:^|\/)(?:node_modules|bower_components|vendor|vendored|third_party|site-packages|\.venv|venv|\.tox|\.yarn|\.pnpm-store|\.git|\.codemonkeys)(?:\/|$)/;
/** What a build of a package wrote, where it is committed. Languages that are not built have sources in folders of this name. */
const BUILT = /(?:^|\/)dist\/.*\.(?:[cm]?jsx?|d\.[cm]?ts)$/;
const MINIFIED = /[.-]min\.[cm]?js$/;
const LOCKFILE = /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|[^/]*[.-]lock\.(?:json|ya?ml))$/;
const DATA = /\.(?:jsonc?|json5|ya?ml|toml)$/i;
const LARGEST_DATA_BYTES = 200_000;
const GENERATED_NAME = /(?:\.generated\.[^/]+|_pb2(?:_grpc)?\.pyi?|_pb\.[jt]s|\.bundle\.js)$/;
/** A decorator may be called like the mark that tools put into a comment. */
const GENERATED_MARK = /^[ \t]*(?:\/\/|\/?\*|#|--|<!--|;|%|"|')[^\n]{0,20}@generated\b(?!\s*\()/m;
const GENERATED_TEXT = /^[^\p{L}\n]{0,20}(?:Code generated .{0,80}DO NOT EDIT|This file (?:is|was) (?:auto-?)?generated\b)/imu;

/** Why a file is left out by its path alone; null when it is not. */
export function skippedByPath(path: string): string | null {
  if (VENDORED.test(path)) return 'vendored';
  if (BUILT.test(path)) return 'built';
  if (MINIFIED.test(path)) return 'minified';
  if (LOCKFILE.test(path)) return 'lockfile';
  return GENERATED_NAME.test(path) ? 'generated' : null;
}

export function skippedBySize(bytes: number, path: string): string | null {
  if (bytes > LARGEST_DATA_BYTES && DATA.test(path)) return 'data larger than 200 KB';
  return bytes > LARGEST_BYTES ? 'larger than 2 MB' : null;
}

/** The text of a file, or why it has none. */
export function decode(bytes: Uint8Array): { text: string } | { skip: string } {
  if (bytes.includes(0)) return { skip: 'binary' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof TypeError || (error as { code?: string }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      return { skip: 'not valid UTF-8' };
    throw error;
  }
}

export function skippedByText(text: string): string | null {
  const head = text.slice(0, HEAD);
  if (GENERATED_MARK.test(head) || GENERATED_TEXT.test(head)) return 'generated';
  if (text.length < SMALL_BYTES) return null;
  let lines = 1;
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) lines++;
  return text.length / lines > LONG_LINE ? 'minified' : null;
}
