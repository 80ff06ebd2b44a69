import type { Context, Hono } from 'hono';
import { outstandingOf } from '#form';
import { isReceived } from '#intake';
import { readAction } from './action.ts';
import { answerFault, answerPage, answerQuestion } from './answer.ts';
import { barrierToSend } from './availability.ts';
import type { CitizenDeps } from './deps.ts';
import { settleEase } from './ease.ts';
import { begin, follow, missFiles, type PageStep, type Post, type Step } from './journey.ts';
import { answerKeep, whyKeep } from './keep.ts';
import { checkPage, type OverviewStep, type Setback, tasksPage } from './overview-pages.ts';
import { questionPage } from './question-page.ts';
import { readJourneyPost } from './read-post.ts';
import { receiptPage } from './receipt-page.ts';
import { findRepetition } from './repetition.ts';
import { answerSave, forgetKept } from './save.ts';
import { startPage } from './start-page.ts';
import { submitRest } from './supplement.ts';
import { findGone } from './upload.ts';
import { statusOf } from './upload-refusal.ts';
import { findVisible } from './visible.ts';
import { inLanguage, makeVisit, type ServiceVisit, serviceBase } from './visit.ts';
import { admit, hold } from './waiting-routes.ts';
import { fill } from './words.ts';

type CheckStep = OverviewStep;

/** Nothing is confirmed; the page to send again from. `retryAfter` in seconds. */
const answerBusy = (
  c: Context,
  { sealKeys, onError }: CitizenDeps,
  visit: ServiceVisit,
  step: CheckStep,
  { error, retryAfter: seconds }: { readonly error: Error; readonly retryAfter: number },
): Response => {
  onError(error);
  const text = fill(visit.words.busyText, { seconds });
  c.header('retry-after', String(seconds));
  return answerPage(c, checkPage(visit, sealKeys, step, { title: visit.words.busyTitle, text }), 503);
};

/** Who sends again has the same receipt, whatever became of the service since. */
const isThere = ({ db }: CitizenDeps, { installed }: ServiceVisit, id: string): Promise<boolean> => {
  const { authority, installation } = installed;
  return db.tx(authority.id, (tx) => isReceived(tx, authority.id, installation.service, id)).catch(() => false); // then the page says what it would have said
};

/** The receipt again, where this was received before the service changed; busy where that cannot be known now. */
const answerRepetition = async (
  c: Context,
  deps: CitizenDeps,
  visit: ServiceVisit,
  step: CheckStep,
): Promise<Response | undefined> => {
  const found = await findRepetition(deps, visit, step.envelope).catch((error: Error) => error);
  if (found instanceof Error) return answerBusy(c, deps, visit, step, { error: found, retryAfter: 5 });
  return found && answerPage(c, receiptPage(found.visit, found.received));
};

/** Whether a post is the one that sends all answers. */
const isSending = ({ step, entered }: Post): boolean => step === 'check' && readAction(entered).kind === 'continue';

const submit = async (c: Context, deps: CitizenDeps, visit: ServiceVisit, step: CheckStep) => {
  const { intake, sealKeys } = deps;
  const { installed, language } = visit;
  const { id } = step.envelope;
  const setback: Setback | undefined = barrierToSend(visit, id);
  if (setback && !(await isThere(deps, visit, id)))
    return answerPage(c, checkPage(visit, sealKeys, step, setback), 503);
  const wait = whyKeep(deps, visit);
  if (wait !== undefined) return answerKeep(c, deps, visit, step.envelope, wait);
  const without = await findGone(deps, visit, step.envelope).catch((error: Error) => error);
  if (without instanceof Error) return answerBusy(c, deps, visit, step, { error: without, retryAfter: 5 });
  if (without) return answerStep(c, deps, visit, missFiles(visit, without));
  const { answers } = step.walk;
  const outstanding = outstandingOf(step.walk);
  const submitted = await intake.submit({ id, installed, answers, language, outstanding });
  switch (submitted.kind) {
    case 'received':
      await forgetKept(deps, visit, step.envelope);
      return answerPage(c, receiptPage(visit, { ...submitted, outstanding }));
    case 'conflict':
      return (await answerRepetition(c, deps, visit, step)) ?? answerFault(c, visit, 'conflict');
    case 'unavailable':
      deps.onError(submitted.error);
      return answerKeep(c, deps, visit, step.envelope, submitted.retryAfter);
    default:
      return submitted satisfies never;
  }
};

