import type { Authority, Keys } from '#authority';
import type { Language } from '#definition';
import type { Answers, Outstanding } from '#form';
import { makeNumber } from '#lib/id.ts';
import { box, readPublicKey } from '#lib/seal.ts';
import type { Tx } from '#lib/sql.ts';
import { berlinDate, type Clock } from '#lib/time.ts';
import { type Committed, makeGroupCommit } from './group-commit.ts';
import { type Content, hashSecret, isSameHash, markContent, Payload, sealContext } from './payload.ts';
import type { PublicJwk, ReceiptSigner } from './receipt.ts';
import type { Installed } from './registry.ts';
import { sealRemainder } from './remainder.ts';
import { listByNumber, type Submission } from './store.ts';
import { makeWriter, type Row, type Stored } from './writer.ts';

/** What somebody hands in: checked answers and the id that makes a repetition harmless. */
export type Handin = {
  readonly id: string;
  readonly installed: Installed;
  readonly answers: Answers;
  readonly language: Language;
  /** What will be handed in later. */
  readonly outstanding?: readonly Outstanding[];
};

/** What became of it. `received` is said only after the commit. */
export type Submitted =
  | {
      readonly kind: 'received';
      readonly id: string;
      readonly number: string;
      readonly secret: string;
      readonly receipt: string;
      readonly receivedAt: Temporal.Instant;
    }
  /** The id was used for other content before. */
  | { readonly kind: 'conflict' }
  /** Nothing is confirmed; trying again with the same id is safe. `retryAfter` in seconds. */
  | { readonly kind: 'unavailable'; readonly retryAfter: number; readonly error: Error };

/** All places are taken: nothing was stored. */
export type Full = { readonly kind: 'full'; readonly quota: number };

export type Intake = {
  submit(handin: Handin): Promise<Submitted>;
  /** The same for who has not been inside: never beyond the quota. What was received before has its receipt, full or not. */
  submitWithinQuota(handin: Handin): Promise<Submitted | Full>;
  /** The receipt of a stored submission. */
  receiptOf(stored: Pick<Submission, 'number' | 'authority' | 'service' | 'digest' | 'hash' | 'receivedAt'>): string;
  /** Under which receipts can be verified: this signer's, earlier ones', the next one's. */
  readonly receiptKeys: readonly PublicJwk[];
  /** Address of this installation as it stands in receipts. */
  readonly issuer: string;
  /** How many submissions wait for a connection. */
  waiting(): number;
  /** For how many ms the first submission not yet on its way to the database has waited: what admission goes by. */
  oldestWaiting(): number;
  /** Finishes what was accepted, then closes the connections. */
  close(): Promise<void>;
};

/** What became of a submission, for whoever counts. */
export type Outcome = 'accepted' | 'repeated' | 'conflict' | 'unavailable';

/** Is told what intake does; must not throw. */
export type IntakeObserver = {
  /** A batch of so many rows was committed in so many ms. */
  committed(rows: number, ms: number): void;
  answered(authority: string, outcome: Outcome): void;
};

export type IntakeOptions = {
  readonly url: string;
  readonly clock: Clock;
  readonly signer: ReceiptSigner;
  /** Key for secrets, 32 bytes. */
  readonly secretKey: Uint8Array;
  /** Public address of this installation and name of the cluster: they stand in receipts. */
  readonly issuer: string;
  readonly cell: string;
  readonly observer?: IntakeObserver;
  /** For how many ms a batch is tried again while the database is out of reach. */
  readonly patience?: number;
};

/** Bytes of a row, nearly: all else is short. */
const weigh = ({ content, remainder }: Row): number => 500 + content.length + (remainder?.length ?? 0);

/** A row as it will be stored, and the secret that its applicant gets. */
type Sealed = { readonly row: Row; readonly secret: string };

