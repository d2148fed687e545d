// Templates of C++: what stands for their parameters, and what functions of the standard library give of what they are given.
import type { Node } from 'web-tree-sitter';
import { namingClass, UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { bindGivenToBase, bindTypeParameter, parameterOf } from '../parse/type-parameters.ts';
import { plain, typeName } from './c-syntax.ts';
import { readContainer } from './cpp-containers.ts';

/** Types that the template around a class or a function takes, by their places. */
function parametersOf(node: Node, builder: FactsBuilder): (string | null)[] {
  const template = node.parent?.type === 'template_declaration' ? node.parent : null;
  return (template?.childForFieldName('parameters')?.namedChildren ?? []).flatMap((each) => {
    if (each === null || each.type.endsWith('comment')) return [];
    const name = /type_parameter_declaration$/.test(each.type)
      ? each.type === 'optional_type_parameter_declaration'
        ? each.childForFieldName('name')
        : each.namedChild(0)
      : null;
    return [name?.type === 'type_identifier' ? builder.slice(name) : null];
  });
}

/** Binds what the class that was defined last takes, and what it gives to those that it extends. */
export function bindTemplate(node: Node, bases: readonly (Node | null)[], builder: FactsBuilder): void {
  for (const [place, name] of parametersOf(node, builder).entries())
    if (name !== null) bindTypeParameter(builder.current, name, place, null, builder);
  for (const base of bases) if (base !== null) bindGivenToBase(builder.current, readContainer(base, builder, 0), builder);
}

/** `template <typename T> T make()`: it gives what it is asked for by name. */
export function bindMaker(node: Node, name: string, owner: string | null, builder: FactsBuilder): void {
  const [first = null] = parametersOf(node, builder);
  if (first === null || typeName(node.childForFieldName('type'), builder) !== first) return;
  if (owner === null) builder.bind(namingClass(name), 'type');
  else builder.bindField(builder.current, namingClass(name), 'type', owner);
}

/** Binds, in a method that is written outside of its class, what the class takes: `T` of `Shelf<T>::get`. */
export function bindOwnersParameters(name: Node, builder: FactsBuilder): void {
  const scope = name.type === 'qualified_identifier' ? name.childForFieldName('scope') : null;
  const type = scope?.type === 'template_type' ? scope : null;
  const owner = type?.childForFieldName('name') ?? null;
  if (type === null || owner === null) return;
  for (const [place, each] of (type.childForFieldName('arguments')?.namedChildren ?? []).entries()) {
    const given = typeName(each, builder);
    if (given !== null && /^\w+$/.test(given)) builder.bind(given, 'type', `this.${parameterOf(builder.slice(owner), place)}`);
  }
}

/** What gives what it is given first, or one of what that goes through. */
const SAME =
  /^(?:std\.)?(?:move|forward|as_const|ref|cref|exchange)$|^std\.(?:find|find_if|find_if_not|(?:max|min)_element|lower_bound|upper_bound|remove_if|partition|next|prev|addressof|to_address)$/;
/** What does something with each of what it is given. */
const EACH =
  /^(?:std\.)?(?:ranges\.)?(?:for_each|find_if|find_if_not|any_of|all_of|none_of|count_if|transform|remove_if|copy_if|sort|stable_sort|max_element|min_element|partition|erase_if|is_sorted|replace_if|unique)$/;

/** `std::move(oven)` and `std::find_if(ovens.begin(), …)`; null for any other call. */
export function givenBack(callee: string, given: Node | null, builder: FactsBuilder): string | null {
  const first = SAME.test(callee) ? (given?.namedChild(0) ?? null) : null;
  return first === null ? null : plain(first, builder);
}

/** What each is that a function of the library gives to a lambda; `?` where that is not known. */
export function goneThrough(parameter: Node, builder: FactsBuilder): string {
  const lambda = parameter.parent?.parent?.parent ?? null;
  const list = lambda?.type === 'lambda_expression' ? lambda.parent : null;
  const call = list?.type === 'argument_list' ? list.parent : null;
  const callee = call?.type === 'call_expression' ? plain(call.childForFieldName('function'), builder) : UNKNOWN;
  const first = list?.namedChild(0) ?? null;
  if (first === null || !EACH.test(callee)) return UNKNOWN;
  const value = plain(first, builder);
  if (value.includes('?')) return UNKNOWN;
  return /^(?:std\.)?c?r?begin\(\)$/.test(value) ? UNKNOWN : `${value.replace(/\.c?r?begin\(\)$/, '')}[*]`;
}
