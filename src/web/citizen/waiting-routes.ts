import type { Context, Hono } from 'hono';
import { type Entered, enteredText, parseAttachment } from '#form';
import type { Programme } from '#intake';
import { makeUuid } from '#lib/id.ts';
import { answerFault, answerPage } from './answer.ts';
import { barrierToBegin } from './availability.ts';
import type { CitizenDeps } from './deps.ts';
import { startPage } from './start-page.ts';
import { findVisible } from './visible.ts';
import { inLanguage, makeVisit, type ServiceVisit, stepBase } from './visit.ts';
import {
  answerStanding,
  answerWaiting,
  busyPage,
  type CodeFault,
  codePage,
  holdPage,
  placeAddress,
  type WaitingAnswer,
} from './waiting-page.ts';

export const programmeOf = ({ installed: { authority, installation } }: ServiceVisit): Programme => ({
  authority: authority.id,
  service: installation.service,
});

/** How many requests a journey takes. */
export const requestsOf = ({ installed }: ServiceVisit): number => installed.compiled.pages.length + 2;

const send = (c: Context, { page, headers }: WaitingAnswer): Response => c.html(page, 200, headers) as Response;

const FAULT_STATUS = { unreadable: 404, expired: 410 } as const satisfies Record<CodeFault, number>;

/** How long, in s, until what was turned away is worth trying again. */
const HOLD_SECONDS = 10;

/**
 * Lets somebody begin, or sends them to the line. The id of the journey, or the answer. A ticket comes in the address,
 * so that nothing has to be read of the post of somebody who will wait.
 */
export const admit = async (
  c: Context,
  { admission }: CitizenDeps,
  visit: ServiceVisit,
): Promise<string | Response> => {
  const code = c.req.query('place');
  if (code !== undefined) {
    const seen = await admission.look(programmeOf(visit), code);
    if (seen.kind === 'admitted')
      return barrierToBegin(visit, seen.drawn) ? answerPage(c, startPage(visit), 503) : seen.journey;
    return c.redirect(inLanguage(placeAddress(visit, encodeURIComponent(code)), visit.language), 303);
  }
  if (barrierToBegin(visit)) return answerPage(c, startPage(visit), 503);
  const arrival = await admission.arrive(programmeOf(visit), requestsOf(visit));
  switch (arrival.kind) {
    case 'admitted':
      return makeUuid(visit.now.epochMilliseconds);
    case 'waiting':
      return send(c, answerWaiting(visit, arrival, { isNew: true }));
    case 'busy':
      c.header('retry-after', String(arrival.retryAfter));
      return answerPage(c, busyPage(visit, arrival.retryAfter), 503);
    default:
      return arrival satisfies never;
  }
};

const worth = (step: string, entered: Entered): 'submit' | 'save' | 'page' => {
  const action = enteredText(entered, 'action');
  if (action === 'save') return 'save';
  return step === 'check' && (action === '' || action === 'continue') ? 'submit' : 'page';
};

/** The controls as the page had them: files by their handles alone. */
const carried = (entered: Entered): readonly (readonly [string, readonly string[]])[] =>
  [...entered].map(([name, values]) => [name, values.map((value) => parseAttachment(value)?.handle ?? value)]);

/** Holds a post of the journey where not even those inside can all be served; undefined where it may go on. */
export const hold = (
  c: Context,
  { admission }: CitizenDeps,
  visit: ServiceVisit,
  post: { readonly step: string; readonly entered: Entered },
  brought: boolean,
): Response | undefined => {
  const value = worth(post.step, post.entered);
  // Files that came are stored by now and would have to come again. What is to be sent is held where it can be kept.
  if (brought || value === 'submit' || !admission.sheds(value)) {
    admission.worked(value === 'submit');
    return undefined;
  }
  c.header('retry-after', String(HOLD_SECONDS));
  const page = holdPage(visit, `${stepBase(visit)}/${post.step}`, carried(post.entered), HOLD_SECONDS);
  return answerPage(c, page, 503);
};

/** The line: where one stands, by the code that one has. */
export const routeWaiting = (app: Hono, deps: CitizenDeps): void => {
  app.get('/:authority/:service/waiting', async (c) => {
    const installed = await findVisible(deps, c.req.param('authority'), c.req.param('service'));
    const rest = makeVisit(c.req.query('lang'), undefined, deps);
    if (!installed) return answerFault(c, rest, 'notFound');
    const visit = makeVisit(c.req.query('lang'), installed, deps);
    const typed = c.req.query('place')?.trim();
    if (!typed) return answerPage(c, codePage(visit, ''));
    const seen = await deps.admission.look(programmeOf(visit), typed);
    if ('drawn' in seen && barrierToBegin(visit, seen.drawn)) {
      c.header('refresh', '60'); // a pause ends
      return answerPage(c, startPage(visit));
    }
    switch (seen.kind) {
      case 'waiting':
      case 'admitted':
        return send(c, answerStanding(visit, seen, c.req.query('still') !== undefined));
      case 'unreadable':
      case 'expired':
        return answerPage(c, codePage(visit, typed.slice(0, 60), seen.kind), FAULT_STATUS[seen.kind]);
      default:
        return seen satisfies never;
    }
  });
};
