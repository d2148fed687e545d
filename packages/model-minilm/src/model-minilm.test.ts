import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MINILM, readModelFile } from './index.ts';

describe('the files of the model', () => {
  it('are what was published', async () => {
    for (const file of Object.values(MINILM.files)) expect((await readModelFile(file)).length).toBe(file.bytes);
  });

  it('are refused when they are missing, cut or changed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cm-model-'));
    try {
      const original = MINILM.files.tokenizerConfig;
      const path = join(folder, 'tokenizer_config.json');
      const copy = { ...original, url: pathToFileURL(path) };
      await expect(readModelFile(copy)).rejects.toMatchObject({
        code: 'CM_MODEL_DAMAGED',
        message: expect.stringContaining('read'),
      });
      const bytes = await readModelFile(original);
      writeFileSync(path, bytes.subarray(1));
      await expect(readModelFile(copy)).rejects.toMatchObject({
        code: 'CM_MODEL_DAMAGED',
        message: expect.stringContaining('bytes'),
      });
      writeFileSync(path, Buffer.from(bytes).fill(0x20, 0, 1));
      await expect(readModelFile(copy)).rejects.toMatchObject({
        code: 'CM_MODEL_DAMAGED',
        message: expect.stringContaining('SHA-256'),
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
