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

/** What a cluster lacks to be whole: one primary, all others its standbys on one timeline. Undefined: nothing. */
export const findFaultOfWhole = (
  members: readonly Member[],
  count: number,
  isSynchronous: boolean,
): string | undefined => {
  const said = members.map(({ name, role, state, timeline, lag }) => `${name} ${role} ${state} ${timeline} ${lag}`);
  const fail = (what: string): string => `${what} (${said.join(', ')})`;
  const primaries = members.filter(({ role }) => LEADS.has(role));
  if (members.length !== count) return fail(`${members.length} of ${count} nodes are known`);
  if (primaries.length !== 1) return fail(`${primaries.length} primaries`);
  if (!members.every(({ state }) => RUNS.has(state))) return fail('not all run');
  if (new Set(members.map(({ timeline }) => timeline)).size !== 1) return fail('more than one timeline');
  if (isSynchronous && !members.some(({ role }) => role === 'sync_standby')) return fail('no synchronous standby');
  return undefined;
};
