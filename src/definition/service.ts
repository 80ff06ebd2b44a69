import { z } from 'zod';
import { Field } from './field.ts';
import { Day, DecimalText, Feel, Language, Name, PackagePath, Slug } from './names.ts';
import { RULES } from './rules-version.ts';

const Law = z.strictObject({
  norm: z.string().min(2).max(200).describe('The norm, as one cites it: § 35a VwVfG.'),
  from: Day.optional().describe('First day it applies.'),
  to: Day.optional().describe('Last day it applies.'),
  allows: z
    .literal('automatic')
    .optional()
    .describe('automatic: this norm permits fully automatic notices (§ 35a VwVfG).'),
});

const Parameter = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('yesno'), default: z.boolean() }),
  z.strictObject({
    kind: z.enum(['number', 'money']),
    default: DecimalText,
    min: DecimalText.optional(),
    max: DecimalText.optional(),
  }),
  z.strictObject({ kind: z.literal('date'), default: Day, min: Day.optional(), max: Day.optional() }),
  z.strictObject({ kind: z.literal('choice'), default: Name, options: z.array(Name).min(2) }),
  z.strictObject({ kind: z.literal('text'), default: z.string().max(500), max: z.int().max(2000).default(200) }),
]);
export type Parameter = z.infer<typeof Parameter>;

const Advice = z.strictObject({
  id: Name.describe('Names its wording in texts.advice.'),
  when: Feel.describe(
    'Shown on leaving the page if true: what the answers mean for the outcome. Nobody is kept from applying.',
  ),
});

const Page = z.strictObject({
  page: Slug.describe('Identifier of the page, part of its address.'),
  when: Feel.optional().describe('Asked only if this is true.'),
  later: z
    .literal('load')
    .optional()
    .describe(
      'load: when very many apply at once, the page is asked after the submission instead. Nothing that is asked or checked at ' +
        'once may depend on it, and until it is answered, nothing is decided automatically.',
    ),
  fields: z.array(Field).min(1).max(30),
  advice: z.array(Advice).max(30).default([]),
});

const Check = z.strictObject({
  id: Name.describe('Names its wording in texts.checks.'),
  fail: Feel.describe('True where the answers contradict each other.'),
  fields: z.array(Name).min(1).describe('Fields it is about; it is checked on the page of the last of them.'),
});

const Outcome = z.strictObject({
  kind: z.enum(['granted', 'rejected']).describe('What the law makes of it.'),
  notice: PackagePath.describe(
    'The notice, without language: notices/bewilligung is notices/bewilligung.de.md and others.',
  ),
});

const Decide = z.strictObject({
  ...RULES,
  decision: z.string().min(1).describe('The DMN decision; its result stands under this name in the expressions below.'),
  outcome: Feel.describe('One of outcomes.'),
  outcomes: z.record(Name, Outcome).describe('The ways a decision can end.'),
  amount: Feel.optional().describe('The sum granted in euros.'),
  reasons: Feel.describe('List of names in texts.reasons that carry the outcome.'),
  doubts: Feel.describe('List of names in texts.doubts; not empty: a person decides.'),
  automatic: Feel.optional().describe('True: decided without a person. Needs a law that allows it.'),
  second: Feel.default('false').describe('True: a second, different person must approve.'),
  duplicates: z.array(Name).default([]).describe('Fields whose value in another case is counted: duplicates.iban.'),
});

const Prioritise = z.strictObject({
  ...RULES,
  decision: z.string().min(1),
  level: Feel.describe('1 (first) to 9 (last).'),
  reasons: Feel.describe('List of names in texts.reasons.'),
});

const Column = z.strictObject({
  id: Name.describe('Names its heading in texts.columns.'),
  value: Feel,
  kind: z.enum(['text', 'number', 'date', 'yesno']).default('text'),
});

const Purpose = z.strictObject({
  basis: z.string().min(2).max(200).describe('Legal basis, Art. 6 DSGVO with the national norm.'),
  retention: Name.describe('One of privacy.retention.'),
});

/** `service.yaml`: identity, form, procedure and law of a service. Wording is in texts/, calculation in rules. */
export const Service = z.strictObject({
  format: z.literal(1).describe('Version of the package format.'),
  id: Slug.describe('Identifier, the same at every authority.'),
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, 'a version such as 1.0.0')
    .describe('Semantic version of the package.'),
  kind: z.enum(['application', 'registration', 'request', 'survey', 'report']),
  result: z.strictObject({
    aim: z.string().min(3).max(300).describe('What shall be true for the applicant afterwards.'),
    measure: z.string().min(3).max(300).describe('How one will know.'),
  }),
  law: z.array(Law).min(1).max(100),
  languages: z.array(Language).min(1).default(['de', 'de-x-leicht', 'en']),
  parameters: z.record(Name, Parameter).default({}).describe('What an authority may set, within limits.'),
  slots: z.array(Name).max(60).default([]).describe('Wording that an authority may replace: texts.slots.'),
  funds: z
    .enum(['unlimited', 'limited', 'none'])
    .default('none')
    .describe('Whether money can run out; shown before one starts.'),
  fairness: z
    .enum(['unlimited', 'first-come', 'draw'])
    .optional()
    .describe(
      'What decides where more apply than can be served. unlimited: nothing, there is enough for all entitled (so where funds ' +
        'are unlimited); first-come: the order of receipt; draw: lots, by a draw that anybody can repeat.',
    ),
  minutes: z.int().min(1).max(120).describe('How long the form takes.'),
  privacy: z.strictObject({
    purposes: z.record(Name, Purpose).describe('Why data is asked; fields refer to it. The first is the default.'),
    retention: z
      .record(Name, z.string().regex(/^P\d+[DMY]$/, 'a period such as P10Y'))
      .describe('Classes of retention.'),
  }),
  form: z.array(Page).min(1).max(40),
  checks: z.array(Check).max(200).default([]),
  contact: z
    .strictObject({ name: Feel, email: Feel.optional(), address: Feel.optional() })
    .describe('Where messages and notices go, from the answers.'),
  decide: Decide.optional(),
  prioritise: Prioritise.optional(),
  pay: z
    .strictObject({ amount: Feel, to: z.strictObject({ name: Feel, iban: Feel }), purpose: z.string().max(140) })
    .optional()
    .describe('The payout after a grant; purpose is a text with {{ FEEL }}.'),
  messages: z
    .partialRecord(z.enum(['received', 'decided', 'paid', 'prioritised']), PackagePath)
    .default({})
    .describe('Messages by occasion, without language: messages/eingang.'),
  list: z.array(Column).max(60).default([]).describe('Columns of the list for the team, registrations above all.'),
});
export type Service = z.infer<typeof Service>;
export type Page = Service['form'][number];

/** What decides who is served where not all can be; undefined where nothing runs out. */
export const fairnessOf = ({ fairness, funds }: Service): Service['fairness'] => {
  const byFunds = { unlimited: 'unlimited', limited: 'first-come', none: undefined } as const;
  return fairness ?? byFunds[funds];
};
