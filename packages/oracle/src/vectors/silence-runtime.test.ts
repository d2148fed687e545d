import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '@cm/core';

it('the runtime of the model leaves nothing in the temporary folder, where it would keep what it reports home', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cm-silent-'));
  try {
    const module = JSON.stringify(new URL('./minilm-embedder.ts', import.meta.url).href);
    const program = `const { minilmEmbedder } = await import(${module}); const model = minilmEmbedder(); const [vector] = await model.embed(['hello']); console.log(vector.length); await model.close();`;
    const temporary = join(folder, 'tmp');
    mkdirSync(temporary);
    writeFileSync(join(folder, 'program.mjs'), program);
    const result = await runProcess(
      process.execPath,
      ['--conditions=@cm/source', '--disable-warning=ExperimentalWarning', 'program.mjs'],
      {
        cwd: folder,
        env: { ...process.env, TMPDIR: temporary, ORT_DISABLE_TELEMETRY: '' } as Record<string, string>,
        timeoutMs: 60_000,
      },
    );
    expect(result.stdout.trim()).toBe('384');
    expect(readdirSync(temporary)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 90_000);
