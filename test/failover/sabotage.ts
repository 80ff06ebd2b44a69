import { checkPromises } from '#test/faults/invariants.ts';
import { makeRandom, pause } from '#test/faults/random.ts';
import type { Site } from '#test/faults/site.ts';
import { startTraffic } from '#test/faults/traffic.ts';
import type { Cluster } from './cluster.ts';
import { FAULTS } from './faults.ts';

/** What was promised and what of it was lost. */
export type Loss = { readonly promised: number; readonly lost: number; readonly found: readonly string[] };

const SOME = 20;

/**
 * Parts the primary from the standbys while it goes on to answer its clients. On a cluster without synchronous
 * replication what it promises until it steps down is on no other node, so it must be lost.
 */
export const runParted = async (cluster: Cluster, site: Site, seed: number): Promise<Loss> => {
  const random = makeRandom(seed);
  const [fault] = FAULTS;
  const traffic = startTraffic({ addresses: site.addresses, random, count: 1_000_000, people: 5, rest: 500 });
  while (traffic.promised.length < SOME) await pause(50);
  const primary = await cluster.waitForPrimary();
  const mend = await fault?.strike({ cluster, primary, random });
  await cluster.waitForPrimary([primary]);
  await pause(2000);
  traffic.stop();
  await traffic.done;
  const { promised } = traffic;
  const found = await site.ask((client) => checkPromises({ client, promised, keys: site.receiptKeys }));
  mend?.();
  return { promised: promised.length, lost: found.filter((text) => text.startsWith('lost')).length, found };
};
