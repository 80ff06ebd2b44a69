import type { CompiledRules, CompiledService } from '#definition';
import { type Context, fromFeel } from '#rules';
import { type Fault, makeFault } from './fault.ts';

/** Where and by what is decided: the authority's Amtlicher Regionalschlüssel, or the version that decided before. */
export type Place = { readonly ars?: string | undefined; readonly rules?: string | undefined };

export type Chosen =
  /** `isChosen`: it might have been another one, so the case must keep which. */
  | { readonly kind: 'rules'; readonly rules: CompiledRules; readonly isChosen: boolean }
  | { readonly kind: 'none'; readonly fault: Fault };

const isInForce = ({ from, to }: CompiledRules, day: string): boolean =>
  (from === undefined || from <= day) && (to === undefined || day <= to);

/** How closely a version is meant for an area: the length of the longest key that fits; -1 where it is not. */
const closeness = ({ ars = [''] }: CompiledRules, area: string): number =>
  Math.max(-1, ...ars.filter((own) => area.startsWith(own)).map(({ length }) => length));

/**
 * The version of the rules that applies: that in force on the day the service names, for the area, the closest first. A case
 * decided before stays with the version that decided it, whatever has become of the authority since.
 */
export const chooseRules = (
  { rules, rulesDate }: CompiledService,
  context: Context,
  now: Temporal.ZonedDateTime,
  { ars = '', rules: decided }: Place,
): Chosen => {
  const [only] = rules;
  const same = rules.find(({ file }) => file === decided);
  if (same) return { kind: 'rules', rules: same, isChosen: true };
  const isAlways = only && rules.length === 1 && !only.from && !only.to && !only.ars;
  if (isAlways) return { kind: 'rules', rules: only, isChosen: false };
  const day = rulesDate && fromFeel(rulesDate.evaluate(context, { now }).value);
  if (typeof day !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(day)) {
    const fault = makeFault('rulesDay', { text: rulesDate?.text ?? '', value: JSON.stringify(day) ?? '' });
    return { kind: 'none', fault };
  }
  const near = rules
    .filter((version) => isInForce(version, day))
    .map((version) => ({ version, by: closeness(version, ars) }))
    .filter(({ by }) => by >= 0)
    .toSorted((a, b) => b.by - a.by);
  const found = near[0]?.version;
  if (found) return { kind: 'rules', rules: found, isChosen: true };
  return { kind: 'none', fault: makeFault('rulesNone', { day, area: ars || '–' }) };
};
