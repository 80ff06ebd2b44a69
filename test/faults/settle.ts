import type pg from 'pg';
import { checkFiles, type FileEvidence } from './file-invariants.ts';
import { checkBooks, checkChains, checkFollowed, checkMails, checkPromises } from './invariants.ts';
import type { Promised } from './promised.ts';
import { pause } from './random.ts';
import type { Site } from './site.ts';
import type { Traffic } from './traffic.ts';

/**
 * Lets the time pass that a lease, a heartbeat and a pause before the next try take, so that a run need not wait for
 * it. Only while no worker lives: a job in hand is then nobody's.
 */
const passTime = async (client: pg.Client, nobodyWorks: boolean): Promise<void> => {
  for (const table of ['submission', 'supplement'])
    await client.query(`update intake.${table} set due_at = null where taken_at is null and due_at is not null`);
  if (nobodyWorks) {
    await client.query(`update pgboss.job set state = 'retry', start_after = now() where state = 'active'`);
    await client.query(`update notify.message set lease_until = now() - interval '1 hour' where state = 'waiting'`);
    await client.query('update intake.attachment set leased_until = null where leased_until is not null');
  }
  await client.query(
    `update pgboss.job set start_after = now() where state in ('created', 'retry') and start_after > now()`,
  );
};

/** Lets the time pass that a file waits for its submission. */
export const letFilesAge = (client: pg.Client): Promise<unknown> =>
  client.query(`update intake.attachment set keep_until = now() - interval '1 hour' where keep_until is not null`);

/** Holds the service at a level of relief, or leaves it to the load. From level 3 on, confirmations by mail wait. */
export const holdLevel = (client: pg.Client, level: number | undefined): Promise<unknown> => {
  const ladder = level === undefined ? {} : { ladder: { least: level, most: level } };
  return client.query(
    `update intake.installation set limits = $1 where authority = 'musterland' and service = 'soforthilfe'`,
    [JSON.stringify({ grace: 60, ...ladder })],
  );
};

/** Longer waits only who was in the hands of a worker that died: those mails go out as it is calm. */
const TOLD_WITHIN_MS = 10_000;
/** Returns when the confirmation of every submission was made, or none comes any more. */
export const untilConfirmed = async (site: Site): Promise<void> => {
  const countMissing = (): Promise<number> =>
    site.ask(async (client) => {
      const { rows } = await client.query<{ missing: number }>(`
        select count(*)::int as missing from intake.submission s where not exists
          (select from notify.message m where m.case_id = s.id and m.occasion = 'received' and m.channel = 'email')`);
      return rows[0]?.missing ?? 0;
    });
  const until = performance.now() + TOLD_WITHIN_MS;
  while (performance.now() < until && (await countMissing()) > 0) await pause(200);
};

/** What there is still to do, and what was done so far: a figure that only work that gets somewhere moves. */
type Work = { readonly open: number; readonly done: number };
const measureWork = async (client: pg.Client): Promise<Work> => {
  const { rows } = await client.query<Work>(`
    select (select count(*) from intake.submission s where not exists (
              select from casework.case c where c.id = s.id and c.state = 'paid'))::int
         + (select count(*) from intake.supplement where taken_at is null)::int
         + (select count(*) from notify.message where state = 'waiting')::int
         + (select count(*) from intake.attachment where state = 'pending')::int
         + (select count(*) from pgboss.job where state in ('created', 'retry', 'active') and name <> 'dead-letter')::int
      as open,
      (select count(*) from casework.action)::int + (select count(*) from notify.message where state = 'sent')::int
         + (select count(*) from payout.batch where state = 'released')::int
         + (select count(*) from intake.attachment where state = 'clean')::int as done`);
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

/** What is asked about the files of a site whose worker has had its time. */
export const fileEvidence = (site: Site, client: pg.Client, promised: readonly Promised[]): FileEvidence => ({
  client,
  keys: site.keys,
  folder: site.fileFolder,
  promised,
  isWorked: true,
});

/** Files whose journey was not handed in go, and all that is known of the others is that they stay. */
const letFilesGo = async (site: Site): Promise<void> => {
  const countWaiting = (): Promise<number> =>
    site.ask(async (client) => {
      const { rowCount } = await client.query('select from intake.attachment where keep_until is not null');
      return rowCount ?? 0;
    });
  await site.ask(letFilesAge);
  const until = performance.now() + WITHIN_MS;
  while ((await countWaiting()) > 0 && performance.now() < until) await pause(200);
};

/** What a run left behind, as far as it must not be so. Empty: every promise was kept. */
export const settle = async (site: Site, traffic: Traffic, before: readonly Promised[] = []): Promise<string[]> => {
  await traffic.done;
  await letFinish(site);
  await letFilesGo(site);
  const promised = [...before, ...traffic.promised];
  const faults = await site.ask(async (client) => [
    ...(await checkPromises({ client, promised, keys: site.receiptKeys })),
    ...(await checkFollowed({ client, promised: traffic.followed, keys: site.receiptKeys })),
    ...(await checkBooks(client)),
    ...(await checkMails(client, site.mails.ids)),
    ...(await checkFiles(fileEvidence(site, client, [...promised, ...traffic.followed]))),
  ]);
  const chains = await checkChains({ url: site.url, promised: traffic.promised });
  return [...traffic.faults, ...faults, ...chains];
};
