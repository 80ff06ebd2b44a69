import type { Context, Hono } from 'hono';
import { type CaseState, countCases, findCase, listCases, logAccess, markHandled, type QueueEntry } from '#case';
import { isUuid } from '#lib/id.ts';
import type { OfficeDeps, OfficeEnv } from './deps.ts';
import { missingPage, requireRole } from './guard.ts';
import { exportList } from './list-export.ts';
import { LIST_TABS, type ListTab, type ListView, listPage, listsPage } from './list-page.ts';
import { listServices } from './names.ts';

type C = Context<OfficeEnv>;

const STATES = { open: ['opened', 'registered'], done: ['closed'], everything: undefined } as const satisfies Record<
  ListTab,
  readonly CaseState[] | undefined
>;

const PAGE = 50;

const filterOf = (service: string, tab: ListTab) => ({ service, ...(STATES[tab] ? { states: STATES[tab] } : {}) });

/** The services of the authority that keep a list: they name columns, or only rank. */
const findLists = async (c: C, { registry }: OfficeDeps) =>
  (await listServices(registry, c.get('actor').authority, c.get('language'))).filter(
    ({ kind, compiled }) => kind === 'registration' || compiled.columns.length > 0,
  );

/** Reads one page of a list; that each person on it was seen is noted with the reading. */
const readPage = (
  c: C,
  { db, keys, clock }: OfficeDeps,
  filter: ReturnType<typeof filterOf>,
  after: string | undefined,
) => {
  const actor = c.get('actor');
  return db.tx(actor.authority, async (tx) => {
    const page = { ...filter, limit: PAGE, ...(after ? { after } : {}) };
    const read = await listCases(tx, { keys }, actor.authority, page);
    for (const { id } of read.entries)
      await logAccess(tx, actor, { authority: actor.authority, caseId: id, what: 'list' }, clock());
    return read;
  });
};

const readList = async (c: C, deps: OfficeDeps): Promise<ListView | undefined> => {
  const service = (await findLists(c, deps)).find(({ id }) => id === c.req.param('service'));
  if (!service) return undefined;
  const tab = LIST_TABS.find((one) => one === c.req.query('tab')) ?? 'open';
  const after = c.req.query('after');
  const read = await readPage(c, deps, filterOf(service.id, tab), after);
  const { authority } = c.get('actor');
  const counts = await deps.db.tx(authority, async (tx) => {
    const found: Partial<Record<ListTab, number>> = {};
    for (const one of LIST_TABS) found[one] = await countCases(tx, authority, filterOf(service.id, one));
    return found;
  });
  return {
    ...read,
    service,
    tab,
    counts,
    isFirst: !after,
    now: deps.clock(),
    handled: c.req.query('handled') !== undefined,
  };
};

const readAll = async (c: C, deps: OfficeDeps, service: string, tab: ListTab): Promise<readonly QueueEntry[]> => {
  const all: QueueEntry[] = [];
  let after: string | undefined;
  do {
    const { entries, next } = await readPage(c, deps, filterOf(service, tab), after);
    all.push(...entries);
    after = next;
  } while (after !== undefined);
  return all;
};

/** Lists of registrations for the team: `/lists`, `/lists/{service}`, its export, and marking as handled. */
export const addLists = (app: Hono<OfficeEnv>, deps: OfficeDeps): void => {
  app.get('/:authority/lists', requireRole('list.read'), async (c) => {
    const lists = await findLists(c, deps);
    const [only] = lists;
    if (only && lists.length === 1) return c.redirect(`/${c.get('actor').authority}/lists/${only.id}`, 303);
    return listsPage(c, lists);
  });

  app.get('/:authority/lists/:service', requireRole('list.read'), async (c) => {
    const view = await readList(c, deps);
    return view ? listPage(c, view) : missingPage(c);
  });

  app.get('/:authority/lists/:service/export', requireRole('list.read'), async (c) => {
    const service = (await findLists(c, deps)).find(({ id }) => id === c.req.param('service'));
    if (!service) return missingPage(c);
    const tab = LIST_TABS.find((one) => one === c.req.query('tab')) ?? 'open';
    return exportList(c, service, await readAll(c, deps, service.id, tab), deps.clock());
  });

  app.post('/:authority/lists/:service/handled', requireRole('case.decide'), async (c) => {
    const { authority } = c.get('actor');
    const caseId = (await c.req.parseBody())['case'];
    if (typeof caseId !== 'string' || !isUuid(caseId)) return missingPage(c);
    const found = await deps.db.tx(authority, (tx) => findCase(tx, deps, authority, caseId));
    if (found?.service !== c.req.param('service')) return missingPage(c);
    const result = await markHandled(deps, c.get('actor'), { authority, caseId, remark: '' });
    // Somebody else was faster, or works on it: the case page says who.
    if (result.kind === 'refused') return c.redirect(`/${authority}/cases/${caseId}`, 303);
    return c.redirect(`/${authority}/lists/${c.req.param('service')}?handled`, 303);
  });
};
