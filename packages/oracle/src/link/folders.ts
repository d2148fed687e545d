export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function* foldersUp(path: string): Generator<string> {
  let folder = folderOf(path);
  while (folder !== '') {
    yield folder;
    folder = folderOf(folder);
  }
  yield '';
}
