import type { Context, Hono } from 'hono';
import { enteredText } from '#form';
import { isHeldBack, keepAttachments } from '#intake';
import { answerFault, answerPage } from './answer.ts';
import type { CitizenDeps } from './deps.ts';
import { type Envelope, openEnvelope } from './envelope.ts';
import { keepPage, keptFile } from './keep-page.ts';
import { keepWords } from './keep-words.ts';
import { readMultipart } from './multipart.ts';
import { readForm } from './read-post.ts';
import { findVisible } from './visible.ts';
import { makeVisit, type ServiceVisit } from './visit.ts';

/** Seconds until sending again is worth it: soon where the load decides, later where a person does. */
const AGAIN = { load: 60, operator: 300 } as const;

/** Files that were uploaded stay this long for a journey that is kept on a device. */
const FILE_HOURS = 48;

/** Whether a submission is to be kept on the device instead of being tried, and for how long, in s; undefined: not so. */
export const whyKeep = ({ admission }: CitizenDeps, { installed }: ServiceVisit): number | undefined => {
  if (isHeldBack(installed.installation.limits)) return AGAIN.operator;
  return admission.sheds('submit') ? AGAIN.load : undefined;
};

/** Gives the answers back to be kept, with the time after which sending is worth another try. */
export const answerKeep = (
  c: Context,
  deps: CitizenDeps,
  visit: ServiceVisit,
  envelope: Envelope,
  seconds: number,
): Response => {
  c.header('retry-after', String(seconds));
  return answerPage(c, keepPage(visit, deps.sealKeys, envelope, seconds), 503);
};

/** Largest file of ours, in bytes. */
const MOST_BYTES = 2 << 20;

/** The sealed answers in a file that we gave out, as it was chosen on a page; '' where there are none. */
export const readKeptFile = async (c: Context): Promise<string> => {
  let text = '';
  const read = await readMultipart(c, MOST_BYTES, async ({ name, source }) => {
    if (!name) return;
    const pieces: Uint8Array[] = [];
    for await (const piece of source) pieces.push(piece);
    text = Buffer.concat(pieces).toString();
  });
  return read.kind === 'read' ? (/name="_seal" value="([^"]*)"/.exec(text)?.[1] ?? '') : '';
};

/** Gives the answers out as a file. Nothing is stored for it. */
export const routeKeep = (app: Hono, deps: CitizenDeps): void => {
  app.post('/:authority/:service/keep', async (c) => {
    const installed = await findVisible(deps, c.req.param('authority'), c.req.param('service'));
    const asked = makeVisit(c.req.query('lang'), installed, deps);
    if (!installed) return answerFault(c, asked, 'notFound');
    const entered = await readForm(c);
    const place = { authority: installed.authority.id, service: installed.installation.service };
    const envelope = entered && openEnvelope(deps.sealKeys, place, enteredText(entered, '_seal'));
    if (!envelope || envelope.supplement) return answerFault(c, asked, entered ? 'seal' : 'form');
    if (envelope.files) await keepAttachments(deps, place.authority, envelope.id, FILE_HOURS).catch(deps.onError);
    c.header('cache-control', 'no-store');
    c.header('content-disposition', `attachment; filename="${keepWords(asked.language).fileName}.html"`);
    return c.html(keptFile({ ...asked, installed }, deps.sealKeys, envelope, deps.intake.issuer));
  });
};
