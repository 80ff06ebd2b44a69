import type { Context, Hono } from 'hono';
import type { Refusal } from '#authority';
import { addNote, type CaseResult, claim, findCase, markHandled, release } from '#case';
import { approve, type Decided, decide, returnToCaseworker } from '#decision';
import { isUuid } from '#lib/id.ts';
import { readAmount } from './amount.ts';
import { addAttachments } from './attachments.ts';
import { casePage } from './case-page.ts';
import { type Extra, readCaseView } from './case-read.ts';
import type { CaseView, Draft } from './case-view.ts';
import type { OfficeDeps, OfficeEnv } from './deps.ts';
import { missingPage, requireRole } from './guard.ts';
import { addNotice } from './notice.ts';
import { type OfficeWords, wordsFor } from './words.ts';

type C = Context<OfficeEnv>;

const show = async (c: C, deps: OfficeDeps, extra: Partial<Extra> = {}): Promise<Response> => {
  const view = await readCaseView(c, deps, extra);
  return view ? casePage(c, view) : missingPage(c);
};

/** What a form of the case page posts, as typed. */
type Posted = { readonly version: number; readonly fields: Omit<Draft, 'form'>; readonly as: string };

const readPosted = async (c: C): Promise<Posted> => {
  const body = await c.req.parseBody({ all: true });
  const all = (name: string): string[] => [body[name] ?? []].flat().filter((value) => typeof value === 'string');
  const one = (name: string): string => all(name)[0] ?? '';
  const version = Number(one('version'));
  return {
    version: Number.isSafeInteger(version) ? version : 0,
    as: one('as'),
    fields: {
      outcome: one('outcome'),
      amount: one('amount'),
      reasons: all('reasons'),
      remark: one('remark') || one('text'),
    },
  };
};

/** Renders what a command came to: done → the page anew by redirect; anything else → the page with what was typed. */
const answer = async (
  c: C,
  deps: OfficeDeps,
  result: Decided | CaseResult,
  done: keyof OfficeWords['done'],
  { version, draft }: { readonly version?: number; readonly draft?: Draft } = {},
): Promise<Response> => {
  const keep = draft ? { draft } : {};
  switch (result.kind) {
    case 'done':
      return c.redirect(`/${result.case.authority}/cases/${result.case.id}?done=${done}`, 303);
    case 'refused':
      return show(c, deps, { ...keep, refusal: { ...(result satisfies Refusal), version } });
    case 'problems':
      return show(c, deps, {
        ...keep,
        faults: result.problems.map(({ path = 'outcome', message }) => ({ path, message })),
      });
    default:
      return result satisfies never;
  }
};

const targetOf = (c: C) => ({ authority: c.get('actor').authority, caseId: c.req.param('id') ?? '' });

const LONGEST = 4000;

/** Text that must be there. */
const needText = (text: string, path: string, message: string): CaseView['faults'] =>
  text.trim() === '' || text.length > LONGEST ? [{ path, message }] : [];

const proposalOf = async (c: C, deps: OfficeDeps, { as, fields }: Posted) => {
  if (as !== 'proposal')
    return { ...fields, amount: fields.amount.trim() ? (readAmount(fields.amount) ?? fields.amount) : undefined };
  const { authority, caseId } = targetOf(c);
  const found = await deps.db.tx(authority, (tx) => findCase(tx, deps, authority, caseId));
  const { outcome = '', amount, reasons = [] } = found?.assessment ?? {};
  return { outcome, amount, reasons, remark: '' };
};

const addDecisions = (app: Hono<OfficeEnv>, deps: OfficeDeps): void => {
  app.post('/:authority/cases/:id/decide', requireRole('case.decide'), async (c) => {
    const posted = await readPosted(c);
    const { version, fields } = posted;
    const proposal = await proposalOf(c, deps, posted);
    const command = { ...targetOf(c), version, ...proposal, language: c.get('language') };
    const draft = posted.as === 'proposal' ? {} : { draft: { form: 'decide', ...fields } as const };
    return answer(c, deps, await decide(deps, c.get('actor'), command), 'decided', { version, ...draft });
  });

  app.post('/:authority/cases/:id/approve', requireRole('case.approve'), async (c) => {
    const { version } = await readPosted(c);
    const command = { ...targetOf(c), version, remark: '' };
    return answer(c, deps, await approve(deps, c.get('actor'), command), 'approved', { version });
  });

  app.post('/:authority/cases/:id/return', requireRole('case.approve'), async (c) => {
    const { version, fields } = await readPosted(c);
    const draft = { form: 'return', ...fields } as const;
    const faults = needText(fields.remark, 'remark', wordsFor(c.get('language')).faultReturn);
    if (faults.length > 0) return show(c, deps, { draft, faults });
    const command = { ...targetOf(c), version, remark: fields.remark.trim() };
    return answer(c, deps, await returnToCaseworker(deps, c.get('actor'), command), 'returned', { version, draft });
  });
};

/** The case page and everything that can be done on it. */
export const addCase = (app: Hono<OfficeEnv>, deps: OfficeDeps): void => {
  app.use('/:authority/cases/:id/*', async (c, next) => {
    const { authority, caseId } = targetOf(c);
    const found = isUuid(caseId) && (await deps.db.tx(authority, (tx) => findCase(tx, deps, authority, caseId)));
    return found ? next() : missingPage(c);
  });

  app.get('/:authority/cases/:id', requireRole('case.read'), (c) => {
    const done = c.req.query('done') ?? '';
    const known = Object.hasOwn(wordsFor(c.get('language')).done, done);
    return show(c, deps, known ? { done: done as keyof OfficeWords['done'] } : {});
  });

  app.post('/:authority/cases/:id/claim', requireRole('case.claim'), async (c) =>
    answer(c, deps, await claim(deps, c.get('actor'), targetOf(c)), 'claimed'),
  );

  app.post('/:authority/cases/:id/release', requireRole('case.claim'), async (c) =>
    answer(c, deps, await release(deps, c.get('actor'), targetOf(c)), 'released'),
  );

  app.post('/:authority/cases/:id/note', requireRole('case.note'), async (c) => {
    const { fields } = await readPosted(c);
    const draft = { form: 'note', ...fields } as const;
    const faults = needText(fields.remark, 'text', wordsFor(c.get('language')).faultNote);
    if (faults.length > 0) return show(c, deps, { draft, faults });
    const command = { ...targetOf(c), text: fields.remark.trim() };
    return answer(c, deps, await addNote(deps, c.get('actor'), command), 'noted', { draft });
  });

  app.post('/:authority/cases/:id/handled', requireRole('case.decide'), async (c) => {
    const { version, fields } = await readPosted(c);
    const draft = { form: 'handled', ...fields } as const;
    const command = { ...targetOf(c), version, remark: fields.remark.trim().slice(0, LONGEST) };
    return answer(c, deps, await markHandled(deps, c.get('actor'), command), 'handled', { version, draft });
  });

  addDecisions(app, deps);
  addNotice(app, deps);
  addAttachments(app, deps);
};
