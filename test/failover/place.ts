/** Where one node of the cluster lives: a network namespace with one address. */
export type Place = {
  /** Also the name Patroni and etcd know it by. */
  readonly name: string;
  readonly address: string;
  readonly namespace: string;
  /** The end of its cable that is plugged into the bridge. */
  readonly port: string;
};

/** The network of one cluster: the namespace with bridge, proxy and product, and one for each node. */
export type Plan = { readonly hub: string; readonly hubAddress: string; readonly nodes: readonly Place[] };

// Only namespaces of our own know these addresses, so they can be the same for every run.
const SUBNET = '10.77.0';
const HUB_HOST = 254;
const NODES = [1, 2, 3];

/** Namespaces of other runs are known by it; the number after it is the process they belong to. */
export const PREFIX = 'kd-failover-';

/** The network of the run that process `owner` leads. */
export const planNetwork = (owner: number): Plan => ({
  hub: `${PREFIX}${owner}-hub`,
  hubAddress: `${SUBNET}.${HUB_HOST}`,
  nodes: NODES.map((n) => ({
    name: `n${n}`,
    address: `${SUBNET}.${n}`,
    namespace: `${PREFIX}${owner}-n${n}`,
    port: `port-n${n}`,
  })),
});

/** Whose namespace it is: a process id; undefined where it is none of ours. */
export const ownerOf = (namespace: string): number | undefined => {
  const [, owner] = new RegExp(`^${PREFIX}(\\d+)-`).exec(namespace) ?? [];
  return owner === undefined ? undefined : Number(owner);
};
