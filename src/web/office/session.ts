import { z } from 'zod';
import { type Keyring, openJson, SealError, sealJson } from '#lib/seal.ts';

/** What the sealed cookie holds: who, and when. Roles are read from the database at each request. */
const Session = z.strictObject({
  staff: z.string().describe('Id of the staff member.'),
  since: z.int().describe('When the person signed in, seconds since 1970.'),
  seen: z.int().describe('When the cookie was last renewed, seconds since 1970.'),
});
export type Session = z.infer<typeof Session>;

/** What must be remembered while the person is at the identity provider. */
const Pending = z.strictObject({
  state: z.string().describe('Ties the answer to this browser.'),
  nonce: z.string().describe('Ties the token to this sign-in.'),
  verifier: z.string().describe('PKCE: proves that who asked for the code redeems it.'),
  to: z.string().describe('Where the person wanted to go; a path of ours.'),
  at: z.int().describe('When it began, seconds since 1970.'),
});
export type Pending = z.infer<typeof Pending>;

/** Seconds without a request after which one signs in anew: a working day. */
export const IDLE = 8 * 3600;
/** Seconds after which one signs in anew in any case. */
const LONGEST = 24 * 3600;
/** The cookie is renewed when it is older than this, not at each request. */
const RENEW = 300;
/** Seconds in which a sign-in must be finished. */
export const SIGN_IN_TIME = 900;

const open = <T>(keys: Keyring, text: string | undefined, context: string, schema: z.ZodType<T>): T | undefined => {
  if (!text) return undefined;
  try {
    const parsed = schema.safeParse(openJson(keys, text, context, 8192));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
};

export const sealSession = (keys: Keyring, session: Session): string => sealJson(keys, session, 'office session');

/** The session in a cookie; undefined when tampered with, from elsewhere or too old. `now` in seconds since 1970. */
export const openSession = (keys: Keyring, cookie: string | undefined, now: number): Session | undefined => {
  const session = open(keys, cookie, 'office session', Session);
  return session && now - session.seen < IDLE && now - session.since < LONGEST ? session : undefined;
};

/** The session with its time moved on; undefined while that is not worth a cookie. */
export const renewSession = (session: Session, now: number): Session | undefined =>
  now - session.seen >= RENEW ? { ...session, seen: now } : undefined;

export const sealPending = (keys: Keyring, pending: Pending): string => sealJson(keys, pending, 'office sign-in');

export const openPending = (keys: Keyring, cookie: string | undefined, now: number): Pending | undefined => {
  const pending = open(keys, cookie, 'office sign-in', Pending);
  return pending && now - pending.at < SIGN_IN_TIME ? pending : undefined;
};

/** A path of ours to return to; anything that could lead elsewhere becomes the first page. */
export const safePath = (path: string | undefined): string =>
  path && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) && !path.startsWith('/sign') ? path : '/';
