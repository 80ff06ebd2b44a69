import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const Keys = z.object({
  jwks: z
    .object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string(), d: z.string() })).min(1) })
    .describe('The private signing key as JWK; the provider publishes its public half.'),
  cookies: z.array(z.string().min(20)).min(1).describe('Secrets that sign the cookies of a sign-in under way.'),
});
export type IdentityKeys = z.infer<typeof Keys>;

const FILE = 'identity-keys.json';

const makeKeys = (): IdentityKeys => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = privateKey.export({ format: 'jwk' });
  return Keys.parse({
    jwks: { keys: [{ ...jwk, kid: randomBytes(8).toString('hex'), use: 'sig', alg: 'RS256' }] },
    cookies: [randomBytes(32).toString('base64url')],
  });
};

const readKeys = async (folder: string): Promise<IdentityKeys | undefined> => {
  const text = await readFile(join(folder, FILE), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return Keys.parse(JSON.parse(text));
  } catch {
    return undefined; // a half-written file: new keys cost a sign-in under way, nothing else
  }
};

/** Keys of the demonstration provider, kept in `folder` (mode 0600) so that a restart signs nobody out. */
export const loadKeys = async (folder: string | undefined): Promise<IdentityKeys> => {
  if (folder === undefined) return makeKeys();
  const kept = await readKeys(folder);
  if (kept) return kept;
  const keys = makeKeys();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, FILE), JSON.stringify(keys), { mode: 0o600 });
  return keys;
};
