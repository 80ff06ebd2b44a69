-- What is open for applications, and what came in. A submission is written once, sealed to the authority; the web can
-- add rows but holds no key that reads them.
create schema intake;

create table intake.package (
  digest text primary key check (digest ~ '^[0-9a-f]{64}$'),
  service text not null,
  version text not null,
  archive bytea not null,
  added_at timestamptz not null default now()
);

create table intake.installation (
  authority text not null,
  service text not null,
  digest text not null references intake.package (digest),
  state text not null check (state in ('draft', 'live', 'paused', 'closed')),
  parameters jsonb not null default '{}',
  slots jsonb not null default '{}',
  changed_at timestamptz not null,
  primary key (authority, service)
);

create table intake.submission (
  id uuid primary key,
  authority text not null,
  service text not null,
  digest text not null,
  number text not null,
  received_at timestamptz not null,
  hash text not null,
  secret_hash text not null,
  content text not null,
  repeated int not null default 0,
  taken_at timestamptz,
  set_aside text
);
-- 70 bits of a hash: a collision is possible in theory, so look-up also checks the secret and nothing relies on it alone.
create index submission_number on intake.submission (authority, number);
create index submission_waiting on intake.submission (id) where taken_at is null;

alter table intake.installation enable row level security;
alter table intake.submission enable row level security;
create policy by_authority on intake.installation using (
  authority = current_setting('knopfdruck.authority', true) or current_setting('knopfdruck.authority', true) = '*');
create policy by_authority on intake.submission using (
  authority = current_setting('knopfdruck.authority', true) or current_setting('knopfdruck.authority', true) = '*');

grant usage on schema intake to knopfdruck_app;
grant select, insert on intake.package to knopfdruck_app;
grant select, insert, update on intake.installation to knopfdruck_app;
grant select, insert on intake.submission to knopfdruck_app;
-- What was received is immutable; only the notes of handling change.
grant update (repeated, taken_at, set_aside) on intake.submission to knopfdruck_app;
