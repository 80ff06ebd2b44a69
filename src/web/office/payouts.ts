import type { Context, Hono } from 'hono';
import { may, type Refusal } from '#authority';
import { isUuid } from '#lib/id.ts';
import { type BatchResult, cancelBatch, downloadBatch, makeBatch, readBatch, readPayouts, releaseBatch } from '#payout';
import { batchPage } from './batch-page.ts';
import type { OfficeDeps, OfficeEnv } from './deps.ts';
import { forbiddenPage, missingPage, requireRole } from './guard.ts';
import { payoutsPage } from './payouts-page.ts';
import { wordsFor } from './words.ts';

type C = Context<OfficeEnv>;
type Shown = { readonly refusal?: Refusal; readonly fault?: string; readonly remark?: string; readonly done?: string };

const targetOf = (c: C) => ({ authority: c.get('actor').authority, batchId: c.req.param('id') ?? '' });

const showBatch = async (c: C, deps: OfficeDeps, shown: Shown = {}): Promise<Response> => {
  if (!isUuid(targetOf(c).batchId)) return missingPage(c);
  const read = await readBatch(deps, c.get('actor'), targetOf(c));
  return read.kind === 'batch' ? batchPage(c, { ...read, ...shown }) : missingPage(c);
};

const answer = (c: C, deps: OfficeDeps, result: BatchResult, done: string): Response | Promise<Response> =>
  result.kind === 'done'
    ? c.redirect(`/${result.batch.authority}/payouts/${result.batch.id}?done=${done}`, 303)
    : showBatch(c, deps, { refusal: result });

/** Payouts: what waits, batches, their release by a second person, the file for the bank. */
export const addPayouts = (app: Hono<OfficeEnv>, deps: OfficeDeps): void => {
  app.get('/:authority/payouts', requireRole('payout.read'), async (c) => {
    const read = await readPayouts(deps, c.get('actor'), c.get('actor').authority);
    return read.kind === 'payouts' ? payoutsPage(c, read) : forbiddenPage(c, 'payout.read');
  });

  app.post('/:authority/payouts', requireRole('payout.batch'), async (c) => {
    const result = await makeBatch(deps, c.get('actor'), c.get('actor').authority);
    if (result.kind === 'nothing') return c.redirect(`/${c.get('actor').authority}/payouts`, 303);
    return answer(c, deps, result, 'made');
  });

  app.get('/:authority/payouts/:id', requireRole('payout.read'), (c) =>
    showBatch(c, deps, { done: c.req.query('done') ?? '' }),
  );

  app.post('/:authority/payouts/:id/release', requireRole('payout.release'), async (c) =>
    isUuid(targetOf(c).batchId)
      ? answer(c, deps, await releaseBatch(deps, c.get('actor'), targetOf(c)), 'released')
      : missingPage(c),
  );

  app.post('/:authority/payouts/:id/cancel', requireRole('payout.read'), async (c) => {
    const actor = c.get('actor');
    // Who makes batches may take them apart, and so may who releases them.
    if (!may(actor, 'payout.batch', actor.authority) && !may(actor, 'payout.release', actor.authority))
      return forbiddenPage(c, 'payout.batch');
    const typed = (await c.req.parseBody())['remark'];
    const remark = typeof typed === 'string' ? typed.trim().slice(0, 1000) : '';
    if (!isUuid(targetOf(c).batchId)) return missingPage(c);
    if (!remark) return showBatch(c, deps, { fault: wordsFor(c.get('language')).faultCancel });
    return answer(c, deps, await cancelBatch(deps, c.get('actor'), { ...targetOf(c), remark }), 'cancelled');
  });

  app.get('/:authority/payouts/:id/file', requireRole('payout.download'), async (c) => {
    if (!isUuid(targetOf(c).batchId)) return missingPage(c);
    const file = await downloadBatch(deps, c.get('actor'), targetOf(c));
    if (file.kind === 'refused') return missingPage(c);
    return c.body(new Uint8Array(file.content), 200, {
      'Content-Type': file.type,
      'Content-Disposition': `attachment; filename="${file.name}"`,
    });
  });
};
