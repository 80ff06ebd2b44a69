import type { Admission, Intake, Registry } from '#intake';
import type { BlobStore } from '#lib/blob-store.ts';
import type { Keyring } from '#lib/seal.ts';
import type { Db } from '#lib/sql.ts';
import type { Clock } from '#lib/time.ts';
import type { Limit } from './limit.ts';

/** What the applicants' site is made of. It holds no key that opens a submission. */
export type CitizenDeps = {
  readonly registry: Registry;
  readonly intake: Intake;
  /** Who may begin now. */
  readonly admission: Admission;
  /** Where uploaded files go, encrypted. */
  readonly blobs: BlobStore;
  readonly db: Db;
  readonly clock: Clock;
  /** Seals the answers that travel with the pages; shared by all web processes, kept for a day after rotation. */
  readonly sealKeys: Keyring;
  /** Budgets of the networks that requests come from; absent: none. */
  readonly limit?: Limit;
  /** Says on every page that the authorities are made up, instead of that this is an official site. */
  readonly isDemo?: boolean;
  /** Told of failures that applicants see as “the fault is ours”. */
  readonly onError: (error: Error) => void;
};
