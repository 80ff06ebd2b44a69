create schema notify;

-- One message for each occasion and channel of a case. What it says is sealed: inbox items under the applicant's
-- secret (the pages for applicants hold no other key), mails under the case's data key.
create table notify.message (
  authority text not null,
  id uuid not null,
  case_id uuid not null,
  occasion text not null check (occasion in ('received', 'decided', 'paid', 'prioritised')),
  channel text not null check (channel in ('inbox', 'email')),
  state text not null check (state in ('waiting', 'sent', 'refused', 'expired')),
  attempts int not null default 0,
  lease_until timestamptz, -- while somebody is sending it
  fault text, -- code of the last failure, nothing personal
  made_at timestamptz not null,
  sent_at timestamptz,
  sealed bytea not null,
  primary key (authority, id),
  unique (authority, case_id, occasion, channel)
);

create table notify.attachment (
  authority text not null,
  message_id uuid not null,
  position int not null,
  name text not null,
  type text not null,
  size int not null,
  sealed bytea not null,
  primary key (authority, message_id, position),
  foreign key (authority, message_id) references notify.message (authority, id)
);

do $$
declare name text;
begin
  foreach name in array array['message', 'attachment'] loop
    execute format('alter table notify.%I enable row level security', name);
    execute format($policy$create policy by_authority on notify.%I
      using (authority = current_setting('knopfdruck.authority', true) or current_setting('knopfdruck.authority', true) = '*')$policy$, name);
  end loop;
end $$;

grant usage on schema notify to knopfdruck_app;
grant select, insert on notify.message, notify.attachment to knopfdruck_app;
grant update (state, attempts, lease_until, fault, sent_at) on notify.message to knopfdruck_app;
