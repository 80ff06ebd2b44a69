import type { Context, Hono } from 'hono';
import type { Authority } from '#authority';
import { findStatus } from '#case';
import { enteredText } from '#form';
import { findRest, findSubmission, isHeldUp } from '#intake';
import { parseNumber, parseSecret } from '#lib/id.ts';
import { readAttachment, readInbox } from '#notify';
import type { Fault } from '#web/design/index.ts';
import { answerFault, answerPage } from './answer.ts';
import type { CitizenDeps } from './deps.ts';
import { readForm } from './read-post.ts';
import { type StatusQuery, statusForm, statusPage } from './status-page.ts';
import { beginSupplement, findInstalledAs } from './supplement-routes.ts';
import { makeVisit, type Visit } from './visit.ts';

const authoritiesOf = async ({ registry }: CitizenDeps): Promise<readonly Authority[]> => {
  const all = await registry.list();
  return [...new Map(all.map(({ authority }) => [authority.id, authority])).values()];
};

const findFaults = ({ words }: Visit, query: StatusQuery): readonly Fault[] => {
  const faults: Fault[] = [];
  if (query.authority === '') faults.push({ path: 'authority', message: words.authorityMissing });
  if (!parseNumber(query.number)) faults.push({ path: 'number', message: words.numberWrong });
  if (!parseSecret(query.secret)) faults.push({ path: 'secret', message: words.secretWrong });
  return faults;
};

/** Names that a browser may keep a document under. */
const fileName = (name: string): string => `inline; filename*=UTF-8''${encodeURIComponent(name)}`;

/** Status by number and secret, which come by post alone. */
export const routeStatus = (app: Hono, deps: CitizenDeps): void => {
  const { db } = deps;

  app.get('/status', async (c) => {
    const authority = c.req.query('authority') ?? '';
    const visit = makeVisit(c.req.query('lang'), undefined, deps);
    return c.html(statusForm(visit, await authoritiesOf(deps), { authority, number: '', secret: '' }));
  });

  const show = async (
    c: Context,
    visit: Visit,
    typed: StatusQuery,
    { document, handsIn }: { readonly document: string; readonly handsIn: boolean },
  ): Promise<Response> => {
    const query = { ...typed, number: parseNumber(typed.number) ?? '', secret: parseSecret(typed.secret) ?? '' };
    const found = await db.tx(query.authority, async (tx) => {
      const submission = await findSubmission(tx, query.authority, query.number, query.secret);
      if (!submission) return undefined;
      const { id, receivedAt } = submission;
      const [messageId = '', position = ''] = document.split('/');
      if (document) {
        const place = { messageId, position: Number(position) };
        return { file: await readAttachment(tx, query.authority, id, query.secret, place) };
      }
      const status = await findStatus(tx, query.authority, id);
      const held = await isHeldUp(tx, query.authority, id);
      const inbox = await readInbox(tx, query.authority, id, query.secret);
      const rest = await findRest(tx, submission, query.secret);
      return { submission, rest, view: { query, status, isHeldUp: held, receivedAt, inbox } };
    });
    if (found?.file) return answerFile(c, found.file);
    if (handsIn && found?.rest && found.rest.remainder.outstanding.length > 0)
      return beginSupplement(c, deps, found.submission, query.secret, found.rest);
    const authorities = await authoritiesOf(deps);
    if (found?.view) {
      const authority = authorities.find(({ id }) => id === query.authority);
      const installed =
        found.rest && (await findInstalledAs(deps, query.authority, found.submission.service, found.submission.digest));
      const rest = installed && found.rest ? { compiled: installed.compiled, ...found.rest } : undefined;
      return answerPage(c, statusPage(visit, { ...found.view, authority, rest }));
    }
    const faults = [{ path: 'number', message: visit.words.statusNone }];
    return answerPage(c, statusForm(visit, authorities, typed, faults), 404);
  };

  app.post('/status', async (c) => {
    const visit = makeVisit(c.req.query('lang'), undefined, deps);
    if (deps.admission.sheds('status')) {
      c.header('retry-after', '60');
      return answerFault(c, visit, 'crowd');
    }
    const entered = await readForm(c);
    if (!entered) return answerFault(c, visit, 'form');
    const text = (name: string): string => enteredText(entered, name).trim();
    const query = { authority: text('authority'), number: text('number'), secret: text('secret') };
    const faults = findFaults(visit, query);
    if (faults.length > 0) return answerPage(c, statusForm(visit, await authoritiesOf(deps), query, faults), 422);
    return show(c, visit, query, { document: text('document'), handsIn: text('action') === 'handin' });
  });
};

const answerFile = (
  c: Context,
  file: { readonly name: string; readonly type: string; readonly content: Uint8Array },
): Response => {
  c.header('cache-control', 'no-store');
  c.header('content-type', file.type);
  c.header('content-disposition', fileName(file.name));
  return c.body(new Uint8Array(file.content));
};
