import { type AuthorityRecord, type Keys, makeKeys, putAuthority } from '#authority';
import { ANY_AUTHORITY, type Db } from '#lib/sql.ts';

/** Two fictional authorities for tests. */
export const RECORDS: Readonly<Record<string, AuthorityRecord>> = {
  musterland: {
    name: 'Bezirksregierung Musterland',
    level: 'land',
    ars: '050000000000',
    land: 'NW',
    street: 'Regierungsplatz 1',
    postalCode: '12345',
    city: 'Musterhausen',
    phone: '0211 000-0',
    email: 'soforthilfe@musterland.example',
    signatory: 'Im Auftrag, Dr. Erika Beispiel',
    dataProtection: 'Datenschutz, Regierungsplatz 1, 12345 Musterhausen',
    remedy: { kind: 'klage', body: 'Verwaltungsgericht Musterhausen, Gerichtsstraße 2, 12345 Musterhausen' },
    bank: { holder: 'Landeskasse Musterland', iban: 'DE02120300000000202051' },
  },
  musterstadt: {
    name: 'Stadt Musterstadt',
    level: 'kommune',
    ars: '051110000000',
    land: 'NW',
    street: 'Am Markt 2',
    postalCode: '12346',
    city: 'Musterstadt',
    phone: '0211 111-0',
    email: 'krisenstab@musterstadt.example',
    signatory: 'Im Auftrag, Max Muster',
    dataProtection: 'Datenschutz, Am Markt 2, 12346 Musterstadt',
    remedy: { kind: 'widerspruch', body: 'Stadt Musterstadt, Am Markt 2, 12346 Musterstadt' },
    bank: { holder: 'Stadtkasse Musterstadt', iban: 'DE02500105170137075030' },
  },
};

/** Keys under a master key of the tests' own, with the two authorities registered. */
export const makeTestAuthorities = async (db: Db): Promise<Keys> => {
  const keys = makeKeys(Buffer.alloc(32, 7));
  await db.tx(ANY_AUTHORITY, async (tx) => {
    for (const [id, record] of Object.entries(RECORDS))
      await putAuthority(tx, id, record, () => keys.makeAuthorityKeys(id));
  });
  return keys;
};