/** A page of questions; where files could not be taken, with the time after which they may. */
const answerPageStep = (c: Context, deps: CitizenDeps, visit: ServiceVisit, step: PageStep): Response => {
  const status = statusOf(step.problems);
  if (status) c.header('retry-after', '60');
  return answerQuestion(c, questionPage(visit, deps.sealKeys, step), status ?? (step.refused ? 422 : 200));
};

/** Sends what a step of a journey leads to. */
export const answerStep = (
  c: Context,
  deps: CitizenDeps,
  visit: ServiceVisit,
  step: Step,
): Response | Promise<Response> => {
  switch (step.kind) {
    case 'page':
      return answerPageStep(c, deps, visit, step);
    case 'tasks':
      return answerQuestion(c, tasksPage(visit, deps.sealKeys, step));
    case 'check':
      return answerPage(c, checkPage(visit, deps.sealKeys, step));
    case 'save':
      return answerSave(c, deps, visit, step);
    case 'submit':
      return visit.rest ? submitRest(c, deps, visit, step) : submit(c, deps, visit, step);
    default:
      return step satisfies never;
  }
};

/** Start page, and the journey: each post answers with the next page. */
export const routeJourney = (app: Hono, deps: CitizenDeps): void => {
  const visitOf = async (c: Context) => {
    const installed = await findVisible(deps, c.req.param('authority') ?? '', c.req.param('service') ?? '');
    return makeVisit(c.req.query('lang'), installed, deps);
  };

  app.get('/:authority/:service', async (c) => {
    const { installed, ...visit } = await visitOf(c);
    if (!installed) return answerFault(c, { ...visit, installed }, 'notFound');
    c.header('cache-control', 'public, max-age=30');
    return c.html(startPage({ ...visit, installed }));
  });

  app.post('/:authority/:service', async (c) => {
    const { installed, ...rest } = await visitOf(c);
    if (!installed) return answerFault(c, { ...rest, installed }, 'notFound');
    const visit = { ...rest, installed };
    const journey = await admit(c, deps, visit);
    if (typeof journey !== 'string') return journey;
    deps.admission.worked(false);
    return answerStep(c, deps, visit, begin(visit, journey));
  });

  // Pages exist only inside a journey: an address that was kept or shared leads to the start.
  app.get('/:authority/:service/:step', async (c) => {
    const { installed, ...rest } = await visitOf(c);
    const step = c.req.param('step');
    const known = installed?.compiled.pages.some(({ id }) => id === step) || step === 'check' || step === 'tasks';
    if (!installed || !known) return answerFault(c, { ...rest, installed }, 'notFound');
    return c.redirect(inLanguage(serviceBase({ ...rest, installed }), rest.language), 303);
  });

  app.post('/:authority/:service/:step', async (c) => {
    const { installed, ...rest } = await visitOf(c);
    if (!installed) return answerFault(c, { ...rest, installed }, 'notFound');
    const visit = { ...rest, installed };
    const read = await readJourneyPost(c, deps, visit);
    if (typeof read === 'string') return answerFault(c, visit, read);
    const { post, brought } = read;
    const settled = settleEase(visit, read.envelope);
    const held = hold(c, deps, settled.visit, post, brought);
    if (held) return held;
    const step = follow(settled.visit, settled.envelope, post);
    if (step.kind !== 'submit' && isSending(post)) {
      // What is asked anew, since package, parameters or day are others now, may have been received before they were.
      const repetition = await findRepetition(deps, settled.visit, read.envelope);
      if (repetition) return answerPage(c, receiptPage(repetition.visit, repetition.received));
    }
    return answerStep(c, deps, settled.visit, step);
  });
};
