-- Lines in front of programmes that more people want to begin than can. A line is two numbers; tickets are not stored.
create table intake.line (
  authority text not null,
  service text not null,
  drawn bigint not null default 0,
  admitted bigint not null default 0,
  primary key (authority, service),
  check (admitted <= drawn)
);

-- How many of those who wait still ask, as each process counts them: whoever has gone must not hold up the others.
create table intake.line_pollers (
  authority text not null,
  service text not null,
  node uuid not null,
  pollers int not null,
  at timestamptz not null,
  primary key (authority, service, node)
);

-- How many submissions a programme with a limited number of places has had. Without a row nothing is counted.
create table intake.quota (
  authority text not null,
  service text not null,
  taken bigint not null,
  primary key (authority, service)
);

-- Opening time, grace and number of places.
alter table intake.installation add column limits jsonb not null default '{}';

-- Counts in the transaction that stores, so the count is exact; in one order, so two batches cannot block each other.
-- A repetition takes ON CONFLICT and is no inserted row: it does not count.
create function intake.count_quota() returns trigger language plpgsql as $$
begin
  if not exists (select from intake.quota) then return null; end if;
  perform from intake.quota q
    where (q.authority, q.service) in (select authority, service from fresh)
    order by q.authority, q.service for update;
  update intake.quota q set taken = q.taken + f.n
    from (select authority, service, count(*) n from fresh group by authority, service) f
    where q.authority = f.authority and q.service = f.service;
  return null;
end $$;
create trigger count_quota after insert on intake.submission
  referencing new table as fresh for each statement execute function intake.count_quota();

alter table intake.line enable row level security;
alter table intake.line_pollers enable row level security;
alter table intake.quota enable row level security;
create policy by_authority on intake.line using (
  authority = current_setting('knopfdruck.authority', true) or current_setting('knopfdruck.authority', true) = '*');
create policy by_authority on intake.line_pollers using (
  authority = current_setting('knopfdruck.authority', true) or current_setting('knopfdruck.authority', true) = '*');
create policy by_authority on intake.quota using (
  authority = current_setting('knopfdruck.authority', true) or current_setting('knopfdruck.authority', true) = '*');

grant select, insert, update on intake.line to knopfdruck_app;
grant select, insert, update, delete on intake.line_pollers to knopfdruck_app;
grant select, insert, update, delete on intake.quota to knopfdruck_app;
