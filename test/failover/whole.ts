/** A node as Patroni describes it under /cluster. */
export type Member = {
  readonly name: string;
  readonly role: string;
  readonly state: string;
  readonly timeline?: number;
  /** Bytes behind the primary; a text when nobody knows. */
  readonly lag?: number | string;
};

const RUNS: ReadonlySet<string> = new Set(['running', 'streaming']);
const LEADS: ReadonlySet<string> = new Set(['leader', 'master', 'primary']);

const isPrimary = ({ role }: Member): boolean => LEADS.has(role);

const findFaultOfView = (members: readonly Member[], count: number, isSynchronous: boolean): string | undefined => {
  if (members.length !== count) return `${members.length} of ${count} nodes are known`;
  if (members.filter(isPrimary).length !== 1) return `${members.filter(isPrimary).length} primaries`;
  if (!members.every(({ state }) => RUNS.has(state))) return 'not all run';
  if (new Set(members.map(({ timeline }) => timeline)).size !== 1) return 'more than one timeline';
  if (isSynchronous && !members.some(({ role }) => role === 'sync_standby')) return 'no synchronous standby';
  return undefined;
};

const tell = (members: readonly Member[]): string =>
  members.map(({ name, role, state, timeline, lag }) => `${name} ${role} ${state} ${timeline} ${lag}`).join(', ');

/**
 * What a cluster lacks to be whole: one primary, all others its standbys on one timeline, and everybody sees it so.
 * Undefined: nothing. @param views the members as each node sees them; empty where a node does not answer
 */
export const findFaultOfWhole = (views: readonly (readonly Member[])[], isSynchronous: boolean): string | undefined => {
  for (const members of views) {
    const fault = findFaultOfView(members, views.length, isSynchronous);
    if (fault) return `${fault} (${tell(members)})`;
  }
  const primaries = new Set(views.map((members) => members.find(isPrimary)?.name));
  return primaries.size === 1 ? undefined : `not all see the same primary: ${[...primaries].join(', ')}`;
};
