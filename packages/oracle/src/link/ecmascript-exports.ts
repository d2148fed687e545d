import { chooseDefinition } from './choose-definition.ts';
import type { Entity } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedFile } from './linked-file.ts';

/** What a module of JavaScript or TypeScript gives to others under a name. */
export function exportedByEcmascript(ask: Evaluator, file: LinkedFile, name: string): Entity | undefined {
  for (const [exported, local, specifier] of file.surface.exports) {
    if (exported !== name) continue;
    if (specifier === null) return ask.modules.atTop(file, local!);
    return ask.modules.imported(file, specifier, local);
  }
  const own = chooseDefinition(
    file,
    file.childrenOf(0, name).filter((index) => file.definition(index).exported || file.path.endsWith('.d.ts')),
  );
  if (own !== undefined) return { kind: 'definition', file, index: own };
  const other = file.surface.exports.find(([exported]) => exported === '=')?.[2] ?? null;
  if (other !== null && name !== 'default') return ask.modules.imported(file, other, name);
  const whole = ask.modules.whole({ kind: 'module', file, specifier: null });
  if (whole !== undefined) return name === 'default' ? whole : ask.member(whole, name);
  let isExternal = false;
  for (const [exported, , specifier] of file.surface.exports) {
    if (exported !== '*' || specifier === null || name === 'default') continue;
    const entity = ask.modules.imported(file, specifier, name);
    if (entity !== undefined && entity.kind !== 'external') return entity;
    isExternal ||= entity !== undefined;
  }
  if (isExternal) return { kind: 'external' };
  return name === 'default' && file.surface.exports.length > 0 && file.path.endsWith('js')
    ? { kind: 'module', file, specifier: null }
    : undefined;
}
