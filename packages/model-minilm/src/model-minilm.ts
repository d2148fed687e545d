import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelDamaged } from './errors.ts';

export interface ModelFile {
  url: URL;
  bytes: number;
  /** Lower-case hexadecimal. */
  sha256: string;
}

export interface ModelFiles {
  /** Takes `input_ids`, `attention_mask` and `token_type_ids`, int64 [batch, sequence]; gives `last_hidden_state`, float32 [batch, sequence, 384]. */
  weights: ModelFile;
  /** `tokenizer.json` in the format of Hugging Face: WordPiece, 30,522 words, lower case. */
  tokenizer: ModelFile;
  tokenizerConfig: ModelFile;
}

const file = (name: string, bytes: number, sha256: string): ModelFile => ({
  url: new URL(`../model/${name}`, import.meta.url),
  bytes,
  sha256,
});

/** all-MiniLM-L6-v2: a sentence's vector is the mean of its tokens' states, scaled to length 1. */
export const MINILM = {
  /** Changes when vectors of another version can't be compared with those of this one. */
  id: 'all-MiniLM-L6-v2-int8',
  dimensions: 384,
  /** Tokens of one text, [CLS] and [SEP] among them; the model was trained on 128 and is used up to 256. */
  maxTokens: 256,
  files: {
    weights: file('model.onnx', 22_928_619, '8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6'),
    tokenizer: file('tokenizer.json', 466_247, 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037'),
    tokenizerConfig: file('tokenizer_config.json', 350, 'acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b'),
  } satisfies ModelFiles,
} as const;

/**
 * The bytes of a file of the model, after a look at its checksum.
 * @throws {CmError} `CM_MODEL_DAMAGED` where it is missing or not what was published.
 */
export async function readModelFile(file: ModelFile): Promise<Uint8Array> {
  const path = fileURLToPath(file.url);
  const name = basename(path);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw modelDamaged(name, 'can not be read', error);
  }
  if (bytes.length !== file.bytes) throw modelDamaged(name, `has ${bytes.length} bytes instead of ${file.bytes}`);
  if (createHash('sha256').update(bytes).digest('hex') !== file.sha256)
    throw modelDamaged(name, 'has another SHA-256 than it should');
  return bytes;
}
