import { type Ease, fieldsOf, parametersContext } from '#form';
import type { Envelope } from './envelope.ts';
import { easeOf, type ServiceVisit } from './visit.ts';

/**
 * What may follow later in a journey: what the load asks for now, and what it was told before. So a page that was shown under
 * one level can be sent under every other, and nobody is asked anew for what was said to have time.
 */
export const settleEase = (
  visit: ServiceVisit,
  envelope: Envelope,
): { readonly visit: ServiceVisit; readonly envelope: Envelope } => {
  const now = easeOf(visit.level);
  const before = envelope.ease ?? 0;
  const ease = Math.max(now, before) as Ease;
  return { visit: { ...visit, ease }, envelope: ease > 0 ? { ...envelope, ease } : envelope };
};

/** The visit of a journey that hands in the rest of a submission: asked as on the day of that, under its package. */
export const restVisit = (visit: ServiceVisit, { supplement }: Envelope): ServiceVisit => {
  if (!supplement) return visit;
  const { compiled } = visit.installed;
  return {
    ...visit,
    installed: { ...visit.installed, parameters: parametersContext(compiled, supplement.parameters) },
    ease: 2, // what is left out now can be handed in another time
    rest: {
      only: fieldsOf(compiled.pages, supplement.outstanding),
      received: Temporal.PlainDate.from(supplement.received),
    },
  };
};
