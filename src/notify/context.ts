import type { Authority } from '#authority';
import type { Case } from '#case';
import { assess, decisionContext, situationOf } from '#decision';
import type { CompiledService, Language } from '#definition';
import { makeContext, textsFor } from '#form';
import { BERLIN, berlinDate } from '#lib/time.ts';
import { type Context, date, number, toFeel } from '#rules';
import type { Occasion } from './message.ts';
import type { Wording } from './render.ts';

/** What a message is made from. */
export type Source = {
  readonly compiled: CompiledService;
  readonly found: Case;
  readonly occasion: Occasion;
  readonly at: Temporal.Instant;
  readonly now: Temporal.ZonedDateTime;
  readonly context: Context;
};

/** The package's wording for an occasion, in the applicant's language or in German; undefined where it says nothing. */
export const pickWording = (compiled: CompiledService, occasion: Occasion, language: Language): Wording | undefined => {
  const wordings = compiled.messages.get(compiled.service.messages[occasion] ?? '');
  const own = wordings?.get(language);
  if (own) return { template: own, language };
  const german = wordings?.get('de');
  return german && { template: german, language: 'de' };
};

/** What is known of the case when it is told: results of the rules once they have run. */
const known = (compiled: CompiledService, found: Case, occasion: Occasion, at: Temporal.Instant): Context => {
  if (found.decision && found.assessment && occasion !== 'received') return decisionContext(compiled, found);
  const situation = situationOf(compiled, found, found.priority?.at ?? at, {});
  const plain = makeContext(compiled, found.answers, situation);
  if (occasion !== 'prioritised') return plain;
  const assessment = assess(compiled, found.answers, situation, { rules: found.priority?.rules });
  return assessment.kind === 'none' ? plain : assessment.context;
};

const noticeFacts = ({ decision, notice }: Case) => ({
  date: notice ? date(berlinDate(notice.at).toString()) : null,
  amount: decision?.amount === undefined ? null : number(decision.amount),
});

/** Everything a message may speak of: what notices may, but for the wording of reasons. */
export const messageContext = (
  compiled: CompiledService,
  found: Case,
  { name, city, phone, email }: Authority,
  occasion: Occasion,
  at: Temporal.Instant,
): Source => {
  const texts = textsFor(compiled, found.language);
  const context = {
    ...known(compiled, found, occasion, at),
    number: found.number,
    slots: toFeel({ ...texts.slots, ...found.slots }),
    authority: toFeel({ name, city, phone, email }),
    service: toFeel({ title: texts.title }),
    notice: toFeel(noticeFacts(found)),
  };
  return { compiled, found, occasion, at, now: at.toZonedDateTimeISO(BERLIN), context };
};
