import { type CaseDeps, getDataKey, record } from '#case';
import type { Registry } from '#intake';
import { makeUuid } from '#lib/id.ts';
import { decrypt, encrypt } from '#lib/seal.ts';
import type { Db, Tx } from '#lib/sql.ts';
import type { Handler } from '#queue';
import { mailQueued, priorityOf } from './mail-queued.ts';
import type { Delivery, Mail, Mailer } from './mailer.ts';
import type { MessageRef, MessageState } from './message.ts';
import { putOffIfCrowded } from './put-off.ts';
import { insertMessage, type NewMessage, setOutcome, type TakenMail, takeMail } from './store.ts';

export type NotifyDeps = CaseDeps & {
  readonly db: Db;
  readonly registry: Registry;
  /** Address of the pages for applicants, without a slash at the end. */
  readonly citizenUrl: string;
};

export type DeliverDeps = Pick<NotifyDeps, 'db' | 'keys' | 'clock'> & { readonly mailer: Mailer };

const contextOf = ({ authority, id }: MessageRef): string => `mail:${authority}/${id}`;

type StoredMail = Omit<Mail, 'id'>;

/** Stores a mail sealed under its case's key and queues its sending, in the caller's transaction. */
export const queueMail = async (
  tx: Tx,
  { keys }: Pick<CaseDeps, 'keys'>,
  message: Omit<NewMessage, 'id' | 'channel' | 'state' | 'sealed'>,
  mail: StoredMail,
): Promise<void> => {
  const { authority, caseId, madeAt } = message;
  const id = makeUuid(madeAt.epochMilliseconds);
  const key = await getDataKey(tx, { keys }, authority, caseId);
  const sealed = encrypt(key, Buffer.from(JSON.stringify(mail)), contextOf({ authority, id }));
  await insertMessage(tx, { ...message, id, channel: 'email', state: 'waiting', sealed });
  if (await putOffIfCrowded(tx, { authority, id })) return; // a row without a job, until it is calm
  await mailQueued.send(tx, { authority, id }, { priority: priorityOf(message.occasion) });
};

/** Longer than a try can take; after it somebody else may try. */
const LEASE = Temporal.Duration.from({ minutes: 5 });
/** RFC 5321 § 4.5.4.1: give up after at least four to five days. */
const GIVE_UP = Temporal.Duration.from({ hours: 5 * 24 });
const FIRST_PAUSE = 30;
const LONGEST_PAUSE = 4 * 3600;

/** Seconds to wait after a try that failed: half a minute, doubled each time, at most four hours. */
export const pauseAfter = (attempts: number): number => Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempts - 1));

type Taken = Extract<TakenMail, { kind: 'taken' }>;

const judge = (taken: Taken, delivery: Delivery, now: Temporal.Instant): MessageState => {
  if (delivery.kind !== 'later') return delivery.kind;
  return Temporal.Instant.compare(taken.madeAt.add(GIVE_UP), now) <= 0 ? 'expired' : 'waiting';
};

const finish = async (deps: DeliverDeps, ref: MessageRef, taken: Taken, delivery: Delivery): Promise<void> => {
  const { authority } = ref;
  const at = deps.clock();
  const state = judge(taken, delivery, at);
  await deps.db.tx(authority, async (tx) => {
    const fault = delivery.kind === 'sent' ? {} : { fault: delivery.code };
    const changed = await setOutcome(tx, ref, { state, at, ...fault });
    if (changed === 0) return; // somebody else sent it meanwhile and has said so
    if (state === 'waiting') {
      const after = at.add({ seconds: pauseAfter(taken.attempts) });
      await mailQueued.send(tx, ref, { after, priority: priorityOf(taken.occasion) });
      return;
    }
    const detail = delivery.kind === 'sent' ? {} : { detail: `${delivery.code}: ${delivery.detail}` };
    const action = { kind: 'messaged', occasion: taken.occasion, channel: 'email', state, ...detail } as const;
    const by = { kind: 'system', name: 'notify' } as const;
    await record(tx, deps, { authority, caseId: taken.caseId, by }, action);
  });
};

/**
 * Tries to send a mail: takes it, sends it outside any transaction, then says what came of it. Between sending and
 * saying a crash can fall: then it goes out again under the same Message-ID, and the recipient's system drops it.
 */
const deliver = async (deps: DeliverDeps, ref: MessageRef): Promise<void> => {
  const { authority, id } = ref;
  const now = deps.clock();
  const taken = await deps.db.tx(authority, async (tx) => {
    if (await putOffIfCrowded(tx, ref)) return undefined;
    const found = await takeMail(tx, ref, now, now.add(LEASE));
    // Whoever holds it may have died: look again when the lease is over.
    if (found.kind === 'leased') await mailQueued.send(tx, ref, { after: found.until, key: id });
    if (found.kind !== 'taken') return undefined;
    const key = await getDataKey(tx, deps, authority, found.caseId);
    return { ...found, mail: JSON.parse(decrypt(key, found.sealed, contextOf(ref)).toString()) as StoredMail };
  });
  if (taken) await finish(deps, ref, taken, await deps.mailer.send({ ...taken.mail, id }));
};

/** Sends mails; tries again what may still succeed. */
export const deliverMails = (deps: DeliverDeps): Handler => mailQueued.handle('notify', (ref) => deliver(deps, ref));
