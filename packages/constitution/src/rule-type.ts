import { ACTIONS, type Action, factSchemas } from './actions.ts';

/** The types that facts, parameters and parts of a rule have. `list<never>` is the type of `[]`. */
export type RuleType =
  | 'bool'
  | 'int'
  | 'double'
  | 'string'
  | 'list<string>'
  | 'list<int>'
  | 'list<double>'
  | 'list<bool>'
  | 'list<never>';

export type RuleScope = ReadonlyMap<string, RuleType>;

const factTypes: ReadonlyMap<Action, RuleScope> = new Map(
  ACTIONS.map((action) => [
    action,
    new Map(Object.entries(factSchemas[action].shape).map(([name, schema]) => [name, typeOfSchema(schema as SchemaLike)])),
  ]),
);

/** The types of an action's facts by name. */
export function typesOfFacts(action: Action): RuleScope {
  return factTypes.get(action)!;
}

interface SchemaLike {
  def: { type: string; innerType?: SchemaLike };
  isInt?: boolean;
}

function typeOfSchema(schema: SchemaLike): RuleType {
  const { type, innerType } = schema.def;
  if (type === 'readonly' && innerType) return typeOfSchema(innerType);
  if (type === 'boolean') return 'bool';
  if (type === 'string' || type === 'enum') return 'string';
  if (type === 'number') return schema.isInt ? 'int' : 'double';
  if (type === 'array') return 'list<string>';
  throw new TypeError(`rules have no type for a fact of zod type ${type}`);
}

/** A value as CEL wants it: whole numbers as big integers where the type is int. */
export function toCel(value: unknown, type: RuleType | undefined): unknown {
  return type === 'int' && typeof value === 'number' ? BigInt(value) : value;
}
