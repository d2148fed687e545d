import { PassThrough, type Readable } from 'node:stream';

/** A line longer than this ends the command that writes it. */
const LONGEST_LINE = 16 * 1024 * 1024;
const NEWLINE = 10;

/** The stream's lines as they come, with back-pressure: while nobody asks for a line, nothing more is read. */
export function readLines(stream: Readable, onTooLong: () => void): AsyncGenerator<string> {
  // Node throws away what is unread of a child's own stream when the child ends; what is in this one stays.
  const kept = stream.pipe(new PassThrough());
  stream.once('close', () => kept.end());
  stream.once('error', () => kept.end());
  return splitLines(kept, onTooLong);
}

async function* splitLines(stream: Readable, onTooLong: () => void): AsyncGenerator<string> {
  let pending: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      yield Buffer.concat([...pending, chunk.subarray(start, end)]).toString('utf8');
      pending = [];
      size = 0;
      start = end + 1;
    }
    if (start === chunk.length) continue;
    pending.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > LONGEST_LINE) {
      onTooLong();
      return;
    }
  }
  if (size > 0) yield Buffer.concat(pending).toString('utf8');
}
