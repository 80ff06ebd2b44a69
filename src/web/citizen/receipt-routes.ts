import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { readClaims, verifyReceipt } from '#intake';
import { parseNumber } from '#lib/id.ts';
import { qrImage } from '#lib/qr.ts';
import { answerFault, answerPage } from './answer.ts';
import type { CitizenDeps } from './deps.ts';
import { limitNetworks } from './limit.ts';
import { CHECK, type CheckFault, checkForm, provenPage } from './receipt-check.ts';
import { makeVisit } from './visit.ts';

/** A receipt has some 600 characters. */
const MOST_BYTES = 16 * 1024;

const textOf = async (value: string | File | null): Promise<string> =>
  (typeof value === 'string' ? value : ((await value?.text()) ?? '')).trim();

const readPosted = async (c: Context): Promise<string | undefined> => {
  const form = await c.req.formData().catch(() => undefined);
  return form && ((await textOf(form.get('receipt'))) || (await textOf(form.get('file'))));
};

/**
 * Checking a receipt, keeping it as a file, and its QR code. All of it is computed from what is handed in: nothing is looked
 * up by a number, so nothing about anybody can be learnt here.
 */
export const routeReceipt = (app: Hono, deps: CitizenDeps): void => {
  const { intake, registry } = deps;
  const visitOf = (c: Context) => makeVisit(c.req.query('lang'), undefined, deps);
  const numberOf = (c: Context): string => parseNumber(c.req.query('number') ?? '') ?? '';
  const small = bodyLimit({ maxSize: MOST_BYTES, onError: (c) => answerFault(c, visitOf(c), 'large') });

  app.get('/receipt/qr/:file', (c) => {
    const number = parseNumber(c.req.param('file').replace(/\.svg$/, ''));
    if (!number) return answerFault(c, visitOf(c), 'notFound');
    c.header('cache-control', 'private, max-age=600');
    c.header('content-type', 'image/svg+xml');
    return c.body(qrImage(`${intake.issuer}${CHECK}?number=${number}`));
  });

  app.get(CHECK, (c) => c.html(checkForm(visitOf(c), numberOf(c))));

  app.post(CHECK, limitNetworks(deps, 'attempt'), small, async (c) => {
    const visit = visitOf(c);
    const number = numberOf(c);
    const posted = await readPosted(c);
    if (posted === undefined) return answerFault(c, visit, 'form');
    const refuse = (fault: CheckFault): Response => answerPage(c, checkForm(visit, number, posted, fault), 422);
    if (posted === '') return refuse('missing');
    const claims = verifyReceipt(posted, intake.receiptKeys);
    if (!claims) return refuse('wrong');
    if (number && claims.number !== number) return refuse('foreign');
    return answerPage(c, provenPage(visit, claims, await registry.find(claims.authority, claims.service)));
  });

  // Gives back what was posted, and only what we have signed: nobody can make us serve a file of theirs.
  app.post('/receipt/file', small, async (c) => {
    const posted = await readPosted(c);
    const number = posted && verifyReceipt(posted, intake.receiptKeys) && readClaims(posted)?.number;
    if (!posted || !number) return answerFault(c, visitOf(c), 'form');
    c.header('cache-control', 'no-store');
    c.header('content-type', 'text/plain; charset=utf-8');
    c.header('content-disposition', `attachment; filename="Eingangsbestaetigung-${number}.txt"`);
    return c.body(`${posted}\n`);
  });
};
