create schema casework;

-- A case. Nothing personal stands here in the open: what identifies is sealed under the case's data key.
create table casework.case (
  authority text not null,
  id uuid not null,
  number text not null,
  service text not null,
  digest text not null,
  received_at timestamptz not null,
  opened_at timestamptz not null,
  state text not null check (state in ('opened', 'todecide', 'toapprove', 'decided', 'paid', 'registered', 'closed')),
  version int not null,
  last_seq int not null,
  last_hash bytea not null,
  priority int not null default 5,
  assignee uuid,
  lease_until timestamptz,
  second_required boolean not null default false,
  doubts int not null default 0,
  decider uuid,
  outcome text check (outcome in ('granted', 'rejected')),
  decided_at timestamptz,
  paid_at timestamptz,
  closed_at timestamptz,
  wrapped_key bytea, -- null: destroyed, and with it everything sealed
  summary bytea,
  primary key (authority, id)
);
create unique index on casework.case (authority, number);
create index on casework.case (authority, state, priority, received_at, id);
create index on casework.case (authority, assignee) where assignee is not null;

-- What happened, in order, for good.
create table casework.action (
  authority text not null,
  case_id uuid not null,
  seq int not null,
  kind text not null,
  actor text not null,
  at timestamptz not null,
  sealed bytea not null,
  previous bytea not null,
  hash bytea not null,
  primary key (authority, case_id, seq),
  foreign key (authority, case_id) references casework.case (authority, id)
);

-- Keyed hashes of values that must not stand in two cases unnoticed.
create table casework.blind_index (
  authority text not null,
  service text not null,
  field text not null,
  hash text not null,
  case_id uuid not null,
  primary key (authority, service, field, hash, case_id)
);
create index on casework.blind_index (authority, case_id);

-- Who saw which case when.
create table casework.access (
  authority text not null,
  id bigint generated always as identity,
  case_id uuid not null,
  staff uuid not null,
  at timestamptz not null,
  what text not null,
  primary key (authority, id)
);
create index on casework.access (authority, case_id, at);

do $$
declare name text;
begin
  foreach name in array array['case', 'action', 'blind_index', 'access'] loop
    execute format('alter table casework.%I enable row level security', name);
    execute format($policy$create policy by_authority on casework.%I
      using (authority = current_setting('knopfdruck.authority', true) or current_setting('knopfdruck.authority', true) = '*')$policy$, name);
  end loop;
end $$;

grant usage on schema casework to knopfdruck_app;
grant select, insert, update on casework.case to knopfdruck_app;
grant select, insert on casework.action, casework.access to knopfdruck_app; -- append only: no update, no delete
grant select, insert, delete on casework.blind_index to knopfdruck_app;
