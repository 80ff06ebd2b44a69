import type { Context, Hono } from 'hono';
import { type CaseFilter, type CaseState, countCases, findByNumber, listCases, nextTask } from '#case';
import { parseNumber } from '#lib/id.ts';
import type { OfficeDeps, OfficeEnv } from './deps.ts';
import { requireRole } from './guard.ts';
import { listServices, readStaffNames } from './names.ts';
import { type QueueView, queuePage, TABS, type Tab } from './queue-page.ts';
import { wordsFor } from './words.ts';

type C = Context<OfficeEnv>;

const FILTERS = {
  open: () => ({ states: ['todecide'] as const }),
  mine: (staff: string) => ({ states: ['todecide', 'toapprove', 'registered'] as const, assignee: staff }),
  approve: (staff: string) => ({ states: ['toapprove'] as const, notDecidedBy: staff }),
  all: () => ({}),
} as const satisfies Record<Tab, (staff: string) => CaseFilter & { states?: readonly CaseState[] }>;

/** The tab one lands on: what this person can do something about. */
const firstTab = (c: C): Tab =>
  c.get('actor').roles.includes('caseworker') ? 'open' : c.get('actor').roles.includes('approver') ? 'approve' : 'all';

const readTab = (c: C): Tab => TABS.find((tab) => tab === c.req.query('tab')) ?? firstTab(c);

/** Reads what the queue shows: entries of one tab, counts of all. */
const readQueue = async (c: C, { db, keys, registry, clock }: OfficeDeps): Promise<QueueView> => {
  const actor = c.get('actor');
  const tab = readTab(c);
  const services = await listServices(registry, actor.authority, c.get('language'));
  const service = services.find(({ id }) => id === c.req.query('service'))?.id;
  const order = c.req.query('order') === 'newest' || (tab === 'all' && !c.req.query('order')) ? 'newest' : 'priority';
  const after = c.req.query('after');
  const narrow = service ? { service } : {};
  const filter = { ...FILTERS[tab](actor.id), ...narrow, order, ...(after ? { after } : {}) } as const;
  const read = await db.tx(actor.authority, async (tx) => {
    const counts: Partial<Record<Tab, number>> = {};
    for (const one of TABS)
      counts[one] = await countCases(tx, actor.authority, { ...FILTERS[one](actor.id), ...narrow });
    return { counts, ...(await listCases(tx, { keys }, actor.authority, filter)) };
  });
  const assignees = read.entries.flatMap(({ assignee }) => (assignee ? [assignee] : []));
  const names = await readStaffNames(db, assignees);
  return { ...read, tab, order, service, services, names, now: clock(), isFirst: after === undefined };
};

/** Queue and search: `/cases`, `/cases/search`, and taking the next task, `/next`. */
export const addQueue = (app: Hono<OfficeEnv>, deps: OfficeDeps): void => {
  app.get('/:authority/cases', requireRole('case.read'), async (c) => queuePage(c, await readQueue(c, deps)));

  app.get('/:authority/cases/search', requireRole('case.read'), async (c) => {
    const { authority } = c.get('actor');
    const typed = (c.req.query('number') ?? '').trim().slice(0, 40);
    const number = parseNumber(typed);
    const id = number && (await deps.db.tx(authority, (tx) => findByNumber(tx, authority, number)));
    if (id) return c.redirect(`/${authority}/cases/${id}`, 303);
    const view = await readQueue(c, deps);
    return queuePage(c, { ...view, searched: typed, fault: wordsFor(c.get('language')).notFound(typed) });
  });

  app.post('/:authority/next', requireRole('case.claim'), async (c) => {
    const actor = c.get('actor');
    const service = (await c.req.parseBody())['service'];
    const target = { authority: actor.authority, ...(typeof service === 'string' && service ? { service } : {}) };
    const found = await nextTask(deps, actor, target);
    if (found && 'id' in found) return c.redirect(`/${actor.authority}/cases/${found.id}`, 303);
    return queuePage(c, { ...(await readQueue(c, deps)), nothingLeft: true });
  });
};
