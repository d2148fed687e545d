// Writes codemonkeys.schema.json from the zod schema of the settings. A test says when this is due.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configJsonSchema } from './src/config.ts';

writeFileSync(join(import.meta.dirname, 'codemonkeys.schema.json'), `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
