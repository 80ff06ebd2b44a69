import { pause, type Random } from '#test/faults/random.ts';
import type { Cluster } from './cluster.ts';
import { mute, plug, unmute, unplug } from './network.ts';
import type { Node } from './node.ts';

/** Where a fault strikes. */
export type Scene = { readonly cluster: Cluster; readonly primary: Node; readonly random: Random };

/** Makes good what a fault did. */
export type Mend = () => void;

export type Fault = {
  readonly name: string;
  /** True: another node must be the primary afterwards. */
  readonly moves: boolean;
  /** True: the old primary's server lives on among people who can reach it, and must promise nothing. */
  readonly survives?: true;
  strike(scene: Scene): Promise<Mend> | Mend;
};

const others = ({ cluster, primary }: Scene): readonly Node[] => cluster.nodes.filter((node) => node !== primary);

/** The standby on which commits wait, or one of the others where none does. */
const findSynchronous = async (scene: Scene): Promise<Node> => {
  const members = await scene.cluster.members();
  const { name } = members.find(({ role }) => role === 'sync_standby') ?? {};
  return others(scene).find((node) => node.name === name) ?? scene.random.pick(others(scene));
};

const cutOff = (node: Node): Mend => {
  unplug(node);
  return () => plug(node);
};

/** Everybody reaches everybody, but the primary and the other nodes; that in both directions, or in one. */
const part = ({ cluster, primary, random }: Scene, directions: 'both' | 'one'): Mend => {
  const rest = cluster.nodes.filter((node) => node !== primary);
  const isHeard = random.next() < 0.5;
  const pairs = rest.flatMap((node) => [
    ...(directions === 'both' || !isHeard ? [[primary, node] as const] : []),
    ...(directions === 'both' || isHeard ? [[node, primary] as const] : []),
  ]);
  for (const [from, to] of pairs) mute(from, to);
  return () => {
    for (const [from, to] of pairs) unmute(from, to);
  };
};

/** What happens to a cluster; each leaves two nodes that reach each other. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'primary parted from the other two, not from its clients',
    moves: true,
    survives: true,
    strike: (scene) => part(scene, 'both'),
  },
  {
    name: 'Patroni and postmaster of the primary killed',
    moves: true,
    strike: ({ primary }) => {
      primary.killPatroni();
      primary.killPostmaster();
      return primary.start;
    },
  },
  {
    name: 'Patroni of the primary killed, its postmaster lives on',
    moves: true,
    survives: true,
    strike: ({ primary }) => {
      primary.killPatroni();
      return primary.start;
    },
  },
  {
    name: 'primary cut off from everybody',
    moves: true,
    strike: ({ primary }) => cutOff(primary),
  },
  {
    name: 'node of the primary killed',
    moves: true,
    strike: ({ primary }) => {
      primary.killAll();
      return primary.start;
    },
  },
  {
    name: 'planned switchover',
    moves: true,
    strike: async (scene) => {
      await scene.cluster.switchOver(scene.primary, await findSynchronous(scene));
      return () => {};
    },
  },
  {
    name: 'postmaster of the primary killed',
    moves: false,
    strike: ({ primary }) => {
      primary.killPostmaster();
      return () => {};
    },
  },
  {
    name: 'synchronous standby cut off',
    moves: false,
    strike: async (scene) => cutOff(await findSynchronous(scene)),
  },
  {
    name: 'primary and the other two hear each other in one direction only',
    moves: true,
    survives: true,
    strike: (scene) => part(scene, 'one'),
  },
  {
    name: 'synchronous standby killed, then the primary',
    moves: true,
    strike: async (scene) => {
      const standby = await findSynchronous(scene);
      standby.killAll();
      // By then Patroni may have chosen the other one to be synchronous, or not yet: both must be safe.
      await pause(scene.random.between(0, 2000));
      scene.primary.killAll();
      standby.start();
      return scene.primary.start;
    },
  },
];

/** One fault for each seed, in turn. */
export const faultOf = (seed: number): Fault => {
  const fault = FAULTS[seed % FAULTS.length];
  if (!fault) throw new Error(`There is no fault for seed ${seed}; give a whole number from 0 on.`);
  return fault;
};
