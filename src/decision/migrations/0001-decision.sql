-- Notices as they were issued, sealed under the data key of their case.
create schema decision;

create table decision.notice (
  authority text not null,
  id uuid not null,
  case_id uuid not null,
  sha256 text not null, -- of the PDF, hex: also recorded in the chain of the case
  sent date not null,
  announced date not null,
  object_until date not null,
  sealed_text bytea not null,
  sealed_pdf bytea not null,
  primary key (authority, id),
  unique (authority, case_id) -- a job that runs twice issues one notice
);

alter table decision.notice enable row level security;
create policy by_authority on decision.notice using (
  authority = current_setting('knopfdruck.authority', true) or current_setting('knopfdruck.authority', true) = '*');

grant usage on schema decision to knopfdruck_app;
grant select, insert on decision.notice to knopfdruck_app; -- what was issued does not change
