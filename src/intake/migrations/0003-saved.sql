-- Unfinished journeys that people chose to keep. The id is derived from a code that only they have, and so is the key of
-- the content: neither a dump of this table nor all keys of the servers open it.
create table intake.saved (
  authority text not null,
  id text not null check (id ~ '^[0-9a-f]{64}$'),
  service text not null,
  content text not null,
  until timestamptz not null,
  primary key (authority, id)
);
create index saved_until on intake.saved (until);

alter table intake.saved enable row level security;
create policy by_authority on intake.saved using (
  authority = current_setting('knopfdruck.authority', true) or current_setting('knopfdruck.authority', true) = '*');
grant select, insert, update, delete on intake.saved to knopfdruck_app;
