import type { AuthorityRecord } from '#authority';

/** A demonstration authority with the services it offers and how it sets them. */
export type DemoAuthority = {
  readonly id: string;
  readonly record: AuthorityRecord;
  readonly services: readonly {
    readonly id: string;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly slots: Readonly<Record<string, string>>;
  }[];
};

/**
 * A Land and a Kommune that do not exist; the key 99 belongs to no Land, the domains end in .example (RFC 2606). The same
 * packages run at both, set differently: that is what packages are for. The accounts are published test numbers.
 */
export const DEMO_AUTHORITIES: readonly DemoAuthority[] = [
  {
    id: 'musterland',
    record: {
      name: 'Bezirksregierung Musterland',
      level: 'land',
      ars: '990000000000',
      land: 'NW',
      street: 'Regierungsplatz 1',
      postalCode: '12345',
      city: 'Musterhausen',
      phone: '0800 0000-100',
      email: 'soforthilfe@musterland.example',
      signatory: 'Im Auftrag, Dr. Erika Beispiel',
      dataProtection:
        'Behördliche Datenschutzbeauftragte, Regierungsplatz 1, 12345 Musterhausen, datenschutz@musterland.example',
      remedy: { kind: 'klage', body: 'Verwaltungsgericht Musterhausen, Gerichtsstraße 2, 12345 Musterhausen' },
      bank: { holder: 'Landeskasse Musterland', iban: 'DE02120300000000202051' },
    },
    services: [
      { id: 'soforthilfe', parameters: {}, slots: {} },
      { id: 'rueckholung', parameters: {}, slots: {} },
    ],
  },
  {
    id: 'musterstadt',
    record: {
      name: 'Stadt Musterstadt',
      level: 'kommune',
      ars: '990010001001',
      land: 'NW',
      street: 'Am Markt 2',
      postalCode: '12346',
      city: 'Musterstadt',
      phone: '0800 0000-200',
      email: 'krisenstab@musterstadt.example',
      signatory: 'Im Auftrag, Max Muster, Wirtschaftsförderung',
      dataProtection: 'Datenschutzbeauftragter, Am Markt 2, 12346 Musterstadt, datenschutz@musterstadt.example',
      remedy: { kind: 'widerspruch', body: 'Stadt Musterstadt, Am Markt 2, 12346 Musterstadt' },
      bank: { holder: 'Stadtkasse Musterstadt', iban: 'DE02500105170137075030' },
    },
    services: [
      { id: 'soforthilfe', parameters: { landesstufe: false, zweitpruefungAb: '8000.00' }, slots: {} },
      { id: 'rueckholung', parameters: {}, slots: {} },
    ],
  },
];
