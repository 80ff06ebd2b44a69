import { type Db as BossDb, PgBoss, type Queue } from 'pg-boss';
import { clientOf, sql, type Tx } from '#lib/sql.ts';
import type { Policy } from './topic.ts';

/** PostgreSQL schema of the job library. */
export const SCHEMA = 'pgboss';

/** Jobs that failed for good are copied here and stay for the operator. */
export const DEAD = 'dead-letter';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** A worker that says nothing for this long has died; its jobs go to another one. The library's minimum. */
export const HEARTBEAT_SECONDS = 10;

export const queueOptions = ({ retries, delay, timeout }: Policy): Omit<Queue, 'name'> => ({
  deadLetter: DEAD,
  expireInSeconds: timeout,
  heartbeatSeconds: HEARTBEAT_SECONDS,
  retryLimit: retries,
  retryDelay: delay,
  retryBackoff: true,
  retryDelayMax: HOUR,
  retentionSeconds: 365 * DAY,
  deleteAfterSeconds: DAY,
});

/** Options of an instance that runs no background work of its own. */
export const QUIET = { schema: SCHEMA, migrate: false, supervise: false, schedule: false, registerInstance: false };

type Sender = {
  readonly send: PgBoss['send'];
  readonly upsert: PgBoss['upsert'];
  readonly inTransaction: { readonly db: BossDb };
};

/** One per pooled connection, because it caches what it knows of the topics. */
const senders = new WeakMap<object, { readonly boss: PgBoss; readonly db: BossDb; readonly known: Set<string> }>();

/** A sender that writes through the transaction's connection; makes the topic known to the database where it is new. */
export const senderOf = async (tx: Tx, name: string, policy: Policy): Promise<Sender> => {
  const client = clientOf(tx);
  let sender = senders.get(client);
  if (!sender) {
    const db: BossDb = { executeSql: (text, values) => client.query(text, values as unknown[]) };
    sender = { boss: new PgBoss({ ...QUIET, db }), db, known: new Set() };
    senders.set(client, sender);
  }
  if (!sender.known.has(name)) {
    if (await tx.find(sql`select from pgboss.queue where name = ${name}`)) sender.known.add(name);
    else {
      await createTopic(tx, name, policy);
      senders.delete(client); // what it now caches is untrue if the caller rolls back
    }
  }
  const { boss } = sender;
  return { send: boss.send.bind(boss), upsert: boss.upsert.bind(boss), inTransaction: { db: sender.db } };
};

/** No DDL: a topic without a table of its own is a row. */
const createTopic = async (tx: Tx, name: string, policy: Policy): Promise<void> => {
  const options = JSON.stringify({ policy: 'standard', ...queueOptions(policy) });
  await tx.run(sql`select pgboss.create_queue(${name}, ${options}::jsonb)`);
};
