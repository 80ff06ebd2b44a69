import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimFolder, PREFIX, sweepLeftovers } from './leftover.ts';
import { type Server, startServer } from './server.ts';
import { type Ends, endAll, type Site, type SiteOptions, startSite } from './site.ts';

/** The product's processes on a database server of their own, each of which can be made to fail. */
export type World = Site & {
  readonly server: Server;
  end(): Promise<void>;
};

export type WorldOptions = SiteOptions & {
  /** Where the database lies; a folder of its own under the temporary one when not given. */
  readonly folder?: string;
  readonly durable?: boolean;
};

const begin = async ({ folder, durable = true, ...options }: WorldOptions, ends: Ends): Promise<World> => {
  sweepLeftovers();
  const own = mkdtempSync(join(tmpdir(), PREFIX));
  claimFolder(own);
  ends.push(() => rmSync(own, { recursive: true, force: true }));
  chmodSync(own, 0o755); // as root, the server runs as another user
  const server = await startServer({ folder: folder ?? join(own, 'postgres'), durable });
  ends.push(server.stop);
  const site = await startSite(server.url, own, ends, options);
  return { ...site, server, end: () => endAll(ends) };
};

/** Starts two applicants' processes, a worker and people who pay, and waits until all is ready. */
export const startWorld = async (options: WorldOptions = {}): Promise<World> => {
  const ends: Ends = [];
  try {
    return await begin(options, ends);
  } catch (error) {
    await endAll(ends);
    throw error;
  }
};
