import type { Submission } from '#intake';
import { sql, type Tx } from '#lib/sql.ts';
import type { Link } from './chain.ts';

/** All rows of a case at its beginning. */
export type NewCase = {
  readonly submission: Submission;
  readonly at: Temporal.Instant;
  readonly wrapped: Buffer;
  readonly summary: Buffer;
  readonly link: Link;
  readonly blind: readonly { readonly field: string; readonly hash: string }[];
};

const hex = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`;

/** Writes a batch in three statements. Cases that exist already are left as they are; returns the new ones. */
export const insertCases = async (
  tx: Tx,
  cases: readonly NewCase[],
): Promise<readonly { authority: string; id: string }[]> => {
  const rows = cases.map(({ submission: s, at, wrapped, summary, link }) => ({
    authority: s.authority,
    id: s.id,
    number: s.number,
    service: s.service,
    digest: s.digest,
    received_at: s.receivedAt.toString({ smallestUnit: 'millisecond' }),
    opened_at: at.toString(),
    last_hash: hex(link.hash),
    wrapped_key: hex(wrapped),
    summary: hex(summary),
  }));
  const inserted = await tx.all<{ authority: string; id: string }>(sql`
    insert into casework.case (authority, id, number, service, digest, received_at, opened_at, state, version, last_seq,
      last_hash, wrapped_key, summary)
    select authority, id, number, service, digest, received_at, opened_at, 'opened', 1, 1, last_hash, wrapped_key, summary
    from json_to_recordset(${JSON.stringify(rows)}::json) as row (authority text, id uuid, number text, service text,
      digest text, received_at timestamptz, opened_at timestamptz, last_hash bytea, wrapped_key bytea, summary bytea)
    on conflict (authority, id) do nothing returning authority, id`);
  const isNew = new Set(inserted.map(({ id }) => id));
  const fresh = cases.filter(({ submission }) => isNew.has(submission.id));
  const links = fresh.map(({ submission, link }) => ({
    authority: submission.authority,
    case_id: submission.id,
    ...link,
    sealed: hex(link.sealed),
    previous: hex(link.previous),
    hash: hex(link.hash),
  }));
  await tx.run(sql`
    insert into casework.action (authority, case_id, seq, kind, actor, at, sealed, previous, hash)
    select * from json_to_recordset(${JSON.stringify(links)}::json) as row (authority text, case_id uuid, seq int,
      kind text, actor text, at timestamptz, sealed bytea, previous bytea, hash bytea)`);
  const blind = fresh.flatMap(({ submission: s, blind: all }) =>
    all.map((index) => ({ authority: s.authority, service: s.service, case_id: s.id, ...index })),
  );
  await tx.run(sql`
    insert into casework.blind_index (authority, service, field, hash, case_id)
    select * from json_to_recordset(${JSON.stringify(blind)}::json) as row (authority text, service text, field text,
      hash text, case_id uuid)`);
  return inserted;
};
