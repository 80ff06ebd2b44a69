import { z } from 'zod';
import type { Model } from '#rules';
import { Day, PackagePath } from './names.ts';

/** One version of a decision: a DMN file, the days for which it is the law, and where. */
const RulesVersion = z.strictObject({
  file: PackagePath.describe('The DMN file; the decision has the same name in each.'),
  from: Day.optional().describe('First day it applies; default: always before.'),
  to: Day.optional().describe('Last day it applies; default: until further notice.'),
  ars: z
    .array(z.string().regex(/^\d{2,12}$/, 'the beginning of an Amtlicher Regionalschlüssel, such as "05"'))
    .min(1)
    .max(400)
    .optional()
    .describe(
      'Where it applies: beginnings of the Amtlicher Regionalschlüssel. The longest goes first. Default: everywhere.',
    ),
});
export type RulesVersion = z.infer<typeof RulesVersion>;

/** Where a service names its rules: one file, or several with dates and areas. */
export const RULES = {
  model: PackagePath.optional().describe('The DMN file. Where the law changes or differs, models instead.'),
  models: z.array(RulesVersion).min(1).max(60).optional().describe('Versions of the decision with dates and areas.'),
  date: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .describe('A FEEL expression: the day that chooses among models. Default: submission.received.'),
};

type Section = { readonly model?: string | undefined; readonly models?: readonly RulesVersion[] | undefined };

/** The versions that a section names; a single model applies always and everywhere. */
export const listVersions = (section: Section | undefined): readonly RulesVersion[] =>
  section?.models ?? (section?.model === undefined ? [] : [{ file: section.model }]);

/** A version of the rules, ready to run. */
export type CompiledRules = RulesVersion & { readonly model: Model };
