import { outstandingOf, walk } from '#form';
import { listEarlier, type Submitted } from '#intake';
import { BERLIN } from '#lib/time.ts';
import type { CitizenDeps } from './deps.ts';
import type { Envelope } from './envelope.ts';
import type { ServiceVisit } from './visit.ts';
import { situationOf } from './visit.ts';

type Received = Extract<Submitted, { kind: 'received' }>;

/** A submission that was received before, with what was outstanding then, and the service as it was. */
export type Repetition = {
  readonly visit: ServiceVisit;
  readonly received: Received & { readonly outstanding: ReturnType<typeof outstandingOf> };
};

/**
 * The receipt of what these very answers were received as before the service changed; undefined when they were not. Asked only
 * where a submission is refused otherwise. @throws Error when the database does not confirm; trying again is safe
 */
export const findRepetition = async (
  deps: CitizenDeps,
  visit: ServiceVisit,
  { id, answers: given }: Envelope,
): Promise<Repetition | undefined> => {
  const { language } = visit;
  for (const { installed, receivedAt } of await listEarlier(deps, visit.installed, id)) {
    const then = { ...visit, installed, now: receivedAt.toZonedDateTimeISO(BERLIN) };
    const walked = walk(installed.compiled, given, situationOf(then));
    const outstanding = outstandingOf(walked);
    const submitted = await deps.intake.submit({ id, installed, answers: walked.answers, language, outstanding });
    if (submitted.kind === 'unavailable') throw submitted.error;
    if (submitted.kind === 'received')
      return { visit: { ...visit, installed }, received: { ...submitted, outstanding } };
  }
  return undefined;
};
