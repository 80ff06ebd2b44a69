-- What a submission is still without: sealed under the applicant's own secret, so that the pages can ask for it when somebody
-- brings number and secret, and nobody can read it before.
alter table intake.submission add column remainder text;

-- What was handed in later. Written once, sealed to the authority as submissions are; the table is the queue of the worker.
create table intake.supplement (
  id uuid primary key,
  authority text not null,
  service text not null,
  submission uuid not null references intake.submission (id),
  position int not null check (position > 0),
  digest text not null,
  received_at timestamptz not null,
  hash text not null,
  content text not null,
  remainder text not null,
  repeated int not null default 0,
  taken_at timestamptz,
  set_aside text,
  -- One after the other: what two tabs hand in at once can never answer the same question twice.
  unique (authority, submission, position)
);
create index supplement_waiting on intake.supplement (id) where taken_at is null;

alter table intake.supplement enable row level security;
create policy by_authority on intake.supplement using (
  authority = current_setting('knopfdruck.authority', true) or current_setting('knopfdruck.authority', true) = '*');
grant select, insert on intake.supplement to knopfdruck_app;
grant update (repeated, taken_at, set_aside) on intake.supplement to knopfdruck_app;
