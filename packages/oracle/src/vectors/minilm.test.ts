import { minilmEmbedder } from './minilm-embedder.ts';

// From Python: the package tokenizers for the ids, onnxruntime on the same model for the first components of the vectors.
const REFERENCE: [text: string, start: number[]][] = [
  ['parse command line options', [0.0248, -0.0038, -0.0254, 0.054, -0.0236, -0.0352]],
  ['def retry(fn, attempts=3): # naïve back-off', [-0.0363, -0.0318, 0.0213, 0.023, 0.0141, -0.025]],
  ['HTTPServer.handleRequest → 404', [0.0106, 0.0106, -0.0157, 0.0124, -0.0841, -0.0818]],
  ['日本語のテキスト', [-0.0002, 0.1397, 0.0664, -0.0264, -0.0755, 0.0389]],
  ['', [-0.1274, 0.0409, -0.0014, -0.016, 0.0539, 0.0089]],
  ['unbelievably long_identifier_with_many_parts', [-0.0287, 0.0387, 0.0429, -0.0013, 0.0139, -0.0492]],
];

describe('all-MiniLM-L6-v2', () => {
  const embedder = minilmEmbedder();
  afterAll(() => embedder.close());

  it('gives the vectors that other programs get from it, alone and in a batch of other lengths', async () => {
    const batch = await embedder.embed(REFERENCE.map(([text]) => text));
    for (const [place, [text, start]] of REFERENCE.entries()) {
      const [alone] = await embedder.embed([text]);
      for (const vector of [alone!, batch[place]!]) {
        expect(vector).toHaveLength(embedder.dimensions);
        start.forEach((value, index) => {
          expect(vector[index]).toBeCloseTo(value, 3);
        });
        expect(vector.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5);
      }
    }
  });

  it('reads the beginning of a long text, whatever is in it', async () => {
    const words = 'parse options '.repeat(200);
    const [long, longer, noise] = await embedder.embed([words, words + words, `\0${'x'.repeat(100_000)}\uD800`]);
    expect(longer).toEqual(long);
    expect(noise!.every(Number.isFinite)).toBe(true);
  });

  it('goes on after it was closed, and says so to those who wait', async () => {
    const other = minilmEmbedder();
    const asked = other.embed(['waits']);
    await other.close();
    await expect(asked).rejects.toMatchObject({ code: 'CM_EMBEDDING_FAILED' });
    expect(await other.embed([])).toEqual([]);
    expect(await other.embed(['again'])).toHaveLength(1);
    await other.close();
  });
});
