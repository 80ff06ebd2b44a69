import { findStaff } from '#authority';
import type { CompiledService } from '#definition';
import type { Registry } from '#intake';
import { ANY_AUTHORITY, type Db } from '#lib/sql.ts';
import type { OfficeLanguage } from './deps.ts';

/** Names of staff by id; who is no longer on the staff is missing. */
export const readStaffNames = async (db: Db, ids: Iterable<string>): Promise<ReadonlyMap<string, string>> => {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  return db.tx(ANY_AUTHORITY, async (tx) => {
    const names = new Map<string, string>();
    for (const id of wanted) {
      const found = await findStaff(tx, id);
      if (found) names.set(id, found.name);
    }
    return names;
  });
};

/** The wording of a package in the reader's language, German where it has none. */
export const textsOf = (compiled: CompiledService, language: OfficeLanguage) => {
  const texts = compiled.texts.get(language) ?? compiled.texts.get('de');
  if (!texts) throw new Error(`Package ${compiled.service.id} has no German texts. Check it with \`kd check\`.`);
  return texts;
};

/** The services that an authority runs, by id, with their titles. */
export const listServices = async (registry: Registry, authority: string, language: OfficeLanguage) =>
  (await registry.list())
    .filter((one) => one.authority.id === authority)
    .map(({ compiled }) => ({
      id: compiled.service.id,
      title: textsOf(compiled, language).title,
      kind: compiled.service.kind,
      compiled,
    }));
