-- Which rows of a batch may be stored where places are counted: those that are there already, and of the others as many as
-- there are places, in their order. Whoever stores counts under the lock taken here, so what is found free stays so until the
-- commit. A function, because each of its statements sees what was committed while the one before waited; one statement
-- alone would take a repetition of what was stored meanwhile for somebody new.
create function intake.within_quota(batch json) returns setof uuid language plpgsql as $$
begin
  perform from intake.quota q
    where (q.authority, q.service) in (
      select b.authority, b.service from json_to_recordset(batch) as b (authority text, service text))
    order by q.authority, q.service for update;
  return query
    with found as (
      select b.key, b.authority, b.service, s.id is not null as is_there,
        row_number() over (partition by b.authority, b.service, s.id is null order by b.position) as nth
      from rows from (json_to_recordset(batch) as (key uuid, authority text, service text)) with ordinality
        as b (key, authority, service, position)
      left join intake.submission s on s.id = b.key)
    select f.key from found f
      left join intake.quota q using (authority, service)
      left join intake.installation i using (authority, service)
    -- Null where the quota was taken away meanwhile.
    where f.is_there or coalesce(q.taken + f.nth <= (i.limits ->> 'quota')::bigint, true);
end $$;

-- A report of who asks stands until the last of them should have asked again, wherever: not for a time of its own.
-- Processes of the release before, which may still run, write and read `at`.
alter table intake.line_pollers
  add column until timestamptz not null default now() + interval '1 minute',
  alter column at set default now();
