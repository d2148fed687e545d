/** What a file's module is called: `src/app/server.ts` is `server`, `src/app/index.ts` and `src/app/__init__.py` are `app`. */
export function moduleNameOf(path: string): string {
  const parts = path.split('/');
  const file = parts.at(-1) ?? path;
  const stem = file.replace(/(?:\.d)?\.[^.]+$/, '') || file;
  return (stem === 'index' || stem === '__init__') && parts.length > 1 ? parts.at(-2)! : stem;
}
