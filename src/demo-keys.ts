import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Environment } from '#config';
import { makeFolder } from '#lib/folder.ts';

const key = (): string => randomBytes(32).toString('base64url');
const signingKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64url');

const MAKERS = {
  SEAL_KEYS: () => `k1:${key()}`,
  SESSION_KEYS: () => `k1:${key()}`,
  SECRET_KEY: key,
  MASTER_KEY: key,
  RECEIPT_KEY: signingKey,
  OIDC_CLIENT_SECRET: key,
} as const;

/** The key in a file that only we can read; made when missing, under another name first, so never half a key. */
const readOrMake = async (folder: string, name: string, make: () => string): Promise<string> => {
  const file = join(folder, name);
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, make(), { mode: 0o600 });
  await rename(draft, file);
  return readFile(file, 'utf8');
};

/**
 * For demonstration: the environment with keys of this installation's own, made once in `DATA_DIR/keys`, and with the
 * built-in sign-in and mail server. What the environment already names wins. In production nothing is added.
 */
export const withDemoKeys = async (env: Environment): Promise<Environment> => {
  if ((env['KNOPFDRUCK_MODE'] || 'demo') !== 'demo') return env;
  const folder = join(env['DATA_DIR'] || '.knopfdruck', 'keys');
  await makeFolder(dirname(folder)); // the database's user must pass through it
  await makeFolder(folder, 0o700);
  const made: Record<string, string> = {
    OIDC_ISSUER: `http://localhost:${env['IDENTITY_PORT'] || 8082}`,
    OIDC_CLIENT_ID: 'knopfdruck-office',
    SMTP_URL: `smtp://127.0.0.1:${env['SMTP_PORT'] || 8025}`,
    MAIL_FROM: 'noreply@knopfdruck.example',
  };
  for (const [name, make] of Object.entries(MAKERS)) if (!env[name]) made[name] = await readOrMake(folder, name, make);
  const given = Object.entries(env).filter(([, value]) => value);
  return { ...made, ...Object.fromEntries(given) };
};
