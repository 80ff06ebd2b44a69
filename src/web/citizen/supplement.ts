import type { Context } from 'hono';
import { outstandingOf, walk } from '#form';
import { receiveSupplement } from '#intake';
import { answerFault, answerPage } from './answer.ts';
import type { CitizenDeps } from './deps.ts';
import { missFiles } from './journey.ts';
import { laterWords } from './later-words.ts';
import { checkPage, type OverviewStep } from './overview-pages.ts';
import { questionPage } from './question-page.ts';
import { supplementReceiptPage } from './supplement-page.ts';
import { findGone, ownAnswers } from './upload.ts';
import { type ServiceVisit, situationOf } from './visit.ts';
import { fill } from './words.ts';

const RETRY_SECONDS = 5;

/** What is outstanding once these answers are there. */
const outstandingAfter = (visit: ServiceVisit, { envelope }: OverviewStep) => {
  const { only: _, ...situation } = situationOf(visit);
  return outstandingOf(walk(visit.installed.compiled, envelope.answers, situation));
};

/** Nothing is confirmed; the page to hand in again from. */
const answerBusy = (c: Context, { sealKeys }: CitizenDeps, visit: ServiceVisit, step: OverviewStep): Response => {
  const { busyTitle: title, busyText } = visit.words;
  c.header('retry-after', String(RETRY_SECONDS));
  const setback = { title, text: fill(busyText, { seconds: RETRY_SECONDS }) };
  return answerPage(c, checkPage(visit, sealKeys, step, setback), 503);
};

/** Hands in the rest of a submission, or a part of it. */
export const submitRest = async (
  c: Context,
  deps: CitizenDeps,
  visit: ServiceVisit,
  step: OverviewStep,
): Promise<Response> => {
  const { sealKeys, intake, onError } = deps;
  const { envelope } = step;
  const { supplement } = envelope;
  if (!supplement) throw new Error('A supplement is handed in without its submission. Begin on the status page.');
  const { authority, installation, compiled } = visit.installed;
  const answers = ownAnswers(visit, step.walk.answers);
  if (Object.keys(answers).length === 0) {
    const { nothingTitle: title, nothingText: text } = laterWords(visit.language);
    return answerPage(c, checkPage(visit, sealKeys, step, { title, text }), 422);
  }
  if (deps.admission.sheds('submit')) return answerBusy(c, deps, visit, step);
  try {
    const without = await findGone(deps, visit, envelope);
    if (without) {
      const back = missFiles(visit, without);
      if (back.kind === 'page') return answerPage(c, questionPage(visit, sealKeys, back), 422);
      return answerPage(c, checkPage(visit, sealKeys, { ...step, ...back, kind: 'check', notices: ['gone'] }), 422);
    }
    const outstanding = outstandingAfter(visit, step);
    const { secret, position, parameters, received } = supplement;
    const submission = { id: supplement.submission, service: installation.service, digest: compiled.digest };
    const remainder = { outstanding: [...outstanding], answers: envelope.answers, parameters, received };
    const handin = { id: envelope.id, authority, submission, secret, answers, rest: { remainder, position } };
    const stored = await receiveSupplement(deps, handin);
    if (stored.kind !== 'received') return answerFault(c, visit, stored.kind);
    const { hash, receivedAt } = stored;
    const { number } = supplement;
    const receipt = intake.receiptOf({ ...submission, number, authority: authority.id, hash, receivedAt });
    return answerPage(c, supplementReceiptPage(visit, { supplement, receivedAt, receipt, outstanding }));
  } catch (error) {
    onError(error as Error);
    return answerBusy(c, deps, visit, step);
  }
};
