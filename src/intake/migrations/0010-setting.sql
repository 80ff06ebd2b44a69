-- Under which package and parameters each installation has ever taken submissions: who hands in again after a lost answer is
-- checked by what held then. The web cannot read it from the submission, which is sealed to the authority.
create table intake.setting (
  authority text not null,
  service text not null,
  digest text not null,
  -- Parameters may be longer than an index takes.
  mark text not null,
  parameters jsonb not null,
  since timestamptz not null default now(),
  primary key (authority, service, digest, mark)
);
insert into intake.setting (authority, service, digest, mark, parameters, since)
  select authority, service, digest, md5(parameters::text), parameters, changed_at from intake.installation;

-- By trigger, so that no way of changing an installation can forget it.
create function intake.keep_setting() returns trigger language plpgsql as $$
begin
  insert into intake.setting (authority, service, digest, mark, parameters)
    values (new.authority, new.service, new.digest, md5(new.parameters::text), new.parameters)
    on conflict do nothing;
  return null;
end $$;
create trigger keep_setting after insert or update of digest, parameters on intake.installation
  for each row execute function intake.keep_setting();

alter table intake.setting enable row level security;
create policy by_authority on intake.setting using (
  authority = current_setting('knopfdruck.authority', true) or current_setting('knopfdruck.authority', true) = '*');
grant select, insert on intake.setting to knopfdruck_app;
