import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ownerOf, type Place, type Plan } from './place.ts';

/** The program that makes namespaces and enters them. */
export const IP = 'ip';

const ip = (...args: readonly string[]): string =>
  execFileSync(IP, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/**
 * Makes the namespaces and cables. Bridge and cable ends lie in the hub, so that the machine's own network never sees
 * them. @throws Error of `ip` where the kernel has no namespaces, bridges or cables
 */
export const makeNetwork = ({ hub, hubAddress, nodes }: Plan): void => {
  ip('netns', 'add', hub);
  ip('-n', hub, 'link', 'set', 'lo', 'up');
  ip('-n', hub, 'link', 'add', 'bridge', 'type', 'bridge');
  ip('-n', hub, 'addr', 'add', `${hubAddress}/24`, 'dev', 'bridge');
  ip('-n', hub, 'link', 'set', 'bridge', 'up');
  for (const { namespace, address, port } of nodes) {
    ip('netns', 'add', namespace);
    ip('-n', hub, 'link', 'add', port, 'type', 'veth', 'peer', 'name', 'cable', 'netns', namespace);
    ip('-n', hub, 'link', 'set', port, 'master', 'bridge', 'up');
    ip('-n', namespace, 'link', 'set', 'lo', 'up');
    ip('-n', namespace, 'addr', 'add', `${address}/24`, 'dev', 'cable');
    ip('-n', namespace, 'link', 'set', 'cable', 'up');
  }
};

const pidsIn = (namespace: string): readonly number[] =>
  ip('netns', 'pids', namespace).trim().split(/\s+/).filter(Boolean).map(Number);

/** kill -9 of all that runs in a namespace, which is nothing but what was started there: as if its machine lost power. */
export const killAllIn = (namespace: string): void => {
  // Once more while there are any: one that is just being forked is not in the first list.
  for (let left = pidsIn(namespace), tries = 0; left.length > 0 && tries < 50; left = pidsIn(namespace), tries += 1)
    for (const pid of left)
      try {
        process.kill(pid, 'SIGKILL');
      } catch {} // ended by itself meanwhile
};

/** Ends what runs in the namespaces, and removes them with their cables. */
export const removeNetwork = ({ hub, nodes }: Plan): void => {
  for (const namespace of [...nodes.map((node) => node.namespace), hub]) removeNamespace(namespace);
};

const listNamespaces = (): readonly string[] =>
  ip('netns', 'list')
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '')
    .filter(Boolean);

const removeNamespace = (namespace: string): void => {
  if (!listNamespaces().includes(namespace)) return;
  killAllIn(namespace);
  ip('netns', 'delete', namespace);
};

/** Removes what runs left behind that were themselves killed. */
export const sweepNetworks = (): void => {
  for (const namespace of listNamespaces()) {
    const owner = ownerOf(namespace);
    if (owner !== undefined && !existsSync(`/proc/${owner}`)) removeNamespace(namespace);
  }
};

/** Pulls a node's cable: nobody reaches it, and nobody is told. Needs to run in the hub. */
export const unplug = ({ port }: Place): void => void ip('link', 'set', port, 'down');
export const plug = ({ port }: Place): void => void ip('link', 'set', port, 'up');

/** An interface that nobody has: what is sent there is lost without a word, as behind a broken switch. */
const NOWHERE = '02:00:00:00:de:ad';

/** What `from` sends to `to` is lost from now on; both are reached by all others as before. */
export const mute = (from: Place, to: Place): void =>
  void ip('-n', from.namespace, 'neigh', 'replace', to.address, 'lladdr', NOWHERE, 'dev', 'cable', 'nud', 'permanent');

export const unmute = (from: Place, to: Place): void =>
  void ip('-n', from.namespace, 'neigh', 'del', to.address, 'dev', 'cable');
