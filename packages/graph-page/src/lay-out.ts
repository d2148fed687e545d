// Where everything is drawn: circles in circles, folders around files around symbols. Computed here, so that the page opens at once.
import type { CodeNode } from '@cm/oracle';
import { hierarchy, pack } from 'd3-hierarchy';

/** A circle of the page. Items are in preorder: a parent comes before all that is in it, and these follow without a gap. */
export interface Item {
  kind: 'folder' | 'file' | 'symbol';
  name: string;
  /** A folder's or file's path; of a symbol, that of its file. */
  path: string;
  /** The symbol, or the module that a file is; null for folders and for files whose module is not in the graph. */
  node: CodeNode | null;
  /** Index of the item around it; -1 for the root. */
  parent: number;
  x: number;
  y: number;
  r: number;
}

interface Place {
  kind: Item['kind'];
  name: string;
  path: string;
  node: CodeNode | null;
  children: Place[];
}

/** Units that the outermost circle measures across. */
const ACROSS = 10_000;

/** Circles for all nodes and for the folders around them, with the root at [0]. The same nodes give the same circles. */
export function layOut(title: string, nodes: readonly CodeNode[]): Item[] {
  const root: Place = { kind: 'folder', name: title, path: '', node: null, children: [] };
  const files = placeFiles(root, nodes);
  placeSymbols(files, nodes);
  joinLoneFolders(root);
  return packed(root);
}

function placeFiles(root: Place, nodes: readonly CodeNode[]): Map<string, Place> {
  const modules = new Map(nodes.filter(({ type }) => type === 'module').map((node) => [node.path, node]));
  const folders = new Map<string, Place>([['', root]]);
  const files = new Map<string, Place>();
  for (const path of [...new Set(nodes.map((node) => node.path))].sort()) {
    const parts = path.split('/');
    let around = root;
    for (let depth = 1; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/');
      let place = folders.get(folder);
      if (place === undefined) {
        place = { kind: 'folder', name: parts[depth - 1]!, path: folder, node: null, children: [] };
        folders.set(folder, place);
        around.children.push(place);
      }
      around = place;
    }
    const file: Place = { kind: 'file', name: parts.at(-1)!, path, node: modules.get(path) ?? null, children: [] };
    files.set(path, file);
    around.children.push(file);
  }
  return files;
}

/** A symbol whose parent is not among the nodes lies in its file. */
function placeSymbols(files: ReadonlyMap<string, Place>, nodes: readonly CodeNode[]): void {
  const places = new Map<number, Place>();
  for (const file of files.values()) if (file.node !== null) places.set(file.node.id, file);
  const symbols = nodes.filter(({ id }) => !places.has(id));
  for (const node of symbols) places.set(node.id, { kind: 'symbol', name: node.name, path: node.path, node, children: [] });
  for (const node of symbols) {
    const parent = node.parent_id === null || node.parent_id === node.id ? undefined : places.get(node.parent_id);
    // Only what is written around it can hold it, which also keeps a wrong index from making a circle of parents.
    const holds = parent?.node && parent.path === node.path && parent.node.id < node.id;
    (holds ? parent : files.get(node.path)!).children.push(places.get(node.id)!);
  }
}

/** `src` that holds only `main` that holds only `java` is one circle called `src/main/java`. */
function joinLoneFolders(root: Place): void {
  const open = [root];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (let [only] = place.children; place !== root && isLoneFolder(place, only); [only] = place.children) {
      place.name = `${place.name}/${only!.name}`;
      place.path = only!.path;
      place.children = only!.children;
    }
    for (const child of place.children) if (child.kind === 'folder') open.push(child);
  }
}

function isLoneFolder(place: Place, only: Place | undefined): boolean {
  return place.children.length === 1 && only?.kind === 'folder';
}

function packed(root: Place): Item[] {
  const tree = hierarchy(root)
    // The area of a symbol grows slower than its lines, so that a long test doesn't crowd out the code.
    .sum(({ node, children }) => (children.length > 0 ? 0 : 1 + Math.sqrt(node ? node.end_line - node.start_line : 0)))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0) || (a.data.path < b.data.path ? -1 : a.data.path > b.data.path ? 1 : 0));
  const gap = ACROSS / 90 / Math.max(1, Math.sqrt(tree.leaves().length) / 12);
  const circles = pack<Place>()
    .size([ACROSS, ACROSS])
    .padding(({ data }) => (data.kind === 'folder' ? gap : gap * 0.22))(tree);
  const items: Item[] = [];
  const indexOf = new Map<Place, number>();
  circles.eachBefore(({ data, parent, x, y, r }) => {
    indexOf.set(data, items.length);
    const { kind, name, path, node } = data;
    items.push({ kind, name, path, node, parent: parent ? indexOf.get(parent.data)! : -1, x, y, r });
  });
  return items;
}