/** Opens intake: two connections of its own, on which batches commit, and one for those within quotas where there are any. */
export const makeIntake = ({
  url,
  clock,
  signer,
  secretKey,
  issuer,
  cell,
  observer,
  patience,
}: IntakeOptions): Intake => {
  const writer = makeWriter({ url, committed: observer?.committed, patience });
  const commit = makeGroupCommit<Row, Stored>(writer.write, { weigh });
  // All batches of a quota wait for its one row: more lanes would only wait there.
  const within = makeGroupCommit<Row, Stored | 'full'>(writer.writeWithinQuota, { weigh, lanes: 1 });

  const receipt = (
    stored: Pick<Submission, 'number' | 'authority' | 'service' | 'digest' | 'hash' | 'receivedAt'>,
  ): string =>
    signer.sign({
      iss: issuer,
      cell,
      number: stored.number,
      authority: stored.authority,
      service: stored.service,
      package: stored.digest,
      hash: stored.hash,
      received: stored.receivedAt.toString({ smallestUnit: 'millisecond' }),
    });

  const seal = ({ id: given, installed, answers, language, outstanding = [] }: Handin): Sealed => {
    const id = given.toLowerCase();
    const { authority, installation, compiled } = installed;
    const content: Content = {
      id,
      authority: authority.id,
      service: installation.service,
      digest: compiled.digest,
      answers,
    };
    const { secret, hash } = markContent(secretKey, content);
    const payload: Payload = {
      answers,
      parameters: installation.parameters,
      slots: installation.slots,
      language,
      secret,
      digest: compiled.digest,
      ...(outstanding.length > 0 ? { outstanding: [...outstanding] } : {}),
    };
    const at = clock();
    const rest = { outstanding: [...outstanding], answers, parameters: installation.parameters };
    const remainder = { ...rest, received: berlinDate(at).toString() };
    const context = sealContext(authority.id, installation.service, id);
    const row = {
      key: id,
      authority: authority.id,
      service: installation.service,
      digest: compiled.digest,
      number: makeNumber(id),
      received_at: at.toString({ smallestUnit: 'millisecond' }),
      hash,
      secret_hash: hashSecret(id, secret),
      content: box(publicKeyOf(authority), Buffer.from(JSON.stringify(payload)), context).toString('base64'),
      remainder: outstanding.length > 0 ? sealRemainder(secret, { authority: authority.id, id }, remainder) : null,
    };
    return { row, secret };
  };

  const acknowledge = ({ row, secret }: Sealed, outcome: Committed<Stored>): Submitted => {
    const { key: id, number, authority } = row;
    if (outcome.kind === 'failed') {
      observer?.answered(authority, 'unavailable');
      return { kind: 'unavailable', retryAfter: 5, error: outcome.error };
    }
    const { hash, receivedAt, isRepeated } = outcome.row;
    if (!isSameHash(hash, row.hash)) {
      observer?.answered(authority, 'conflict');
      return { kind: 'conflict' };
    }
    observer?.answered(authority, isRepeated ? 'repeated' : 'accepted');
    return { kind: 'received', id, number, secret, receipt: receipt({ ...row, receivedAt }), receivedAt };
  };

  const submit = async (handin: Handin): Promise<Submitted> => {
    const sealed = seal(handin);
    return acknowledge(sealed, await commit.write(sealed.row));
  };

  const submitWithin = async (quota: number, handin: Handin): Promise<Submitted | Full> => {
    const sealed = seal(handin);
    const outcome = await within.write(sealed.row);
    if (outcome.kind === 'failed') return acknowledge(sealed, outcome);
    const { kind, row } = outcome;
    return row === 'full' ? { kind: 'full', quota } : acknowledge(sealed, { kind, row });
  };

  return {
    submit,
    submitWithinQuota: (handin) => {
      const quota = handin.installed.installation.limits?.quota;
      return quota === undefined ? submit(handin) : submitWithin(quota, handin);
    },
    receiptOf: receipt,
    receiptKeys: signer.jwks,
    issuer,
    waiting: () => commit.waiting + within.waiting,
    oldestWaiting: () => Math.max(commit.oldest, within.oldest),
    close: async () => {
      await Promise.all([commit.settle(), within.settle()]);
      await writer.close();
    },
  };
};

const publicKeys = new Map<string, ReturnType<typeof readPublicKey>>();
const publicKeyOf = ({ publicKey }: Authority): ReturnType<typeof readPublicKey> => {
  const known = publicKeys.get(publicKey);
  if (known) return known;
  const key = readPublicKey(publicKey);
  publicKeys.set(publicKey, key);
  return key;
};

/** The submission that a number and its secret name; undefined when either is wrong, without saying which. */
export const findSubmission = async (
  tx: Tx,
  authority: string,
  number: string,
  secret: string,
): Promise<Submission | undefined> =>
  (await listByNumber(tx, authority, number)).find(({ id, secretHash }) =>
    isSameHash(secretHash, hashSecret(id, secret)),
  );

/** Opens a sealed submission. @throws SealError, or ZodError when it was written by another release */
export const openSubmission = (
  keys: Keys,
  authority: Authority,
  submission: Pick<Submission, 'id' | 'service' | 'sealed'>,
): Payload =>
  Payload.parse(
    JSON.parse(
      keys
        .openSubmission(authority, submission.sealed, sealContext(authority.id, submission.service, submission.id))
        .toString(),
    ),
  );
