import { spawn } from 'node:child_process';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Account } from '#src/postgres/account.ts';
import { pause } from '#test/faults/random.ts';
import type { Ends } from '#test/faults/site.ts';
import { makeNode, type Node } from './node.ts';
import type { Plan } from './place.ts';
import type { Programs } from './programs.ts';
import { type Api, haproxySettings, OWNER, PORTS, SUPERUSER } from './settings.ts';
import { findFaultOfWhole, type Member } from './whole.ts';

/** A cluster of three, with what leads to its primary. */
export type Cluster = {
  readonly nodes: readonly Node[];
  /** Through the proxy, as the owner of the product's database; whoever is the primary. */
  readonly url: string;
  /** Past the proxy, to one node. */
  urlOf(node: Node): string;
  /** The node that says it is the primary, but not one of `not`. @throws Error after `ms` */
  waitForPrimary(not?: readonly Node[], ms?: number): Promise<Node>;
  /** Returns when one primary and two standbys of its timeline run, one of them synchronous. @throws Error after `ms` */
  waitForWhole(ms?: number): Promise<void>;
  members(): Promise<readonly Member[]>;
  /** Asks the primary to hand over to the other. @throws Error when Patroni refuses */
  switchOver(from: Node, to: Node): Promise<void>;
};

export type ClusterOptions = {
  readonly plan: Plan;
  readonly folder: string;
  readonly programs: Programs;
  readonly account: Account;
  readonly api: Api;
  readonly isSynchronous: boolean;
};

const ASK_WITHIN_MS = 1500;
const POLL_MS = 100;
const START_WITHIN_MS = 90_000;
const WHOLE_WITHIN_MS = 90_000;
const PRIMARY_WITHIN_MS = 90_000;
const DATABASE = 'knopfdruck';

const ask = (node: Node, path: string, init: RequestInit = {}, ms = ASK_WITHIN_MS): Promise<Response | undefined> =>
  fetch(`http://${node.address}:${PORTS.patroni}${path}`, { signal: AbortSignal.timeout(ms), ...init }).catch(
    () => undefined,
  );

const isPrimary = async (node: Node): Promise<boolean> => {
  const response = await ask(node, '/primary', { method: 'OPTIONS' });
  await response?.body?.cancel();
  return response?.status === 200;
};

const readView = async (node: Node): Promise<readonly Member[]> => {
  const response = await ask(node, '/cluster');
  return response?.ok ? ((await response.json()) as { members: Member[] }).members : [];
};

/** As the first that answers sees it. */
const readMembers = async (nodes: readonly Node[]): Promise<readonly Member[]> => {
  for (const node of nodes) {
    const members = await readView(node);
    if (members.length > 0) return members;
  }
  return [];
};

/** Repeats until something is found. @throws Error that says what was not, and `why` if known */
const until = async <T>(ms: number, what: string, look: () => Promise<T | undefined>, why = () => ''): Promise<T> => {
  const end = performance.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`${what} within ${ms / 1000} s. ${why()}`);
    await pause(POLL_MS);
  }
};

/** Makes the product's database, whose owner is an ordinary user that may create roles. */
const makeDatabase = async (primary: Node): Promise<void> => {
  const client = new pg.Client({
    host: primary.address,
    port: PORTS.postgres,
    user: SUPERUSER,
    database: 'postgres',
    query_timeout: START_WITHIN_MS, // the first commit waits for the first standby
  });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(`create role ${OWNER} login createrole`);
    await client.query(`grant pg_monitor to ${OWNER}`);
    await client.query(`create database ${DATABASE} owner ${OWNER}`);
  } finally {
    await client.end();
  }
};

const startProxy = ({ plan, folder, programs }: ClusterOptions, ends: Ends): void => {
  const settings = join(folder, 'haproxy.cfg');
  writeFileSync(settings, haproxySettings(plan.nodes));
  const log = openSync(join(folder, 'haproxy.log'), 'a');
  const child = spawn(programs.haproxy, ['-db', '-f', settings], { stdio: ['ignore', log, log] });
  closeSync(log);
  child.on('error', () => {});
  ends.push(() => void child.kill('SIGKILL'));
};

/** Starts three nodes and the proxy, in the namespaces that are there; returns when all is replicated. */
export const startCluster = async (options: ClusterOptions, ends: Ends): Promise<Cluster> => {
  const { plan, folder, isSynchronous } = options;
  const nodes = plan.nodes.map((place) =>
    makeNode({ ...options, place, all: plan.nodes, folder: join(folder, place.name) }),
  );
  ends.push(() => {
    for (const node of nodes) node.killAll();
  });
  const words = (): string => nodes.map((node) => node.said()).join('\n');
  const cluster: Cluster = {
    nodes,
    url: `postgresql://${OWNER}@127.0.0.1:${PORTS.proxy}/${DATABASE}`,
    urlOf: ({ address }) => `postgresql://${OWNER}@${address}:${PORTS.postgres}/${DATABASE}`,
    waitForPrimary: (not = [], ms = PRIMARY_WITHIN_MS) =>
      until(ms, 'No node became the primary', async () => {
        const asked = nodes.filter((node) => !not.includes(node));
        const answers = await Promise.all(asked.map(isPrimary));
        return asked.find((_, i) => answers[i]);
      }),
    waitForWhole: async (ms = WHOLE_WITHIN_MS) => {
      let fault: string | undefined;
      const look = async (): Promise<true | undefined> => {
        // One that was cut off goes on for a while to tell what it knew before.
        const views = await Promise.all(nodes.map(readView));
        fault = findFaultOfWhole(views, isSynchronous);
        return fault === undefined ? true : undefined;
      };
      await until(ms, 'The cluster was not whole', look, () => `${fault}\n${words()}`);
    },
    members: () => readMembers(nodes),
    switchOver: async (from, to) => {
      const response = await ask(
        from,
        '/switchover',
        { method: 'POST', body: JSON.stringify({ leader: from.name, candidate: to.name }) },
        PRIMARY_WITHIN_MS,
      );
      if (!response?.ok)
        throw new Error(`Patroni did not switch over: ${response ? await response.text() : 'no answer'}`);
    },
  };
  for (const node of nodes) node.start();
  startProxy(options, ends);
  const primary = await cluster.waitForPrimary([], START_WITHIN_MS).catch((error: Error) => {
    throw new Error(`${error.message}\n${words()}`);
  });
  await cluster.waitForWhole(START_WITHIN_MS);
  await makeDatabase(primary);
  return cluster;
};
