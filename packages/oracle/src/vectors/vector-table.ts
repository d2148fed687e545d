import { existsSync, lstatSync, rmSync } from 'node:fs';
import type { Connection, Table } from '@lancedb/lancedb';
import { embeddingFailed } from '../errors.ts';
import type { Chunk } from './chunks.ts';

export interface VectorHit {
  id: number;
  key: string;
  /** Cosine, from -1 to 1. */
  similarity: number;
}

/** The table `code_vectors(id int64, vector float32[…], text, key, hash)` of LanceDB: one row for each symbol. */
export interface VectorTable {
  /** Hash by node. */
  rows(): Promise<Map<number, string>>;
  replace(chunks: readonly Chunk[], vectors: ReadonlyMap<string, Float32Array>): Promise<void>;
  remove(ids: readonly number[]): Promise<void>;
  nearest(vector: Float32Array, limit: number): Promise<VectorHit[]>;
  count(): Promise<number>;
  /** LanceDB never joins its fragments by itself. Does so where there are many, or `always`. */
  compact(always?: boolean): Promise<void>;
  close(): void;
}

export interface TableOptions {
  /** A folder, or an address that LanceDB knows such as `s3://bucket/prefix`. */
  uri: string;
  model: string;
  dimensions: number;
}

const NAME = 'code_vectors';
const FORMAT = '1';
const MOST_FRAGMENTS = 50;
const IDS_AT_ONCE = 500;

const isFolder = (uri: string): boolean => !/^[a-z][a-z0-9+.-]+:\/\//i.test(uri);

/** The table for reading; null where there is none that fits the model. */
export async function openVectorTable(options: TableOptions): Promise<VectorTable | null> {
  // LanceDB takes a third of a second to load.
  if (isFolder(options.uri) && !existsSync(options.uri)) return null;
  const connection = await connect(options);
  const opened = await openExisting(connection, options).catch(() => null);
  if (opened !== null && typeof opened !== 'string') return new LanceTable(connection, opened);
  connection.close();
  return null;
}

/** The table for writing. One that is damaged, foreign or of another model gives way to an empty one; `rebuilt` says why. */
export async function prepareVectorTable(options: TableOptions): Promise<{ table: VectorTable; rebuilt: string | null }> {
  const problem = isFolder(options.uri) ? clearFolder(options.uri) : null;
  const first = await tryToOpen(options);
  if ('table' in first) return { table: first.table, rebuilt: problem };
  if (isFolder(options.uri)) rmSync(options.uri, { recursive: true, force: true });
  const connection = await connect(options);
  await connection.dropTable(NAME).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
  const table = await connection.createEmptyTable(NAME, await schemaFor(options));
  return { table: new LanceTable(connection, table), rebuilt: first.problem ?? problem };
}

/** What is in the folder's place and no folder came with a repository. */
function clearFolder(path: string): string | null {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined || stat.isDirectory()) return null;
  rmSync(path, { force: true });
  return 'something else was in the place of the vectors';
}

async function tryToOpen(options: TableOptions): Promise<{ table: VectorTable } | { problem: string | null }> {
  const connection = await connect(options);
  try {
    const opened = await openExisting(connection, options);
    if (typeof opened !== 'string') return { table: new LanceTable(connection, opened) };
    connection.close();
    return { problem: opened };
  } catch (error) {
    connection.close();
    return { problem: isMissing(error) ? null : 'the vectors were damaged' };
  }
}

async function connect({ uri }: TableOptions): Promise<Connection> {
  const lance = await import('@lancedb/lancedb').catch((error: unknown) => {
    throw embeddingFailed('LanceDB does not load on this machine', error);
  });
  // Every question sees what other processes wrote.
  return lance.connect(uri, { readConsistencyInterval: 0 });
}

/** The table, or why it is not ours. */
async function openExisting(connection: Connection, { model, dimensions }: TableOptions): Promise<Table | string> {
  const table = await connection.openTable(NAME);
  const schema = await table.schema();
  const made = schema.metadata.get('cm.model');
  if (made === undefined || schema.metadata.get('cm.format') !== FORMAT) return 'the vectors were not written by this version';
  if (made !== model || schema.metadata.get('cm.dimensions') !== String(dimensions))
    return `the vectors were of the model ${made}`;
  // What a table says of itself is read from its manifest; its rows may be gone all the same.
  await table.query().limit(1).toArray();
  return table;
}

async function schemaFor({ model, dimensions }: TableOptions) {
  const { Field, FixedSizeList, Float32, Int64, Schema, Utf8 } = await import('apache-arrow');
  return new Schema(
    [
      new Field('id', new Int64(), false),
      new Field('vector', new FixedSizeList(dimensions, new Field('item', new Float32(), true)), false),
      new Field('text', new Utf8(), false),
      new Field('key', new Utf8(), false),
      new Field('hash', new Utf8(), false),
    ],
    new Map([
      ['cm.model', model],
      ['cm.dimensions', String(dimensions)],
      ['cm.format', FORMAT],
    ]),
  );
}

function isMissing(error: unknown): boolean {
  return /was not found/.test(String(error)) && /_versions|Table/.test(String(error));
}

class LanceTable implements VectorTable {
  private readonly connection: Connection;
  private readonly table: Table;

  constructor(connection: Connection, table: Table) {
    this.connection = connection;
    this.table = table;
  }

  async rows(): Promise<Map<number, string>> {
    const found = new Map<number, string>();
    for (const { id, hash } of await this.table.query().select(['id', 'hash']).toArray()) found.set(Number(id), String(hash));
    return found;
  }

  async replace(chunks: readonly Chunk[], vectors: ReadonlyMap<string, Float32Array>): Promise<void> {
    if (chunks.length === 0) return;
    await this.remove(chunks.map((chunk) => chunk.id));
    await this.table.add(
      chunks.map(({ id, key, text, hash }) => ({ id: BigInt(id), vector: Array.from(vectors.get(hash)!), text, key, hash })),
    );
    await this.compact();
  }

  async remove(ids: readonly number[]): Promise<void> {
    for (let start = 0; start < ids.length; start += IDS_AT_ONCE)
      await this.table.delete(`id in (${ids.slice(start, start + IDS_AT_ONCE).join(', ')})`);
  }

  async nearest(vector: Float32Array, limit: number): Promise<VectorHit[]> {
    const rows = await this.table
      .vectorSearch(Array.from(vector))
      .distanceType('cosine')
      .select(['id', 'key', '_distance'])
      .limit(limit)
      .toArray();
    return rows.map(({ id, key, _distance }) => ({ id: Number(id), key: String(key), similarity: 1 - Number(_distance) }));
  }

  count(): Promise<number> {
    return this.table.countRows();
  }

  async compact(always = false): Promise<void> {
    const { numFragments } = (await this.table.stats()).fragmentStats;
    if (always || numFragments >= MOST_FRAGMENTS) await this.table.optimize({ cleanupOlderThan: new Date() });
  }

  close(): void {
    this.table.close();
    this.connection.close();
  }
}
