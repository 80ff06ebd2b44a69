-- How far each web process has gone in leaving things out, while it has: all of them act by the highest of the last seconds,
-- so that an applicant meets the same form whichever process answers; the worker puts off mails by it.
create table intake.ladder (
  node uuid primary key,
  level int not null check (level between 1 and 4),
  at timestamptz not null
);
grant select, insert, update, delete on intake.ladder to knopfdruck_app;
