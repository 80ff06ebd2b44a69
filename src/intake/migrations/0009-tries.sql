-- What could not be opened or merged is tried again, after growing pauses, and set aside only then: a worker of another release
-- or with the right key may be able to. Columns that a submission's insert does not name cost it nothing.
alter table intake.submission
  add column tries int not null default 0,
  add column due_at timestamptz,
  add column fault text;
alter table intake.supplement
  add column tries int not null default 0,
  add column due_at timestamptz,
  add column fault text;
-- Counted every few seconds, as what was set aside is.
create index submission_put_off on intake.submission (id) where tries > 0 and taken_at is null;
create index supplement_put_off on intake.supplement (id) where tries > 0 and taken_at is null;

grant update (tries, due_at, fault) on intake.submission to knopfdruck_app;
grant update (tries, due_at, fault) on intake.supplement to knopfdruck_app;
