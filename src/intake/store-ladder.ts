import { sql, type Tx } from '#lib/sql.ts';
import { type Level, levelOf } from './ladder.ts';
import { findInstallation } from './store.ts';
import type { Programme } from './ticket.ts';

/** Tells the others how far this process has gone. On the ground it says nothing, and what it said before lapses. */
export const reportLevel = async (tx: Tx, node: string, level: Level): Promise<void> => {
  if (level === 0) return;
  await tx.run(sql`
    insert into intake.ladder (node, level, at) values (${node}, ${level}, now())
    on conflict (node) do update set level = excluded.level, at = excluded.at`);
  await tx.run(sql`delete from intake.ladder where at < now() - interval '1 hour'`);
};

/** The highest level that any web process stands on. */
export const readLevel = async (tx: Tx): Promise<Level> =>
  (
    await tx.get<{ level: Level }>(
      sql`select coalesce(max(level), 0) as level from intake.ladder where at > now() - interval '15 seconds'`,
    )
  ).level;

/** The level that holds for a programme, within its operator's bounds. */
export const readLevelAt = async (tx: Tx, { authority, service }: Programme): Promise<Level> =>
  levelOf((await findInstallation(tx, authority, service))?.limits, await readLevel(tx));
