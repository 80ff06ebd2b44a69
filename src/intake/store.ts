import { prepared, type Sql, sql, type Tx } from '#lib/sql.ts';
import { toInstant } from '#lib/time.ts';
import { Installation, type Limits } from './installation.ts';

/** A submission as it lies in the table, still sealed. */
export type Submission = {
  readonly id: string;
  readonly authority: string;
  readonly service: string;
  readonly digest: string;
  readonly number: string;
  readonly receivedAt: Temporal.Instant;
  readonly hash: string;
  readonly secretHash: string;
  /** Boxed to the authority's public key. */
  readonly sealed: Buffer;
};

type Row = {
  id: string;
  authority: string;
  service: string;
  digest: string;
  number: string;
  received_at: Date;
  hash: string;
  secret_hash: string;
  content: string;
};

const toSubmission = (row: Row): Submission => ({
  id: row.id,
  authority: row.authority,
  service: row.service,
  digest: row.digest,
  number: row.number,
  receivedAt: toInstant(row.received_at),
  hash: row.hash,
  secretHash: row.secret_hash,
  sealed: Buffer.from(row.content, 'base64'),
});

const columns: Sql = sql`id, authority, service, digest, number, received_at, hash, secret_hash, content`;

/**
 * Takes up to `limit` waiting submissions for the rest of the transaction: other workers pass them by, and a crash gives
 * them back. The table itself is the queue; there is no job per submission. Here and wherever something is taken, what is next
 * is found first, in a query of its own: as a part of the condition PostgreSQL may ask for it again for each row, and take more.
 */
export const takeSubmissions = async (tx: Tx, limit: number): Promise<Submission[]> =>
  (
    await tx.all<Row>(sql`
      with next as materialized (
        select id as next_id from intake.submission where taken_at is null and (due_at is null or due_at <= now())
        order by id limit ${limit} for update skip locked)
      update intake.submission set taken_at = now() from next where id = next_id
      returning ${columns}`)
  )
    .map(toSubmission)
    .sort((a, b) => (a.id < b.id ? -1 : 1));

/**
 * Whether a submission of this id is there. Who hands it in again, because the answer was lost, must have the same answer,
 * whatever became of the service since: closed, paused, or the last place taken, perhaps by this very submission.
 */
export const isReceived = async (tx: Tx, authority: string, service: string, id: string): Promise<boolean> =>
  (await tx.run(
    prepared(
      'submission-by-id',
    )`select from intake.submission where id = ${id} and authority = ${authority} and service = ${service}`,
  )) === 1;

/** Whether a service has received anything. */
export const hasReceived = async (tx: Tx, authority: string, service: string): Promise<boolean> =>
  (await tx.run(sql`
    select from intake.submission where authority = ${authority} and service = ${service} limit 1`)) === 1;

/** Numbers of all that a service received. */
export const listNumbers = async (tx: Tx, authority: string, service: string): Promise<string[]> =>
  (
    await tx.all<{ number: string }>(
      sql`select number from intake.submission where authority = ${authority} and service = ${service}`,
    )
  ).map(({ number }) => number);

export const listByNumber = async (tx: Tx, authority: string, number: string): Promise<Submission[]> =>
  (
    await tx.all<Row>(
      prepared(
        'submission-by-number',
      )`select ${columns} from intake.submission where authority = ${authority} and number = ${number}`,
    )
  ).map(toSubmission);

const installations: Sql = sql`
  select i.authority, i.service, i.digest, i.state, i.parameters, i.slots, q.taken,
    case when i.limits = '{}' then null else i.limits end as limits
  from intake.installation i left join intake.quota q using (authority, service)`;

export const findInstallation = async (
  tx: Tx,
  authority: string,
  service: string,
): Promise<Installation | undefined> => {
  const row = await tx.find(sql`${installations} where i.authority = ${authority} and i.service = ${service}`);
  return row && Installation.parse(row);
};

export const listInstallations = async (tx: Tx): Promise<Installation[]> =>
  (await tx.all(sql`${installations} order by i.authority, i.service`)).map((row) => Installation.parse(row));

export const putInstallation = async (tx: Tx, installation: Installation, at: Temporal.Instant): Promise<void> => {
  const { authority, service, digest, state, parameters, slots } = installation;
  await tx.run(sql`
    insert into intake.installation (authority, service, digest, state, parameters, slots, changed_at)
    values (${authority}, ${service}, ${digest}, ${state}, ${JSON.stringify(parameters)}, ${JSON.stringify(slots)}, ${at.toString()})
    on conflict (authority, service) do update set digest = excluded.digest, state = excluded.state,
      parameters = excluded.parameters, slots = excluded.slots, changed_at = excluded.changed_at`);
};

/** What an operator may change of an installation while it runs. */
export type InstallationChange = { readonly state?: Installation['state']; readonly limits?: Limits };

/**
 * Changes state or limits. Where places are counted for the first time, what is there already counts too; what is stored in
 * that very moment may not, and processes learn of it within a second: so set a quota before the opening. False when there is no such installation.
 */
export const changeInstallation = async (
  tx: Tx,
  authority: string,
  service: string,
  { state, limits }: InstallationChange,
  at: Temporal.Instant,
): Promise<boolean> => {
  const changed = await tx.run(sql`
    update intake.installation set state = coalesce(${state ?? null}, state), changed_at = ${at.toString()},
      limits = coalesce(${limits ? JSON.stringify(limits) : null}::jsonb, limits)
    where authority = ${authority} and service = ${service}`);
  if (limits && limits.quota === undefined)
    await tx.run(sql`delete from intake.quota where authority = ${authority} and service = ${service}`);
  if (changed > 0 && limits?.quota !== undefined)
    await tx.run(sql`
      insert into intake.quota (authority, service, taken)
      select ${authority}, ${service}, count(*) from intake.submission where authority = ${authority} and service = ${service}
      on conflict (authority, service) do nothing`);
  return changed > 0;
};

export const putPackage = async (
  tx: Tx,
  digest: string,
  service: string,
  version: string,
  archive: Uint8Array,
): Promise<void> => {
  await tx.run(sql`
    insert into intake.package (digest, service, version, archive) values (${digest}, ${service}, ${version}, ${archive})
    on conflict (digest) do nothing`);
};

export const findArchive = async (tx: Tx, digest: string): Promise<Buffer | undefined> =>
  (await tx.find<{ archive: Buffer }>(sql`select archive from intake.package where digest = ${digest}`))?.archive;
