import { type Permit, requirePermit, sha256 } from '@cm/core';
import { embeddingFailed } from '../errors.ts';
import { type Embedder, normalise } from './embedder.ts';

/** Leave for each request, from the constitution: to connect, and to send these texts to this model. */
export interface RemotePermits {
  connect(facts: { host: string; port: number; purpose: string }): Permit;
  call(facts: { provider: string; model: string; promptHash: string; estimatedUsd: number }): Permit;
}

export interface RemoteEmbedderOptions {
  /** Of an OpenAI-compatible service, up to and with `/v1`; Ollama has one. */
  url: string;
  model: string;
  dimensions: number;
  key?: string | undefined;
  permits: RemotePermits;
}

const PURPOSE = 'embed code';
const TIMEOUT_MS = 120_000;
const MOST_BYTES = 64 * 1024 * 1024;
const TEXTS_AT_ONCE = 64;
/** US dollars for a million tokens: what the dearest public models take. */
const DEAREST = 0.2;
const CHARACTERS_PER_TOKEN = 4;

/**
 * A model that somebody else runs. Every request needs its permits.
 * @throws {CmError} `CM_EMBEDDING_FAILED`, and what the permits throw, from `embed`.
 */
export function remoteEmbedder(options: RemoteEmbedderOptions): Embedder {
  return {
    id: `${options.model} at ${new URL(options.url).host}`,
    dimensions: options.dimensions,
    embed: async (texts) => {
      const vectors: Float32Array[] = [];
      for (let start = 0; start < texts.length; start += TEXTS_AT_ONCE)
        vectors.push(...(await request(options, texts.slice(start, start + TEXTS_AT_ONCE))));
      return vectors;
    },
    close: async () => undefined,
  };
}

async function request(options: RemoteEmbedderOptions, texts: readonly string[]): Promise<Float32Array[]> {
  const { model, dimensions, key } = options;
  const url = new URL(`${options.url.replace(/\/+$/, '')}/embeddings`);
  // Empty texts are refused by services.
  const body = JSON.stringify({ model, input: texts.map((text) => (text === '' ? ' ' : text)) });
  askLeave(options, url, body);
  let response: Response;
  let answer: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    answer = await readBounded(response);
  } catch (error) {
    throw embeddingFailed(`${url.host} did not answer (${error instanceof Error ? error.message : String(error)})`, error);
  }
  if (!response.ok) throw embeddingFailed(`${url.host} answered ${response.status}`);
  return readVectors(answer, texts.length, dimensions, url.host);
}

function askLeave({ model, permits }: RemoteEmbedderOptions, url: URL, body: string): void {
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const connection = { host: url.hostname, port, purpose: PURPOSE };
  requirePermit(permits.connect(connection), 'network.connect', connection);
  const estimatedUsd = (body.length / CHARACTERS_PER_TOKEN / 1e6) * DEAREST;
  const call = { provider: url.hostname, model, promptHash: sha256(body), estimatedUsd };
  requirePermit(permits.call(call), 'model.call', call);
}

async function readBounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > MOST_BYTES) throw new Error('the answer is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function readVectors(answer: string, count: number, dimensions: number, host: string): Float32Array[] {
  let data: unknown;
  try {
    data = (JSON.parse(answer) as { data?: unknown } | null)?.data;
  } catch (error) {
    throw embeddingFailed(`${host} did not answer in JSON`, error);
  }
  if (!Array.isArray(data) || data.length !== count)
    throw embeddingFailed(`${host} did not answer with one vector for each text`);
  const vectors = new Array<Float32Array>(count);
  for (const [place, each] of data.entries()) {
    const { index = place, embedding } = (each ?? {}) as { index?: unknown; embedding?: unknown };
    const isVector = Array.isArray(embedding) && embedding.length === dimensions && embedding.every(Number.isFinite);
    if (!isVector || !Number.isInteger(index) || vectors[index as number] !== undefined || (index as number) >= count)
      throw embeddingFailed(`${host} did not answer with vectors of ${dimensions} numbers`);
    vectors[index as number] = normalise(Float32Array.from(embedding));
  }
  return vectors;
}
