// Writes src/builtin-articles.generated.ts from the articles in constitution/ at the top, so that the package carries them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtinModule } from './builtin-module.ts';

const top = join(import.meta.dirname, '../..');
writeFileSync(join(import.meta.dirname, 'src/builtin-articles.generated.ts'), await builtinModule(top));
