export { type Authority, AuthorityRecord } from './authority.ts';
export { announcedOn, deadline, nextWorkingDay } from './deadline.ts';
export { type Keys, makeKeys } from './keys.ts';
export { isHoliday, Land } from './land.ts';
export {
  type Actor,
  COMMANDS,
  type Command,
  checkCommand,
  checkSecondPerson,
  may,
  type Refusal,
  ROLES,
  type Role,
} from './permission.ts';
export { actorAt, type StaffMember } from './staff.ts';
export {
  findAuthority,
  findStaff,
  findStaffBySubject,
  getAuthority,
  listAuthorities,
  putAuthority,
  putStaff,
} from './store.ts';
