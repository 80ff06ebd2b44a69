import type { Keys } from '#authority';
import type { Language } from '#definition';
import type { Answers } from '#form';
import { decrypt, encrypt } from '#lib/seal.ts';
import type { Tx } from '#lib/sql.ts';
import type { Clock } from '#lib/time.ts';
import { type ActionBy, CaseAction, type RecordedAction } from './action.ts';
import type { Case, CaseHead } from './case.ts';
import { hashLink, type Link } from './chain.ts';
import { type CaseLife, foldActions, isAllowed } from './life.ts';
import { type CaseRow, findRow, insertLink, readLinks, updateRow } from './store.ts';

/** What opens sealed data. */
export type KeyDeps = { readonly keys: Keys };
/** What recording needs besides: the present. */
export type CaseDeps = KeyDeps & { readonly clock: Clock };

const unwrap = (keys: Keys, row: CaseRow): Buffer => {
  if (!row.wrapped_key)
    throw new Error(`The data of case ${row.id} was deleted when its retention ended; only its chain can be verified.`);
  return keys.unwrapDataKey(row.authority, row.wrapped_key);
};

const contextOf = (authority: string, id: string, seq: number): string => `action:${authority}/${id}/${seq}`;

const openLink = (key: Uint8Array, row: CaseRow, link: Link): RecordedAction => {
  const plain = decrypt(key, link.sealed, contextOf(row.authority, row.id, link.seq)).toString();
  const { by, ...data } = JSON.parse(plain) as { by: ActionBy } & Record<string, unknown>;
  return { ...CaseAction.parse(data), seq: link.seq, at: Temporal.Instant.from(link.at), by };
};

const actorText = (by: ActionBy): string => (by.kind === 'staff' ? `staff:${by.id}` : `system:${by.name}`);

/** Seals an action and links it to the one before. */
export const makeLink = (
  key: Uint8Array,
  { authority, id }: Pick<CaseHead, 'authority' | 'id'>,
  { seq, at, by, ...action }: RecordedAction,
  previous: Uint8Array,
): Link => {
  const link = {
    seq,
    kind: action.kind,
    actor: actorText(by),
    at: at.toString({ smallestUnit: 'millisecond' }),
    sealed: encrypt(key, Buffer.from(JSON.stringify({ ...action, by })), contextOf(authority, id, seq)),
    previous,
  };
  return { ...link, hash: hashLink(link) };
};

const toHead = (row: CaseRow): CaseHead => ({
  authority: row.authority,
  id: row.id,
  number: row.number,
  service: row.service,
  digest: row.digest,
  receivedAt: row.received_at.toTemporalInstant(),
  openedAt: row.opened_at.toTemporalInstant(),
});

/**
 * The answers as submitted and handed in later. What came after a decision is in the record and takes no part in it: the
 * notice must say what was decided on.
 */
const answersOf = ({ state, opened, supplements, decision }: CaseLife): Answers => {
  const isOpen = state === 'opened' || state === 'todecide' || state === 'registered';
  const counted = supplements.filter(({ seq }) => isOpen || !decision || seq < decision.seq);
  return Object.assign({}, opened?.answers, ...counted.map(({ answers }) => answers)) as Answers;
};

const toCase = (row: CaseRow, life: CaseLife, actions: readonly RecordedAction[]): Case => {
  const { opened } = life;
  if (!opened) throw new Error(`Case ${row.id} does not begin with being opened; restore its actions from a backup.`);
  return {
    ...life,
    ...toHead(row),
    answers: answersOf(life),
    parameters: opened.parameters,
    slots: opened.slots,
    language: opened.language as Language,
    secret: opened.secret,
    actions,
  };
};

const load = async (tx: Tx, keys: Keys, row: CaseRow): Promise<Case> => {
  const key = unwrap(keys, row);
  const links = await readLinks(tx, row.authority, row.id);
  const actions = links.map((link) => openLink(key, row, link));
  return toCase(row, foldActions(actions), actions);
};

const getRow = async (tx: Tx, authority: string, id: string, lock = false): Promise<CaseRow> => {
  const row = await findRow(tx, authority, id, lock);
  if (!row)
    throw new Error(`There is no case ${id} at ${authority}. Check both, and whether its submission has been opened.`);
  return row;
};

/** What of a case can be read without a key. @throws Error when there is none */
export const getHead = async (tx: Tx, authority: string, id: string): Promise<CaseHead> =>
  toHead(await getRow(tx, authority, id));

/** The case with all that happened; undefined when the authority has none of that id. */
export const findCase = async (tx: Tx, { keys }: KeyDeps, authority: string, id: string): Promise<Case | undefined> => {
  const row = await findRow(tx, authority, id);
  return row && load(tx, keys, row);
};

/** The case with all that happened. @throws Error when there is none or its data was deleted */
export const getCase = async (tx: Tx, { keys }: KeyDeps, authority: string, id: string): Promise<Case> =>
  load(tx, keys, await getRow(tx, authority, id));

/** As `getCase`, and nobody else can act on the case until the transaction ends: the first step of every command. */
export const lockCase = async (tx: Tx, { keys }: KeyDeps, authority: string, id: string): Promise<Case> =>
  load(tx, keys, await getRow(tx, authority, id, true));

/** The case's data key: what is stored elsewhere about the case is sealed under it, so that one deletion deletes all. */
export const getDataKey = async (tx: Tx, { keys }: KeyDeps, authority: string, id: string): Promise<Buffer> =>
  unwrap(keys, await getRow(tx, authority, id));

/** Which case, who acts, and the version the actor saw. */
export type RecordRef = {
  readonly authority: string;
  readonly caseId: string;
  readonly by: ActionBy;
  readonly expectedVersion?: number;
};

/**
 * Appends an action and brings the case's row up to date, in the caller's transaction and in turn with all others.
 * Commands check state and version first and return a refusal; here a mismatch is a broken assumption.
 * @throws Error when the state does not allow the action or the case has moved on
 */
export const record = async (tx: Tx, { keys, clock }: CaseDeps, ref: RecordRef, action: CaseAction): Promise<Case> => {
  const row = await getRow(tx, ref.authority, ref.caseId, true);
  const before = await load(tx, keys, row);
  if (ref.expectedVersion !== undefined && ref.expectedVersion !== before.version)
    throw new Error(
      `Case ${row.number} is at version ${before.version}, not ${ref.expectedVersion}. Read it again first.`,
    );
  if (!isAllowed(before.state, action.kind))
    throw new Error(
      `«${action.kind}» may not be recorded while case ${row.number} is «${before.state}». Check the state first.`,
    );
  const at = clock().round({ smallestUnit: 'millisecond', roundingMode: 'floor' });
  const next: RecordedAction = { ...CaseAction.parse(action), seq: row.last_seq + 1, at, by: ref.by };
  const link = makeLink(unwrap(keys, row), row, next, row.last_hash);
  await insertLink(tx, row.authority, row.id, link);
  const actions = [...before.actions, next];
  const life = foldActions(actions);
  await updateRow(tx, row, life, link);
  return toCase(row, life, actions);
};
