// What a bare name stands for.
import { isInnerName } from '../parse/inner-scopes.ts';
import { isAssigned, isNamedAsItsType } from './choose-definition.ts';
import { type Entity, known, type Meant } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedFile } from './linked-file.ts';
import { bareMember, memberOfClass } from './members.ts';
import { rulesOf } from './name-rules.ts';

/** What a definition is written in. A method that is assigned to a prototype or a function stands beside it. */
function around(file: LinkedFile, at: number): number {
  const { parent } = file.definition(at);
  return isAssigned(file, at) ? file.definition(parent).parent : parent;
}

/** A bare name, from the innermost scope outwards. */
export function lookup(ask: Evaluator, file: LinkedFile, scope: number, name: string, meant: Meant): Entity | undefined {
  const rules = rulesOf(file.family);
  const isMethod = meant === 'call' && rules?.methodsApart === true;
  let mayInherit = false;
  const isConstant = rules?.constants?.named.test(name) === true;
  /** Of a constant: the class around, and from where in it. */
  let innermost: readonly [at: number, from: number] | undefined;
  let from = scope;
  for (let at = scope; at > 0; at = rules?.outOf?.(file, at, name) ?? around(file, at)) {
    const { type } = file.definition(at);
    const inner = file.innerImportOf(at, name);
    if (rules === undefined && inner !== undefined) return ask.modules.imported(file, inner[0], inner[1]);
    if (rules !== undefined) {
      if (inner !== undefined) return rules.imported(ask, file, at, inner[0], inner[1]);
      if (type !== 'module' && file.innerStarsOf(at).length > 0) {
        for (const specifier of file.innerStarsOf(at)) {
          const holder = rules.imported(ask, file, at, specifier, '*');
          const found = holder === undefined ? undefined : ask.member(holder, name);
          if (found?.kind === 'definition') return found;
        }
      }
    }
    // Members of a class are reached through it and not by their bare name.
    if (type === 'class' || type === 'interface' || type === 'enum' || type === 'struct') {
      if (rules === undefined) {
        // A function written among them has its variables, which no other has.
        const own = isInnerName(name) || meant === 'type' ? file.binding(at, name) : undefined;
        if (own !== undefined) return ask.bound(file, at, own);
        continue;
      }
      const bound = isMethod ? undefined : file.binding(at, name);
      if (bound !== undefined) return ask.bound(file, at, bound);
      innermost ??= [at, from];
      const member = isConstant
        ? rules.constants!.of(ask, file, at, name)
        : rules.bareMembers
          ? bareMember(ask, file, at, name, meant, from)
          : undefined;
      if (meant === 'value' && member?.kind === 'definition' && isNamedAsItsType(member, name)) {
        const named = ask.evaluate(file, at, name, 'type');
        if (named?.kind === 'definition') return named;
      }
      // A field may have the name of its type, and stands for both.
      if (member?.kind === 'instance' && member.file.definition(member.index).name === name)
        return { ...member, kind: 'definition' };
      if (member !== undefined && member.kind !== 'external') return member;
      mayInherit ||= member !== undefined;
      continue;
    }
    from = at;
    const [child] = file.childrenOf(at, name);
    const isInIt = child !== undefined && type !== 'constant' && !isAssigned(file, child);
    if (isInIt) return { kind: 'definition', file, index: child };
    const bound = isMethod ? undefined : file.binding(at, name);
    // `node := &node{}`: what is made is of the type that is called so around.
    const isOfItsName = meant === 'type' && bound?.expression?.startsWith(`new ${name}()`) === true;
    if (bound !== undefined && !isOfItsName) return ask.bound(file, at, bound);
    const { owner, parent } = file.definition(at);
    if (rules?.bareMembers && owner !== undefined) {
      const around = ask.typeAround(file, at);
      // What looks like a method may be of a namespace.
      const space = around === undefined ? ask.evaluate(file, parent, owner) : undefined;
      const member =
        around !== undefined
          ? memberOfClass(ask, around.file, around.index, name)
          : space?.kind === 'package'
            ? ask.member(space, name)
            : undefined;
      if (member !== undefined && member.kind !== 'external') return member;
      mayInherit ||= member !== undefined;
    }
    // A module in a file sees nothing of what is around it.
    if (rules !== undefined && type === 'module')
      return rules.outer(ask, file, at, name) ?? (file.globals.has(name) ? { kind: 'external' } : undefined);
  }
  const top = () => ask.modules.atTop(file, name, ask.placeOf(file, scope));
  if (!isConstant || innermost === undefined) return top() ?? (mayInherit ? { kind: 'external' } : undefined);
  const [at, within] = innermost;
  const inherited = () => known(bareMember(ask, file, at, name, meant, within));
  if (ask.baseOf === undefined) return inherited() ?? top();
  // What is inherited comes first, but what a class extends mostly lies at the top, and may itself be what it inherits from.
  const atTop = top();
  return known(atTop) ?? inherited() ?? atTop;
}
