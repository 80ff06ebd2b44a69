-- What the scanner cannot take is tried again after growing pauses, as submissions are that cannot be opened, and then set aside.
alter table intake.attachment
  drop constraint attachment_state_check,
  add constraint attachment_state_check
    check (state in ('arriving', 'pending', 'clean', 'unscanned', 'infected', 'aside', 'leaving')),
  add column tries int not null default 0,
  add column due_at timestamptz,
  add column fault text;
-- Counted every few seconds.
create index attachment_put_off on intake.attachment (handle) where state = 'pending' and tries > 0;
create index attachment_aside on intake.attachment (handle) where state = 'aside';
grant update (tries, due_at, fault) on intake.attachment to knopfdruck_app;

-- Whose answers these are, so that one journey cannot be kept under any number of codes. What was kept before counts for none.
alter table intake.saved add column journey uuid;
create index saved_journey on intake.saved (authority, journey);
