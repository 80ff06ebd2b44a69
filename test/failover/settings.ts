import { join } from 'node:path';
import type { Place } from './place.ts';

// What the programs are told. The figures are those that docs/operation.md names for production: a proof under others
// would be one of something else.

export const PORTS = { postgres: 5432, patroni: 8008, etcd: 2379, peer: 2380, proxy: 5000 } as const;

/** Seconds. After `ttl` without a sign of the primary another takes over; twice `retry` and one `loop` must fit into it. */
export const TIMES = { ttl: 20, loop: 5, retry: 5, sender: 5 } as const;

export const SUPERUSER = 'postgres';
/** Owns the product's database, and is no superuser. */
export const OWNER = 'knopfdruck';

/** Which interface of etcd Patroni uses. */
export type Api = 'etcd' | 'etcd3';

/**
 * By the newer interface, Patroni 3.0.2 was seen, after a partition, to overwrite the leader's key of another node and to promote a
 * server that lacked what had been acknowledged meanwhile. Later versions say that they do not overwrite the key (3.0.3) and forget
 * a cache that proves stale (3.1); older ones use the older interface, by which it was not seen.
 * @param version as `patroni --version` says it
 */
export const apiFor = (version: string): Api => {
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major) > 3 || (Number(major) === 3 && Number(minor) >= 1) ? 'etcd3' : 'etcd';
};

export type NodeSettings = {
  readonly place: Place;
  readonly all: readonly Place[];
  /** Of the node alone; belongs to the account of the server. */
  readonly folder: string;
  /** Programs of the PostgreSQL server. */
  readonly bin: string;
  readonly api: Api;
  /** False: commits wait for no standby. What that loses must be found out. */
  readonly isSynchronous: boolean;
};

const at = (address: string, port: number): string => `${address}:${port}`;

/** What Patroni reads as YAML; JSON is YAML. */
export const patroniSettings = ({ place, all, folder, bin, api, isSynchronous }: NodeSettings): object => ({
  scope: 'knopfdruck',
  name: place.name,
  restapi: { listen: at(place.address, PORTS.patroni), connect_address: at(place.address, PORTS.patroni) },
  [api]: { hosts: all.map(({ address }) => at(address, PORTS.etcd)) },
  watchdog: { mode: 'off' }, // there is none in a namespace; synchronous replication must suffice
  bootstrap: {
    dcs: {
      ttl: TIMES.ttl,
      loop_wait: TIMES.loop,
      retry_timeout: TIMES.retry,
      synchronous_mode: isSynchronous,
      synchronous_mode_strict: isSynchronous,
      postgresql: {
        use_pg_rewind: true,
        use_slots: true,
        parameters: {
          wal_sender_timeout: `${TIMES.sender}s`,
          wal_receiver_timeout: `${TIMES.sender}s`,
          max_connections: 100,
        },
      },
    },
    initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }, 'data-checksums'],
  },
  postgresql: {
    listen: at(place.address, PORTS.postgres),
    connect_address: at(place.address, PORTS.postgres),
    data_dir: join(folder, 'data'),
    bin_dir: bin,
    pgpass: join(folder, 'pgpass'),
    parameters: { unix_socket_directories: folder, shared_buffers: '32MB' },
    // Nobody but the namespaces of this run can reach the addresses.
    pg_hba: ['local all all trust', 'host all all samenet trust', 'host replication all samenet trust'],
    authentication: { superuser: { username: SUPERUSER }, replication: { username: 'replicator' } },
  },
});

/** Arguments of etcd. */
export const etcdArguments = ({ place, all, folder, api }: Omit<NodeSettings, 'bin' | 'isSynchronous'>): string[] => {
  const peer = ({ address }: Place): string => `http://${at(address, PORTS.peer)}`;
  const client = `http://${at(place.address, PORTS.etcd)}`;
  return [
    ['--name', place.name],
    ['--data-dir', join(folder, 'etcd')],
    ['--listen-peer-urls', peer(place)],
    ['--initial-advertise-peer-urls', peer(place)],
    ['--listen-client-urls', client],
    ['--advertise-client-urls', client],
    ['--initial-cluster', all.map((one) => `${one.name}=${peer(one)}`).join(',')],
    ['--initial-cluster-state', 'new'],
    ['--heartbeat-interval', '200'],
    ['--election-timeout', '2000'],
    ...(api === 'etcd' ? [['--enable-v2']] : []),
  ].flat();
};

/** What stands between product and cluster: leads to the node whose Patroni says that it is the primary. */
export const haproxySettings = (nodes: readonly Place[]): string => `
defaults
  mode tcp
  timeout connect 2s
  timeout client 30m
  timeout server 30m
  timeout check 2s
listen primary
  bind 127.0.0.1:${PORTS.proxy}
  option httpchk OPTIONS /primary
  http-check expect status 200
  default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
${nodes.map(({ name, address }) => `  server ${name} ${at(address, PORTS.postgres)} check port ${PORTS.patroni}`).join('\n')}
`;
