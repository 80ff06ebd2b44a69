import type { StaffMember } from '#authority';

const at = (...roles: readonly StaffMember['roles'][number]['role'][]): StaffMember['roles'] =>
  ['musterland', 'musterstadt'].flatMap((authority) => roles.map((role) => ({ authority, role })));

/** Demonstration staff. `about` is what one chooses them by at sign-in. */
export const DEMO_PEOPLE: readonly (StaffMember & { readonly about: string })[] = [
  {
    id: '01900000-0000-7000-8000-000000000001',
    subject: 'anna',
    name: 'Anna Albers',
    email: 'anna.albers@musterland.example',
    about: 'Sachbearbeitung',
    roles: at('caseworker'),
  },
  {
    id: '01900000-0000-7000-8000-000000000002',
    subject: 'bernd',
    name: 'Bernd Brandt',
    email: 'bernd.brandt@musterland.example',
    about: 'Freigabe (zweite Person)',
    roles: at('approver'),
  },
  {
    id: '01900000-0000-7000-8000-000000000003',
    subject: 'carla',
    name: 'Carla Conrad',
    email: 'carla.conrad@musterland.example',
    about: 'Zahlungen',
    roles: at('payments'),
  },
  {
    id: '01900000-0000-7000-8000-000000000004',
    subject: 'david',
    name: 'David Demir',
    email: 'david.demir@musterland.example',
    about: 'Leitung',
    roles: at('lead'),
  },
  {
    id: '01900000-0000-7000-8000-000000000005',
    subject: 'eva',
    name: 'Eva Ersoy',
    email: 'eva.ersoy@musterstadt.example',
    about: 'Sachbearbeitung, Freigabe und Zahlungen in Musterstadt',
    roles: (['caseworker', 'approver', 'payments'] as const).map((role) => ({ authority: 'musterstadt', role })),
  },
];
