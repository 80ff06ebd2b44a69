-- Authorities are tenants. Their record is public (it stands on every page) but for the wrapped key, which opens
-- only under the master key that the citizen web does not hold.
create schema authority;

create table authority.authority (
  id text primary key check (id ~ '^[a-z][a-z0-9-]{1,39}$'),
  record jsonb not null,
  public_key text not null,
  wrapped_private_key text not null,
  changed_at timestamptz not null default now()
);

create table authority.staff (
  id uuid primary key,
  subject text not null unique,
  name text not null,
  email text not null,
  active boolean not null default true
);

create table authority.staff_role (
  authority text not null references authority.authority (id),
  staff uuid not null references authority.staff (id),
  role text not null check (role in ('caseworker', 'approver', 'payments', 'lead')),
  primary key (authority, staff, role)
);
create index on authority.staff_role (staff);

alter table authority.staff_role enable row level security;
create policy by_authority on authority.staff_role using (
  authority = current_setting('knopfdruck.authority', true) or current_setting('knopfdruck.authority', true) = '*');

grant usage on schema authority to knopfdruck_app;
grant select, insert, update on authority.authority, authority.staff to knopfdruck_app;
grant select, insert, delete on authority.staff_role to knopfdruck_app;
