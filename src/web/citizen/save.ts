import type { Context } from 'hono';
import { z } from 'zod';
import { forgetSaved, keepAttachments, openSaved, SAVED_DAYS, saveJourney } from '#intake';
import { parseSecret } from '#lib/id.ts';
import { answerPage } from './answer.ts';
import type { CitizenDeps } from './deps.ts';
import { Envelope, type Place } from './envelope.ts';
import type { Step } from './journey.ts';
import { type NotSaved, notSavedPage, type ResumeFault, savedPage } from './save-pages.ts';
import type { ServiceVisit } from './visit.ts';

/** What is kept of a journey: itself, and the step at which it was left. */
const Kept = z.strictObject({ envelope: Envelope, from: z.string() });
type Kept = { readonly envelope: Envelope; readonly from: string };

const placeOf = ({ installed: { authority, installation } }: ServiceVisit): Place => ({
  authority: authority.id,
  service: installation.service,
});

/** Bytes of answers, before they are packed, that cost one of a network's budget: as most forms have. */
const UNIT = 1 << 14;

const NOT_SAVED = { busy: 503, net: 429, many: 422 } as const satisfies Record<NotSaved, number>;

const answerNotSaved = (c: Context, { sealKeys }: CitizenDeps, visit: ServiceVisit, kept: Kept, why: NotSaved) => {
  if (why !== 'many') c.header('retry-after', '60');
  return answerPage(c, notSavedPage(visit, sealKeys, kept, why), NOT_SAVED[why]);
};

/** Keeps a journey and shows its code, the same each time. */
export const answerSave = async (
  c: Context,
  deps: CitizenDeps,
  visit: ServiceVisit,
  { envelope, from }: Extract<Step, { kind: 'save' }>,
): Promise<Response> => {
  const amount = 1 + Math.floor(JSON.stringify(envelope).length / UNIT);
  if (deps.limit && deps.limit('save', c.req.raw, c.env, amount) > 0)
    return answerNotSaved(c, deps, visit, { envelope, from }, 'net');
  const make = (saved: { code: string; id: string }): Kept => ({ envelope: { ...envelope, saved }, from });
  if (envelope.files)
    await keepAttachments(deps, placeOf(visit).authority, envelope.id, 24 * SAVED_DAYS).catch(deps.onError);
  const place = { ...placeOf(visit), journey: envelope.id };
  const saved = await saveJourney(deps, place, make, envelope.saved?.code).catch((error: Error) => {
    deps.onError(error);
    return { kind: 'busy' } as const;
  });
  if (saved.kind !== 'saved') return answerNotSaved(c, deps, visit, { envelope, from }, saved.kind);
  const view = make(saved.mark);
  return answerPage(c, savedPage(visit, deps.sealKeys, view, { code: saved.mark.code, until: saved.until }));
};

/** Opens what was kept under a code as it was typed. */
export const findKept = async (deps: CitizenDeps, visit: ServiceVisit, typed: string): Promise<Kept | ResumeFault> => {
  if (!parseSecret(typed)) return 'shape';
  const opened = await openSaved(deps, placeOf(visit), typed);
  if (opened.kind !== 'opened') return opened.kind;
  return Kept.parse(opened.content) as Kept;
};

/** Deletes the copy of a journey that has arrived. If that fails now, its time deletes it. */
export const forgetKept = async (
  { db, onError }: CitizenDeps,
  visit: ServiceVisit,
  envelope: Envelope,
): Promise<void> => {
  if (envelope.saved) await forgetSaved({ db }, placeOf(visit).authority, envelope.saved).catch(onError);
};
