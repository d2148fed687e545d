// The lines that our reporters wrote while a suite ran, read as what they are: a file that test code could have written to.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { isSystemError } from '@cm/core';
import { z } from 'zod';

const MAX_REPORT_BYTES = 64 * 1024 * 1024;
const MAX_EVENTS = 200_000;

const text = z.string().max(20_000);
const frame = z.object({ file: text, line: z.number().int().positive(), column: z.number().int().nonnegative().optional() });

const reportedError = z.object({
  name: text.optional(),
  code: text.optional(),
  failureType: text.optional(),
  signal: text.optional(),
  matcher: z.boolean().optional(),
  message: text.default(''),
  stack: text.optional(),
  frames: z.array(frame).max(100).optional(),
  expected: text.optional(),
  actual: text.optional(),
});

const reportEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('file-start'), file: text }),
  z.object({ type: z.literal('file-end'), file: text }),
  z.object({ type: z.literal('file-error'), file: text, error: reportedError }),
  z.object({ type: z.literal('stray-error'), error: reportedError }),
  z.object({
    type: z.literal('test'),
    file: text,
    path: z.array(text).min(1).max(100),
    status: z.enum(['passed', 'failed', 'skipped']),
    ms: z.number().nonnegative(),
    error: reportedError.optional(),
  }),
  z.object({ type: z.literal('end') }),
]);

export type ReportedError = z.infer<typeof reportedError>;
export type ReportEvent = z.infer<typeof reportEvent>;

/** The events of a report; lines that are none, and what is over the limits, are left out. A missing file is an empty report. */
export async function readReport(path: string): Promise<ReportEvent[]> {
  return readLines(path, reportEvent, MAX_EVENTS);
}

/** Reads newline-delimited JSON of the shape `schema`, at most 64 MiB and `most` lines of it. */
export async function readLines<Line>(path: string, schema: z.ZodType<Line>, most: number): Promise<Line[]> {
  const lines: Line[] = [];
  for (const line of (await readStart(path)).split('\n')) {
    if (lines.length >= most) break;
    const parsed = schema.safeParse(parseJson(line));
    if (parsed.success) lines.push(parsed.data);
  }
  return lines;
}

function parseJson(line: string): unknown {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function readStart(path: string): Promise<string> {
  try {
    // Test code may have put a link or a pipe here.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const found = await file.stat();
      const size = found.isFile() ? found.size : 0;
      const buffer = Buffer.alloc(Math.min(size, MAX_REPORT_BYTES));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ELOOP')) return '';
    throw error;
  }
}
