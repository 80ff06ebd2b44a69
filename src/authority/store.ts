import { type Sql, sql, type Tx } from '#lib/sql.ts';
import { type Authority, AuthorityRecord } from './authority.ts';
import type { Role } from './permission.ts';
import type { StaffMember } from './staff.ts';

type Row = { id: string; record: unknown; public_key: string; wrapped_private_key: string };

const toAuthority = (row: Row): Authority => ({
  ...AuthorityRecord.parse(row.record),
  id: row.id,
  publicKey: row.public_key,
  wrappedPrivateKey: row.wrapped_private_key,
});

const columns: Sql = sql`select id, record, public_key, wrapped_private_key from authority.authority`;

export const findAuthority = async (tx: Tx, id: string): Promise<Authority | undefined> => {
  const row = await tx.find<Row>(sql`${columns} where id = ${id}`);
  return row && toAuthority(row);
};

export const getAuthority = async (tx: Tx, id: string): Promise<Authority> => {
  const found = await findAuthority(tx, id);
  if (!found) throw new Error(`There is no authority «${id}». Register it before referring to it.`);
  return found;
};

export const listAuthorities = async (tx: Tx): Promise<Authority[]> =>
  (await tx.all<Row>(sql`${columns} order by id`)).map(toAuthority);

/** Registers an authority or brings its public record up to date; its keys stay. */
export const putAuthority = async (
  tx: Tx,
  id: string,
  record: AuthorityRecord,
  makeKeys: () => { publicKey: string; wrappedPrivateKey: string },
): Promise<void> => {
  const known = await tx.run(
    sql`update authority.authority set record = ${JSON.stringify(record)}, changed_at = now() where id = ${id}`,
  );
  if (known) return;
  const { publicKey, wrappedPrivateKey } = makeKeys();
  await tx.run(sql`insert into authority.authority (id, record, public_key, wrapped_private_key)
    values (${id}, ${JSON.stringify(record)}, ${publicKey}, ${wrappedPrivateKey}) on conflict (id) do nothing`);
};

type StaffRow = {
  id: string;
  subject: string;
  name: string;
  email: string;
  roles: { authority: string; role: Role }[];
};

const staffWhere = (where: Sql): Sql => sql`
  select s.id, s.subject, s.name, s.email,
    coalesce(json_agg(json_build_object('authority', r.authority, 'role', r.role) order by r.authority, r.role)
      filter (where r.role is not null), '[]') as roles
  from authority.staff s left join authority.staff_role r on r.staff = s.id
  where s.active and ${where} group by s.id`;

/** The staff member behind an identity; undefined when unknown or no longer active. */
export const findStaffBySubject = (tx: Tx, subject: string): Promise<StaffMember | undefined> =>
  tx.find<StaffRow>(staffWhere(sql`s.subject = ${subject}`));

export const findStaff = (tx: Tx, id: string): Promise<StaffMember | undefined> =>
  tx.find<StaffRow>(staffWhere(sql`s.id = ${id}`));

/** Registers a staff member with exactly these roles. */
export const putStaff = async (tx: Tx, member: StaffMember): Promise<void> => {
  const { id } = await tx.get<{ id: string }>(sql`
    insert into authority.staff (id, subject, name, email) values (${member.id}, ${member.subject}, ${member.name}, ${member.email})
    on conflict (subject) do update set name = excluded.name, email = excluded.email, active = true returning id`);
  await tx.run(sql`delete from authority.staff_role where staff = ${id}`);
  for (const { authority, role } of member.roles)
    await tx.run(sql`insert into authority.staff_role (authority, staff, role) values (${authority}, ${id}, ${role})`);
};
