import type { Environment } from '#config';
import { readConfig } from '#config';
import { type Answers, readJson } from '#form';
import { makeIntake, makeReceiptSigner, makeRegistry } from '#intake';
import { makeUuid } from '#lib/id.ts';
import { APP_ROLE } from '#lib/migrate.ts';
import { openDb } from '#lib/sql.ts';
import { pause } from './random.ts';

/** A submission of the short form: what it says, and what is needed to hand in the rest. */
export type Short = {
  readonly key: string;
  readonly number: string;
  readonly secret: string;
  readonly receipt: string;
};

/** Stands for the pages under load, which programs cannot ask for: takes submissions of which pages are to follow. */
export type Latecomers = {
  /** Hands in without these pages, again and again until it is received. */
  handIn(answers: Readonly<Record<string, unknown>>, pages: readonly string[]): Promise<Short>;
  close(): Promise<void>;
};

const AGAIN_MS = 200;

/** Opens it on the world's database with the keys of its applicants' processes. */
export const openLatecomers = (env: Environment, url: string): Latecomers => {
  const read = readConfig(env, 'main');
  if (read.kind === 'problems') throw new Error(JSON.stringify(read.problems));
  const { RECEIPT_KEY, SECRET_KEY: secretKey } = read.config.secrets;
  const db = openDb({ url, role: APP_ROLE, max: 1, name: 'fault-latecomers' });
  const registry = makeRegistry(db);
  const signer = makeReceiptSigner(RECEIPT_KEY);
  const clock = () => Temporal.Now.instant();
  const intake = makeIntake({ url, clock, signer, secretKey, issuer: 'http://localhost:8080', cell: 'a' });

  const tryOnce = async (key: string, json: unknown, pages: readonly string[]): Promise<Short | undefined> => {
    const installed = await registry.find('musterland', 'soforthilfe').catch(() => undefined);
    if (!installed) return undefined;
    const typed = readJson(installed.compiled, json);
    if (typed.kind === 'problems') throw new Error(JSON.stringify(typed.problems));
    const answers: Answers = typed.answers;
    const outstanding = pages.map((page) => ({ page }));
    const submitted = await intake.submit({ id: key, installed, answers, language: 'de', outstanding });
    if (submitted.kind === 'conflict') throw new Error(`${key} was taken for other content.`);
    if (submitted.kind !== 'received') return undefined;
    const { number, secret, receipt } = submitted;
    return { key, number, secret, receipt };
  };

  return {
    handIn: async (json, pages) => {
      const key = makeUuid(Date.now());
      for (;;) {
        const short = await tryOnce(key, json, pages);
        if (short) return short;
        await pause(AGAIN_MS);
      }
    },
    close: async () => {
      await intake.close();
      await db.close();
    },
  };
};
