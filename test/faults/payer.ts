import { type Actor, makeKeys } from '#authority';
import { environment, readConfig } from '#config';
import { APP_ROLE } from '#lib/migrate.ts';
import { openDb } from '#lib/sql.ts';
import { makeBatch, readPayouts, releaseBatch } from '#payout';
import { DEMO_PEOPLE } from '#src/dev/demo/people.ts';
import { pause } from './random.ts';

// Stands for the two people at the office who pay: puts batches together and releases them, twice at the same time,
// as people do who do not know of each other.

const AUTHORITY = 'musterland';
const PAUSE_MS = 150;

const read = readConfig(environment(), 'worker');
if (read.kind === 'problems') throw new Error(JSON.stringify(read.problems));
const { DATABASE_URL: url, MASTER_KEY } = read.config.secrets;
const db = openDb({ url, role: APP_ROLE, name: 'knopfdruck-payer' });
const deps = { db, keys: makeKeys(MASTER_KEY), clock: () => Temporal.Now.instant() };

const staff = (subject: string): Actor => {
  const person = DEMO_PEOPLE.find((one) => one.subject === subject);
  if (!person) throw new Error(`The demonstration has nobody called ${subject}; take one who is there.`);
  const { id, name, roles } = person;
  const held = roles.filter(({ authority }) => authority === AUTHORITY).map(({ role }) => role);
  return { kind: 'staff', id, name, authority: AUTHORITY, roles: held };
};
const payer = staff('carla');
const approver = staff('bernd');

const work = async (): Promise<void> => {
  await makeBatch(deps, payer, AUTHORITY);
  const payouts = await readPayouts(deps, approver, AUTHORITY);
  if ('reason' in payouts) throw new Error(`The payouts were not shown: ${payouts.reason}. Check the roles.`);
  for (const { id, state } of payouts.batches)
    if (state === 'made') await releaseBatch(deps, approver, { authority: AUTHORITY, batchId: id });
};

const repeat = async (): Promise<never> => {
  for (;;) {
    await work().catch((error: Error) => process.stderr.write(`${error.message}\n`));
    await pause(PAUSE_MS);
  }
};
await Promise.all([repeat(), repeat()]);
