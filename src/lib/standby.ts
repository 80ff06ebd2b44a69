import type pg from 'pg';

/** Where PostgreSQL waits for standbys; unlike the message, this name is in no language. */
const WAITS_FOR_STANDBYS = 'SyncRepWaitForLSN';

/** What the server said, by connection, when somebody ended its wait for the standbys. */
const given = new WeakMap<pg.ClientBase, string>();

/**
 * Listens, for as long as a connection lives, for commits that were promised before a standby had them: PostgreSQL says by a
 * warning alone that somebody ended its wait, and answers as if all were well.
 */
export const watchCommits = (client: pg.ClientBase): void => {
  client.on('notice', ({ routine, message }) => {
    if (routine === WAITS_FOR_STANDBYS) given.set(client, message ?? '');
  });
};

/**
 * Asks after a commit on a watched connection whether it is as durable as it should be.
 * @throws Error where it is on one server alone: if that is lost, so is what was committed, and nobody may be told that it is safe
 */
export const assertDurable = (client: pg.ClientBase): void => {
  const message = given.get(client);
  if (message !== undefined) throw new Error(`What was committed is on one server only: ${message}`);
};
