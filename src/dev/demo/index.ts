import { type Keys, putAuthority, putStaff } from '#authority';
import { type CompiledService, compilePackage, PackageError, readPackage } from '#definition';
import { install, listInstallations } from '#intake';
import { printProblem } from '#lib/problem.ts';
import { ANY_AUTHORITY, type Db } from '#lib/sql.ts';
import type { Clock } from '#lib/time.ts';
import { DEMO_AUTHORITIES } from './authorities.ts';
import { DEMO_PEOPLE } from './people.ts';

const readServices = async (folder: string): Promise<ReadonlyMap<string, CompiledService>> => {
  const ids = new Set(DEMO_AUTHORITIES.flatMap(({ services }) => services.map(({ id }) => id)));
  const services = new Map<string, CompiledService>();
  for (const id of ids) {
    const files = await readPackage(`${folder}/${id}`).catch((error: unknown) => {
      throw error instanceof PackageError ? new Error(printProblem(error.problem)) : error;
    });
    const compiled = compilePackage(files);
    if (compiled.kind === 'problems')
      throw new Error(`The package ${folder}/${id} has problems:\n${compiled.problems.map(printProblem).join('\n')}`);
    services.set(id, compiled.service);
  }
  return services;
};

/**
 * Registers the demonstration authorities and staff and installs the shipped packages there, in one transaction.
 * Repeating it changes nothing but what has changed in the packages; what somebody set since stays.
 */
export const seedDemo = async ({
  db,
  keys,
  clock,
  folder,
}: {
  db: Db;
  keys: Keys;
  clock: Clock;
  folder: string;
}): Promise<void> => {
  const services = await readServices(folder);
  await db.tx(ANY_AUTHORITY, async (tx) => {
    const known = new Map((await listInstallations(tx)).map((item) => [`${item.authority}/${item.service}`, item]));
    for (const { id, record, services: offered } of DEMO_AUTHORITIES) {
      await putAuthority(tx, id, record, () => keys.makeAuthorityKeys(id));
      for (const { id: service, parameters, slots } of offered) {
        const compiled = services.get(service);
        const before = known.get(`${id}/${service}`);
        if (!compiled || before?.digest === compiled.digest) continue;
        const state = before?.state ?? 'live';
        await install(
          tx,
          compiled,
          { authority: id, state, parameters: before?.parameters ?? parameters, slots: before?.slots ?? slots },
          clock(),
        );
      }
    }
    for (const { about: _, ...member } of DEMO_PEOPLE) await putStaff(tx, member);
  });
};
