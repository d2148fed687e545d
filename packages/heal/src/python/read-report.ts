// What our plugin wrote, read as what it is: a file that hostile tests could write to as well.
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { isSystemError } from '@cm/core';
import { z } from 'zod';
import { parseJson } from './parse-json.ts';

const MOST_REPORT_BYTES = 512 * 1024 * 1024;
const MOST_LINE_BYTES = 4 * 1024 * 1024;
const MOST_RECORDS = 1_000_000;

const text = z.string().max(20_000);
const path = z.string().min(1).max(4_096);
const line = z.number().int().min(1).max(10_000_000);

const linesByPath = z.record(path, z.array(line).max(200_000));

const failure = z.object({
  kind: z.enum(['assertion', 'error', 'timeout', 'collection']),
  type: text,
  message: text,
  frames: z.array(z.tuple([path, line])).max(200),
  expected: text.optional(),
  actual: text.optional(),
});

const record = z.discriminatedUnion('t', [
  z.object({ t: z.literal('begin'), python: text, pytest: text }),
  z.object({ t: z.literal('collected'), count: z.number().int().min(0) }),
  z.object({ t: z.literal('uncollected'), id: text, file: path, failure }),
  z.object({ t: z.literal('start'), id: text, file: path }),
  z.object({
    t: z.literal('end'),
    id: text,
    file: path,
    status: z.enum(['passed', 'failed', 'skipped']),
    ms: z.number().min(0).max(1e9),
    failure: failure.nullable(),
  }),
  z.object({ t: z.literal('lines'), id: text.nullable(), files: linesByPath, raised: linesByPath }),
  z.object({ t: z.enum(['internal', 'interrupted']), message: text }),
  z.object({ t: z.literal('finish'), exit: z.number().int() }),
]);

export type ReportRecord = z.infer<typeof record>;
export type ReportedFailure = z.infer<typeof failure>;

/** Yields the records that are what they should be, in order, and skips what isn't. A report that isn't there has none. */
export async function* readReport(file: string): AsyncIterable<ReportRecord> {
  const handle = await openRegularFile(file);
  if (handle === undefined) return;
  try {
    let records = 0;
    for await (const text of linesOf(handle)) {
      const parsed = record.safeParse(parseJson(text));
      if (parsed.success) yield parsed.data;
      records += 1;
      if (records >= MOST_RECORDS) return;
    }
  } finally {
    await handle.close();
  }
}

/** Neither follows a link out of the folder nor waits for a pipe. */
async function openRegularFile(file: string): Promise<FileHandle | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (['ENOENT', 'ELOOP', 'ENXIO', 'EACCES', 'ENOTDIR'].some((code) => isSystemError(error, code))) return undefined;
    throw error;
  }
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  return undefined;
}

/** Lines of a file, those that are too long left out. */
async function* linesOf(handle: FileHandle): AsyncIterable<string> {
  const chunk = Buffer.alloc(256 * 1024);
  let kept: Buffer[] = [];
  let size = 0;
  let total = 0;
  for (;;) {
    const { bytesRead } = await handle.read(chunk, 0, chunk.length);
    total += bytesRead;
    if (bytesRead === 0 || total > MOST_REPORT_BYTES) break;
    let start = 0;
    for (let end = chunk.subarray(0, bytesRead).indexOf(10); end !== -1; end = chunk.subarray(0, bytesRead).indexOf(10, start)) {
      size += end - start;
      if (size <= MOST_LINE_BYTES) yield Buffer.concat([...kept, chunk.subarray(start, end)]).toString('utf8');
      kept = [];
      size = 0;
      start = end + 1;
    }
    size += bytesRead - start;
    if (size <= MOST_LINE_BYTES) kept.push(Buffer.from(chunk.subarray(start, bytesRead)));
    else kept = [];
  }
}
