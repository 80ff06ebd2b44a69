import type { Actor, Authority, Keys, StaffMember } from '#authority';
import type { Registry } from '#intake';
import type { BlobStore } from '#lib/blob-store.ts';
import type { Keyring } from '#lib/seal.ts';
import type { Db } from '#lib/sql.ts';
import type { Clock } from '#lib/time.ts';
import type { OidcOptions } from './oidc.ts';

/** What the office is given. */
export type OfficeDeps = {
  readonly db: Db;
  readonly registry: Registry;
  /** Where uploaded files lie, encrypted. */
  readonly blobs: BlobStore;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly oidc: OidcOptions;
  /** Seal the session cookie; shared by all office processes. */
  readonly cookieKeys: Keyring;
  /** Our own address, scheme and host, as browsers see it. */
  readonly officeUrl: string;
  /** Address of the pages for applicants. */
  readonly citizenUrl: string;
  /** Says on every page that the authorities are made up, instead of that this is an official site. */
  readonly isDemo?: boolean;
  /** Takes what went wrong unexpectedly, with the reference that the page shows. */
  readonly onError?: (error: unknown, reference: string) => void;
};

export type OfficeLanguage = 'de' | 'en';

/** What the guards found out about a request. */
export type Variables = {
  language: OfficeLanguage;
  citizenUrl: string;
  isDemo: boolean;
  member: StaffMember;
  authority: Authority;
  actor: Extract<Actor, { kind: 'staff' }>;
};
export type OfficeEnv = { Variables: Variables };
