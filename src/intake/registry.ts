import { type Authority, findAuthority } from '#authority';
import { archive, type CompiledService, compilePackage, readArchive } from '#definition';
import { parametersContext } from '#form';
import { type LastKnown, makeLastKnown } from '#lib/last-known.ts';
import { ANY_AUTHORITY, type Db, type Tx } from '#lib/sql.ts';
import type { Context } from '#rules';
import type { Installation } from './installation.ts';
import { findArchive, findInstallation, listInstallations, putInstallation, putPackage } from './store.ts';

/** A service at an authority, ready to serve. */
export type Installed = {
  readonly installation: Installation;
  readonly authority: Authority;
  readonly compiled: CompiledService;
  /** Parameters as FEEL sees them: defaults and what the authority set. */
  readonly parameters: Context;
};

/** Which services run where; compiled once a process, looked up again once a second, if the database answers. */
export type Registry = {
  find(authority: string, service: string): Promise<Installed | undefined>;
  /** The same if it is known at this moment; undefined says nothing. */
  peek(authority: string, service: string): Installed | undefined;
  /** The package of a digest. @throws Error when it is unknown or no longer compiles */
  get(digest: string): Promise<CompiledService>;
  list(): Promise<readonly Installed[]>;
};

const compile = (digest: string, bytes: Buffer): CompiledService => {
  const compiled = compilePackage(readArchive(bytes));
  if (compiled.kind === 'problems') {
    const first = compiled.problems[0]?.message ?? 'unknown reason';
    throw new Error(`Package ${digest} no longer compiles: ${first} Install a version made for this release.`);
  }
  return compiled.service;
};

/** After so many ms without an answer of the database people are served by what was known before. */
const PATIENCE_MS = 500;
/**
 * For so many ms. While the database is away nobody can change what runs, and nobody can hand in: its return ends this,
 * not the time. A switch to another server was seen to take up to half a minute.
 */
const KEEP_MS = 5 * 60_000;

/** Makes the registry; it outlives an outage of the database. @param lifetime ms for which an answer may be repeated without asking the database */
export const makeRegistry = (db: Db, { lifetime = 1000 }: { lifetime?: number } = {}): Registry => {
  const compiled = new Map<string, Promise<CompiledService>>();
  const times = { lifetime, patience: PATIENCE_MS, keep: KEEP_MS };
  const cache = new Map<string, LastKnown<Installed | undefined>>();

  const get = (digest: string): Promise<CompiledService> => {
    const known = compiled.get(digest);
    if (known !== undefined) return known;
    const making = db
      .tx(ANY_AUTHORITY, (tx) => findArchive(tx, digest))
      .then((bytes) => {
        if (!bytes) throw new Error(`There is no package ${digest}. Install it first.`);
        return compile(digest, bytes);
      });
    compiled.set(digest, making);
    making.catch(() => compiled.delete(digest)); // a passing fault must not stick
    return making;
  };

  const complete = async (installation: Installation, authority: Authority): Promise<Installed> => {
    const service = await get(installation.digest);
    return {
      installation,
      authority,
      compiled: service,
      parameters: parametersContext(service, installation.parameters),
    };
  };

  const load = async (id: string, service: string): Promise<Installed | undefined> => {
    const found = await db.tx(ANY_AUTHORITY, async (tx) => {
      const installation = await findInstallation(tx, id, service);
      const authority = installation && (await findAuthority(tx, id));
      return installation && authority && { installation, authority };
    });
    return found && complete(found.installation, found.authority);
  };

  const loadAll = async (): Promise<readonly Installed[]> => {
    const found = await db.tx(ANY_AUTHORITY, async (tx) => {
      const pairs: { installation: Installation; authority: Authority | undefined }[] = [];
      for (const installation of await listInstallations(tx))
        pairs.push({ installation, authority: await findAuthority(tx, installation.authority) });
      return pairs;
    });
    return Promise.all(
      found.flatMap(({ installation, authority }) => (authority ? [complete(installation, authority)] : [])),
    );
  };

  const all = makeLastKnown({ load: loadAll, ...times });

  return {
    get,
    find: (authority, service) => {
      const key = `${authority}/${service}`;
      const known = cache.get(key) ?? makeLastKnown({ load: () => load(authority, service), ...times });
      cache.set(key, known);
      const answer = known.get();
      const forget = (): void => {
        if (cache.get(key) === known) cache.delete(key);
      };
      // Unknown names come from anywhere: they must not fill the memory.
      answer.then((found) => found || forget(), forget);
      return answer;
    },
    peek: (authority, service) => cache.get(`${authority}/${service}`)?.peek(),
    list: all.get,
  };
};

/** Puts a package into operation at an authority, or changes how it runs there. */
export const install = async (
  tx: Tx,
  compiled: CompiledService,
  installation: Omit<Installation, 'digest' | 'service' | 'limits' | 'taken'>,
  at: Temporal.Instant,
): Promise<void> => {
  const { id, version } = compiled.service;
  await putPackage(tx, compiled.digest, id, version, archive(compiled.files));
  await putInstallation(tx, { ...installation, service: id, digest: compiled.digest }, at);
};
