import { type Authority, findAuthority } from '#authority';
import { archive, type CompiledService, compilePackage, readArchive } from '#definition';
import { parametersContext } from '#form';
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

/** Which services run where; compiled once a process, looked up again at most once a second. */
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

type Cached = {
  readonly until: number;
  readonly answer: Promise<Installed | undefined>;
  /** The answer once it is there; before that, the one before. */
  found?: Installed | undefined;
};

/** Makes the registry. @param lifetime ms for which an answer may be repeated without asking the database */
export const makeRegistry = (db: Db, { lifetime = 1000 }: { lifetime?: number } = {}): Registry => {
  const compiled = new Map<string, Promise<CompiledService>>();
  const cache = new Map<string, Cached>();
  let all: { readonly until: number; readonly answer: Promise<readonly Installed[]> } | undefined;

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

  return {
    get,
    find: (authority, service) => {
      const key = `${authority}/${service}`;
      const known = cache.get(key);
      if (known && known.until > performance.now()) return known.answer;
      const answer = load(authority, service);
      // Until the new answer is there the old one serves whoever cannot wait for it.
      const entry: Cached = { until: performance.now() + lifetime, answer, found: known?.found };
      cache.set(key, entry);
      // Unknown names come from anywhere: they must not fill the memory. Faults must not stick.
      answer.then(
        (found) => {
          entry.found = found;
          if (!found) cache.delete(key);
        },
        () => cache.delete(key),
      );
      return answer;
    },
    peek: (authority, service) => {
      const known = cache.get(`${authority}/${service}`);
      return known && known.until > performance.now() ? known.found : undefined;
    },
    list: () => {
      if (all && all.until > performance.now()) return all.answer;
      const answer = loadAll();
      all = { until: performance.now() + lifetime, answer };
      answer.catch(() => {
        all = undefined;
      });
      return answer;
    },
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
