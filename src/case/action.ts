import { z } from 'zod';
import { Outstanding } from '#form';

const Money = z
  .string()
  .regex(/^\d+\.\d{2}$/, 'an amount in euros with two decimal places')
  .describe('Euros, two decimal places: 9000.00.');
const Names = z.array(z.string()).describe('Names whose wording is in the package.');
const Wording = z.strictObject({ de: z.string(), en: z.string() });

const Opened = z.strictObject({
  kind: z.literal('opened'),
  answers: z.record(z.string(), z.unknown()).describe('As submitted, in canonical form.'),
  parameters: z.record(z.string(), z.unknown()).describe('What the authority had set when it was submitted.'),
  slots: z.record(z.string(), z.string()).describe('Wording that the authority had replaced.'),
  language: z.string().describe('Language of the applicant.'),
  secret: z.string().describe('With the number it opens the status page; what is sent there is sealed under it.'),
  outstanding: z.array(Outstanding).optional().describe('What the applicant will hand in later; absent: nothing.'),
});

const Supplemented = z.strictObject({
  kind: z.literal('supplemented'),
  supplement: z.uuid().describe('The stored supplement; files of it were uploaded under this id.'),
  position: z.int().min(1).describe('1 for the first of the case.'),
  received: z.iso.datetime().describe('When it arrived; this action may be recorded later.'),
  hash: z.string().describe('SHA-256 of its content, hex, as in its receipt.'),
  answers: z.record(z.string(), z.unknown()).describe('What was handed in, in canonical form.'),
  outstanding: z.array(Outstanding).describe('What is outstanding after it.'),
});

const RulesFile = z.string().optional().describe('The DMN file that decided, where the package has several versions.');

/** Cases opened before faults had codes recorded sentences. */
const Fault = z.union([
  z.string(),
  z.strictObject({ code: z.string(), values: z.record(z.string(), z.string()) }).describe('Worded where it is shown.'),
]);

const Assessed = z.strictObject({
  kind: z.literal('assessed'),
  outcome: z.string().optional().describe('What the rules propose; absent where they could not tell.'),
  outcomeKind: z.enum(['granted', 'rejected']).optional(),
  amount: Money.optional().describe('What the rules grant at most.'),
  reasons: Names,
  doubts: Names,
  faults: z.array(Fault).describe('Where the rules gave no usable result: for the caseworker and the author.'),
  duplicates: z.record(z.string(), z.number()).describe('Other cases with the same value, by field.'),
  automatic: z.boolean().describe('Whether it may be decided without a person.'),
  second: z.boolean().describe('Whether a second person must approve.'),
  outstanding: z.array(Outstanding).optional().describe('What was outstanding then; it keeps rules from deciding.'),
  rules: RulesFile,
  explanation: Wording.describe('Which rule fired on which norm, in lines of plain text.'),
});
export type AssessedAction = z.infer<typeof Assessed>;

const Decided = z.strictObject({
  kind: z.literal('decided'),
  outcome: z.string(),
  outcomeKind: z.enum(['granted', 'rejected']),
  amount: Money.optional(),
  reasons: Names,
  remark: z.string().describe('Why, in the words of who decided; needed where it deviates from the rules.'),
  deviates: z.boolean().describe('Whether it differs from what the rules propose.'),
  second: z.boolean().describe('Whether a second person must approve.'),
  automatic: z.boolean().describe('Decided without a person, § 35a VwVfG.'),
});
export type DecidedAction = z.infer<typeof Decided>;

const Noticed = z.strictObject({
  kind: z.literal('noticed'),
  notice: z.uuid().describe('The stored notice.'),
  sha256: z.string().describe('Hash of its PDF, hex.'),
  sent: z.iso.date(),
  announced: z.iso.date().describe('Bekanntgabe, § 41 (2) VwVfG.'),
  objectUntil: z.iso.date().describe('Last day of the Rechtsbehelfsfrist.'),
});

/** What can happen to a case, each with what is to be known of it. Its data is sealed under the case's key. */
export const CaseAction = z.discriminatedUnion('kind', [
  Opened,
  Supplemented,
  Assessed,
  z.strictObject({ kind: z.literal('claimed'), until: z.iso.datetime().describe('End of the lease.') }),
  z.strictObject({ kind: z.literal('released') }),
  Decided,
  z.strictObject({ kind: z.literal('approved'), remark: z.string() }),
  z.strictObject({ kind: z.literal('returned'), remark: z.string().describe('What is to be looked at again.') }),
  Noticed,
  z.strictObject({ kind: z.literal('ordered'), order: z.uuid(), amount: Money }),
  z.strictObject({ kind: z.literal('paid'), order: z.uuid(), amount: Money, batch: z.string() }),
  z.strictObject({
    kind: z.literal('prioritised'),
    level: z.int().min(1).max(9).describe('1 is the most urgent.'),
    reasons: Names,
    rules: RulesFile,
    explanation: Wording,
  }),
  z.strictObject({
    kind: z.literal('messaged'),
    occasion: z.string(),
    channel: z.string(),
    state: z.string().describe('sent, failed, …'),
    detail: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('noted'), text: z.string().min(1).max(4000) }),
  z.strictObject({ kind: z.literal('handled'), remark: z.string() }),
  z.strictObject({ kind: z.literal('closed'), reason: z.string() }),
]);
export type CaseAction = z.infer<typeof CaseAction>;
export type ActionKind = CaseAction['kind'];
export type ActionOf<K extends ActionKind> = Extract<CaseAction, { kind: K }>;

/** Who did something: a member of staff, or this program by the name of the part that acted. */
export const ActionBy = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('staff'), id: z.string(), name: z.string() }),
  z.strictObject({ kind: z.literal('system'), name: z.string() }),
]);
export type ActionBy = z.infer<typeof ActionBy>;

/** An action as it stands in the record. `seq` counts from 1 without gaps. */
export type RecordedAction = CaseAction & {
  readonly seq: number;
  readonly at: Temporal.Instant;
  readonly by: ActionBy;
};
export type RecordedOf<K extends ActionKind> = Extract<RecordedAction, { kind: K }>;
