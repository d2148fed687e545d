/** A line longer than this ends the command that writes it. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** The stream's lines as they come, with back-pressure: while nobody asks for a line, nothing more is read. */
export async function* readLines(stream: NodeJS.ReadableStream, onTooLong: () => void): AsyncGenerator<string> {
  let pending: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
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
  } catch (error) {
    // The pipe was closed because the command is gone.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}
