import type { Context, Hono } from 'hono';
import { findCase, logAccess } from '#case';
import { findNotice } from '#decision';
import { html, raw } from '#lib/html.ts';
import { link } from '#web/design/index.ts';
import type { OfficeDeps, OfficeEnv } from './deps.ts';
import { page } from './frame.ts';
import { missingPage, requireRole } from './guard.ts';
import { wordsFor } from './words.ts';

type C = Context<OfficeEnv>;

/** The notice of the case in the address; that it was seen is noted in the same transaction. */
const readNotice = (c: C, { db, keys, clock }: OfficeDeps) => {
  const { authority } = c.get('actor');
  const caseId = c.req.param('id') ?? '';
  return db.tx(authority, async (tx) => {
    const found = await findCase(tx, { keys }, authority, caseId);
    if (!found?.notice) return undefined;
    await logAccess(tx, c.get('actor'), { authority, caseId, what: 'notice' }, clock());
    const notice = await findNotice(tx, { keys }, authority, caseId);
    return notice && { notice, number: found.number };
  });
};

/** The notice as page and as PDF, as the applicant has it. */
export const addNotice = (app: Hono<OfficeEnv>, deps: OfficeDeps): void => {
  app.get('/:authority/cases/:id/notice', requireRole('case.read'), async (c) => {
    const read = await readNotice(c, deps);
    if (!read) return missingPage(c);
    const words = wordsFor(c.get('language'));
    const here = `/${c.get('actor').authority}/cases/${c.req.param('id')}`;
    // The notice was rendered by us from escaped parts when it was issued, and is kept under the case's key.
    return page(c, {
      title: `${read.notice.title} – ${read.number}`,
      place: 'cases',
      body: html`<h1 class="kd-hidden">${words.noticeOf(read.number)}</h1><p class="ko-back">${link(here, `${words.case} ${read.number}`)} · ${link(`${here}/notice.pdf`, words.noticePdf)}</p>
<div class="ko-narrow" lang="de">${raw(read.notice.html)}</div>`,
    });
  });

  app.get('/:authority/cases/:id/notice.pdf', requireRole('case.read'), async (c) => {
    const read = await readNotice(c, deps);
    if (!read) return missingPage(c);
    return c.body(new Uint8Array(read.notice.pdf), 200, {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `inline; filename="Bescheid-${read.number}.pdf"`,
    });
  });
};
