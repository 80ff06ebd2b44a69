import type { Actor, Role } from './permission.ts';

/** Somebody who works at one or more authorities. */
export type StaffMember = {
  readonly id: string;
  /** `sub` at the identity provider. */
  readonly subject: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly { readonly authority: string; readonly role: Role }[];
};

/** The staff member acting at one authority, with the roles held there. */
export const actorAt = (member: StaffMember, authority: string): Actor => ({
  kind: 'staff',
  id: member.id,
  name: member.name,
  authority,
  roles: member.roles.filter((held) => held.authority === authority).map(({ role }) => role),
});
