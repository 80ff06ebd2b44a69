-- What each web process did in a minute, written every few seconds: the processes share nothing else, and the office shows
-- all of them together. Figures only; kept for a day.
create table intake.load (
  authority text not null,
  minute timestamptz not null,
  node uuid not null,
  accepted int not null,
  repeated int not null,
  failed int not null,
  shed int not null,
  waiting int not null,
  commit_ms real,
  primary key (authority, minute, node)
);

alter table intake.load enable row level security;
create policy by_authority on intake.load using (
  authority = current_setting('knopfdruck.authority', true) or current_setting('knopfdruck.authority', true) = '*');
grant select, insert, update, delete on intake.load to knopfdruck_app;
