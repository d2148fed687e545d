// Folders that tests work in; they are removed after the tests of a file, and when the process ends.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Oracle } from './oracle.ts';

const made: string[] = [];
process.on('exit', removeFolders);
// A worker of Jest is ended without that.
(globalThis as { afterAll?: (run: () => void) => void }).afterAll?.(removeFolders);

function removeFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A new folder with these files, by path. */
export function makeFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'cm-oracle-'));
  made.push(folder);
  writeFiles(folder, files);
  return folder;
}

export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** A new folder with a copy of `fixtures/<name>`. */
export function copyFixture(name: string): string {
  const folder = makeFolder();
  cpSync(new URL(`../fixtures/${name}`, import.meta.url), folder, { recursive: true });
  return folder;
}

/** The whole index as lines, without the numbers that depend on the order of scans. */
export async function describeIndex(oracle: Oracle): Promise<string[]> {
  const { nodes, edges } = await oracle.graph();
  const named = new Map(
    nodes.map((node) => [
      node.id,
      `${node.path}#${node.type === 'module' && node.parent_id === null ? '' : node.qualified_name}`,
    ]),
  );
  const lines = nodes.map(
    (node) =>
      `${node.path}:${node.start_line}-${node.end_line} ${node.visibility} ${node.type} ${node.qualified_name} | ${node.signature} | ${node.docstring?.replaceAll('\n', ' ') ?? ''}`,
  );
  for (const edge of edges) {
    if (edge.type !== 'contains')
      lines.push(
        `${edge.type} ${named.get(edge.source_id)} -> ${named.get(edge.target_id)} (${edge.tier}: ${edge.evidence}, line ${edge.line})`,
      );
    else if (!named.has(edge.source_id) || !named.has(edge.target_id)) lines.push('an edge without an end');
  }
  for (const path of new Set(nodes.map((node) => node.path))) {
    for (const each of await oracle.unresolvedIn(path)) {
      const candidates = each.candidates.map((node) => named.get(node.id)).sort();
      lines.push(
        `unresolved ${each.type} ${named.get(each.source_id)} ${each.receiver === null ? '' : `${each.receiver}.`}${each.name} line ${each.line} [${candidates.join(', ')}]`,
      );
    }
  }
  return lines.sort();
}
