import './silence-runtime.ts';
import { MINILM, readModelFile } from '@cm/model-minilm';
import { Tokenizer } from '@huggingface/tokenizers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { normalise } from './embedder.ts';

/** More characters than this never matter to a window of 256 tokens, and cost time in the tokenizer. */
const MOST_CHARACTERS = 4096;
/** Tokens that are computed at once, the padding counted: larger batches are no faster on a CPU and cost memory. */
const BATCH_TOKENS = 2048;

/** The model itself, in the thread that calls it: half a second to load, 30 ms of one core for a text of 128 tokens. */
export class Minilm {
  private readonly tokenizer: Tokenizer;
  private readonly session: InferenceSession;

  private constructor(tokenizer: Tokenizer, session: InferenceSession) {
    this.tokenizer = tokenizer;
    this.session = session;
  }

  /** @throws {CmError} `CM_MODEL_DAMAGED`. */
  static async load(threads: number): Promise<Minilm> {
    const { weights, tokenizer, tokenizerConfig } = MINILM.files;
    const [words, settings, model] = await Promise.all([tokenizer, tokenizerConfig, weights].map(readModelFile));
    const session = await InferenceSession.create(model!, {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
      // Threads that spin while they wait take half of what a busy machine has, and give nothing back.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
    const parse = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes));
    return new Minilm(new Tokenizer(parse(words!), parse(settings!)), session);
  }

  /** Token ids of a text, [CLS] first and [SEP] last, at most `MINILM.maxTokens`. */
  tokenize(text: string): number[] {
    const { ids } = this.tokenizer.encode(text.slice(0, MOST_CHARACTERS));
    return ids.length <= MINILM.maxTokens ? ids : [...ids.slice(0, MINILM.maxTokens - 1), ids.at(-1)!];
  }

  /** Vectors in the order of the texts, each the mean of its tokens' states with length 1. */
  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    const rows = texts.map((text, index) => ({ index, ids: this.tokenize(text) }));
    rows.sort((a, b) => a.ids.length - b.ids.length);
    const vectors = new Array<Float32Array>(texts.length);
    for (let start = 0; start < rows.length; ) {
      let end = start + 1;
      while (end < rows.length && rows[end]!.ids.length * (end - start + 1) <= BATCH_TOKENS) end++;
      const batch = rows.slice(start, end);
      const pooled = await this.run(batch.map((row) => row.ids));
      batch.forEach((row, place) => {
        vectors[row.index] = pooled[place]!;
      });
      start = end;
    }
    return vectors;
  }

  private async run(rows: readonly number[][]): Promise<Float32Array[]> {
    const width = Math.max(...rows.map((ids) => ids.length));
    const ids = new BigInt64Array(rows.length * width);
    const mask = new BigInt64Array(rows.length * width);
    rows.forEach((row, at) => {
      row.forEach((id, column) => {
        ids[at * width + column] = BigInt(id);
        mask[at * width + column] = 1n;
      });
    });
    const tensor = (data: BigInt64Array) => new Tensor('int64', data, [rows.length, width]);
    const output = await this.session.run({
      input_ids: tensor(ids),
      attention_mask: tensor(mask),
      token_type_ids: tensor(new BigInt64Array(ids.length)),
    });
    const states = output.last_hidden_state!.data as Float32Array;
    return rows.map((row, at) => meanOf(states, at * width, row.length));
  }
}

/** Padding is left out; the length is made 1, so that a sum is as good as a mean. */
function meanOf(states: Float32Array, first: number, count: number): Float32Array {
  const { dimensions } = MINILM;
  const vector = new Float32Array(dimensions);
  for (let token = first; token < first + count; token++) {
    for (let column = 0; column < dimensions; column++) vector[column]! += states[token * dimensions + column]!;
  }
  return normalise(vector);
}
