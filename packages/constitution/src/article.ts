import { z } from 'zod';
import { ACTIONS, type Action } from './actions.ts';
import type { Rule } from './compile-rule.ts';
import type { RuleScope } from './rule-type.ts';

/** From the weakest to the strongest. `audit` records, `warn` says so too, `approve` waits for a person, `deny` is no. */
export const ENFORCEMENTS = ['audit', 'warn', 'approve', 'deny'] as const;
export type Enforcement = (typeof ENFORCEMENTS)[number];

const id = z
  .string()
  .max(20)
  .regex(/^[A-Z]{1,12}(\.[1-9][0-9]{0,2})?$/, 'must be a number such as XVII.1');
const line = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^\u0000-\u001f\u007f]+$/, 'must be one line without control characters');
const name = z.string().regex(/^[a-z][A-Za-z0-9]{0,40}$/, 'must be a name in camelCase');
const texts = z.array(z.string().min(1).max(500)).max(500);

const about = line.optional();
/** Who runs Code Monkeys may set it in a constitution of their own, in either direction: it is about their machine and their money. */
const byPerson = z.literal(true).optional();
/** What a rule compares with, and which direction is the stricter one. */
const param = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('int'), value: z.int(), tighter: z.enum(['lower', 'higher', 'fixed']), about, byPerson }),
  z.strictObject({
    type: z.literal('number'),
    value: z.number(),
    tighter: z.enum(['lower', 'higher', 'fixed']),
    about,
    byPerson,
  }),
  z.strictObject({
    type: z.literal('bool'),
    value: z.boolean(),
    tighter: z.union([z.boolean(), z.literal('fixed')]),
    about,
    byPerson,
  }),
  z.strictObject({
    type: z.literal('string'),
    value: z.string().max(500),
    tighter: z.enum(['longer', 'fixed']),
    about,
    byPerson,
  }),
  z.strictObject({ type: z.literal('list'), value: texts, tighter: z.enum(['more', 'fewer', 'fixed']), about, byPerson }),
  z.strictObject({ type: z.literal('globs'), value: texts, tighter: z.enum(['more', 'fewer', 'fixed']), about, byPerson }),
]);

const paramValue = z.union([z.number(), z.boolean(), z.string().max(500), texts]);
const enforcement = z.enum(ENFORCEMENTS);
const action = z.enum(ACTIONS as [Action, ...Action[]]);

const example = z.strictObject({
  name: line,
  /** Which action, where the article has more than one; its first otherwise. */
  action: action.optional(),
  /** What differs from the ordinary case of the action. */
  facts: z.record(z.string(), z.unknown()).default({}),
  /** Other values of parameters, for this example. */
  params: z.record(name, paramValue).default({}),
  expect: z.enum(['allow', ...ENFORCEMENTS]),
});

const article = z.strictObject({
  id,
  title: line,
  /** The law in words for people. */
  prose: z.string().min(1).max(4000),
  actions: z.array(action).min(1),
  /** CEL. The action may be done if this is true. */
  rule: z.string().min(1),
  params: z.record(name, param).default({}),
  enforcement,
  message: line,
  hint: line,
  /** Facts that the record of a decision must hold. */
  audit: z.array(z.string()).default([]),
  examples: z.array(example).min(2).max(200),
});

const amendment = z.strictObject({
  article: id,
  params: z.record(name, paramValue).default({}),
  enforcement: enforcement.optional(),
});

/** One file in `constitution/`. */
export const constitutionFileSchema = z.strictObject({
  articles: z.array(article).max(200).default([]),
  /** Other parameters or enforcement for articles that are there already: stricter ones. */
  amendments: z.array(amendment).max(200).default([]),
});

export type Param = z.infer<typeof param>;
export type ParamValue = z.infer<typeof paramValue>;
export type Example = z.infer<typeof example>;
export type Amendment = z.infer<typeof amendment>;
/** An article as it is written. */
export type ArticleText = z.infer<typeof article>;
export type ConstitutionFile = z.infer<typeof constitutionFileSchema>;

/** An article in force. */
export interface Article extends ArticleText {
  /** Where it was written: `built-in`, a file of the person or of the repository. */
  origin: string;
  /** The text before amendments, which its examples are about. */
  declared: ArticleText;
  scope: RuleScope;
  check: Rule;
}
