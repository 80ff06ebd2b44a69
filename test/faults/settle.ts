import type pg from 'pg';
import { checkBooks, checkChains, checkMails, checkPromises } from './invariants.ts';
import { pause } from './random.ts';
import type { Site } from './site.ts';
import type { Promised, Traffic } from './traffic.ts';

/**
 * Lets the time pass that a lease, a heartbeat and a pause before the next try take, so that a run need not wait for
 * it. Only while no worker lives: a job in hand is then nobody's.
 */
const passTime = async (client: pg.Client, nobodyWorks: boolean): Promise<void> => {
  if (nobodyWorks) {
    await client.query(`update pgboss.job set state = 'retry', start_after = now() where state = 'active'`);
    await client.query(`update notify.message set lease_until = now() - interval '1 hour' where state = 'waiting'`);
  }
  await client.query(
    `update pgboss.job set start_after = now() where state in ('created', 'retry') and start_after > now()`,
  );
};

/** What there is still to do, and what was done so far: a figure that only work that gets somewhere moves. */
type Work = { readonly open: number; readonly done: number };
const measureWork = async (client: pg.Client): Promise<Work> => {
  const { rows } = await client.query<Work>(`
    select (select count(*) from intake.submission s where not exists (
              select from casework.case c where c.id = s.id and c.state = 'paid'))::int
         + (select count(*) from notify.message where state = 'waiting')::int
         + (select count(*) from pgboss.job where state in ('created', 'retry', 'active') and name <> 'dead-letter')::int
      as open,
      (select count(*) from casework.action)::int + (select count(*) from notify.message where state = 'sent')::int
         + (select count(*) from payout.batch where state = 'released')::int as done`);
  return rows[0] ?? { open: 0, done: 0 };
};

/** Between two steps ahead. */
const WITHIN_MS = 60_000;

/** Lets the worker and the payers finish; what stays open without any progress is for the invariants to name. */
const letFinish = async (site: Site): Promise<void> => {
  await site.worker.whileDown(() => site.ask((client) => passTime(client, true)));
  await site.ask(async (client) => {
    let before = -1;
    let until = 0;
    do {
      await passTime(client, false);
      const { open, done } = await measureWork(client);
      if (open === 0) return;
      if (done > before) until = performance.now() + WITHIN_MS;
      before = done;
      await pause(200);
    } while (performance.now() < until);
  });
};

/** What a run left behind, as far as it must not be so. Empty: every promise was kept. */
export const settle = async (site: Site, traffic: Traffic, before: readonly Promised[] = []): Promise<string[]> => {
  await traffic.done;
  await letFinish(site);
  const promised = [...before, ...traffic.promised];
  const faults = await site.ask(async (client) => [
    ...(await checkPromises({ client, promised, keys: site.receiptKeys })),
    ...(await checkBooks(client)),
    ...(await checkMails(client, site.mails.ids)),
  ]);
  const chains = await checkChains({ url: site.url, promised: traffic.promised });
  return [...traffic.faults, ...faults, ...chains];
};
