import type { Context, Hono } from 'hono';
import type { Installed, Rest, Submission } from '#intake';
import { makeUuid } from '#lib/id.ts';
import { answerFault } from './answer.ts';
import type { CitizenDeps } from './deps.ts';
import { restVisit } from './ease.ts';
import type { Envelope } from './envelope.ts';
import { beginRest, follow } from './journey.ts';
import { answerStep } from './journey-routes.ts';
import { readJourneyPost } from './read-post.ts';
import { inLanguage, makeVisit } from './visit.ts';
import { hold } from './waiting-routes.ts';

/** The service as it was when the submission was made: its own package, at its authority. */
export const findInstalledAs = async (
  { registry }: CitizenDeps,
  authority: string,
  service: string,
  digest: string,
): Promise<Installed | undefined> => {
  const now = await registry.find(authority, service);
  if (!now || !/^[0-9a-f]{64}$/.test(digest)) return undefined;
  const compiled = await registry.get(digest).catch(() => undefined); // an address that somebody made up
  return compiled && compiled.service.id === service ? { ...now, compiled } : undefined;
};

/** Opens the rest of a submission, for whoever brought its number and secret. */
export const beginSupplement = async (
  c: Context,
  deps: CitizenDeps,
  submission: Submission,
  secret: string,
  { remainder, position }: Rest,
): Promise<Response> => {
  const { authority, service, digest, id, number } = submission;
  const installed = await findInstalledAs(deps, authority, service, digest);
  const asked = makeVisit(c.req.query('lang'), installed, deps);
  if (!installed) return answerFault(c, asked, 'notFound');
  const { outstanding, answers, parameters, received } = remainder;
  const supplement = { submission: id, number, secret, position: position + 1, outstanding, parameters, received };
  const journey = makeUuid(asked.now.epochMilliseconds);
  const envelope: Envelope = { id: journey, digest, answers, supplement };
  const visit = restVisit({ ...asked, installed }, envelope);
  return answerStep(c, deps, visit, beginRest(visit, envelope));
};

/** The pages of what is handed in later. Open also while the service is paused or closed: its submission was taken. */
export const routeSupplement = (app: Hono, deps: CitizenDeps): void => {
  const path = '/:authority/:service/supplement/:digest/:step';
  app.get(path, (c) => {
    const { language } = makeVisit(c.req.query('lang'), undefined, deps);
    return c.redirect(inLanguage(`/status?authority=${encodeURIComponent(c.req.param('authority'))}`, language), 303);
  });

  app.post(path, async (c) => {
    const { authority, service, digest } = c.req.param();
    const installed = await findInstalledAs(deps, authority, service, digest);
    const asked = makeVisit(c.req.query('lang'), installed, deps);
    if (!installed) return answerFault(c, asked, 'notFound');
    const read = await readJourneyPost(c, deps, { ...asked, installed });
    if (typeof read === 'string') return answerFault(c, asked, read);
    const { envelope, post, brought } = read;
    if (!envelope.supplement || envelope.digest !== digest) return answerFault(c, asked, 'seal');
    const visit = restVisit({ ...asked, installed }, envelope);
    const held = hold(c, deps, visit, post, brought);
    if (held) return held;
    const step = follow(visit, envelope, post);
    // It is kept under number and secret already.
    return answerStep(c, deps, visit, step.kind === 'save' ? beginRest(visit, step.envelope) : step);
  });
};
