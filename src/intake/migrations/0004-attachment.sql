-- Files uploaded ahead of the submission. Content lies in the file store, encrypted under a key that is boxed to the
-- authority: the web writes and cannot read. Without a submission of the journey, row and content go after keep_until.
create table intake.attachment (
  authority text not null,
  handle uuid not null,
  journey uuid not null,
  service text not null,
  wrapped_key text not null,
  type text not null default '',
  size bigint not null default 0,
  state text not null default 'arriving'
    check (state in ('arriving', 'pending', 'clean', 'unscanned', 'infected', 'leaving')),
  finding text,
  uploaded_at timestamptz not null,
  keep_until timestamptz,
  leased_until timestamptz,
  primary key (authority, handle)
);
create index attachment_journey on intake.attachment (authority, journey);
create index attachment_pending on intake.attachment (handle) where state = 'pending';
create index attachment_keep on intake.attachment (keep_until) where keep_until is not null;

alter table intake.attachment enable row level security;
create policy by_authority on intake.attachment using (
  authority = current_setting('knopfdruck.authority', true) or current_setting('knopfdruck.authority', true) = '*');
grant select, insert, delete on intake.attachment to knopfdruck_app;
grant update (type, size, state, finding, keep_until, leased_until) on intake.attachment to knopfdruck_app;
