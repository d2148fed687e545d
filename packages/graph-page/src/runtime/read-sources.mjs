// The text of files, decompressed block by block when it is asked for.
const OPEN_BLOCKS = 6;

/** @param blocks elements with Base64 of zlib streams */
export function openSources(graph, blocks) {
  const open = new Map();

  function block(number) {
    const known = open.get(number);
    if (known !== undefined) return known;
    const opened = decompress(blocks[number].textContent);
    open.set(number, opened);
    if (open.size > OPEN_BLOCKS) open.delete(open.keys().next().value);
    return opened;
  }

  /** The lines of an item's file; null where the page has no text of it. */
  return async function linesOf(item) {
    const place = graph.sources[graph.file[item]];
    if (!place) return null;
    const [number, start, length] = place;
    const bytes = await block(number);
    return new TextDecoder().decode(bytes.subarray(start, start + length)).split(/\r\n|\n|\r/);
  };
}

async function decompress(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
