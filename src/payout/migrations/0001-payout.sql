create schema payout;

-- What is owed after a grant: one order a case, for good. Who gets it is sealed under the case's data key.
create table payout.payment_order (
  authority text not null,
  id uuid not null,
  case_id uuid not null,
  number text not null, -- of the case; goes along as the end-to-end reference
  service text not null,
  amount numeric(17, 2) not null,
  state text not null check (state in ('ordered', 'held', 'batched', 'released')),
  obstacle text check ((obstacle is not null) = (state = 'held')),
  payee bytea not null,
  ordered_at timestamptz not null,
  primary key (authority, id),
  unique (authority, case_id)
);
create index on payout.payment_order (authority, state, ordered_at, id) where state <> 'released';

-- Orders that are paid together. content_hash fixes who gets what when the batch is put together, so that what is
-- released is what was seen; the file, made on release, is sealed under a key of the batch's own.
create table payout.batch (
  authority text not null,
  id uuid not null,
  message_id text not null unique check (length(message_id) <= 35),
  state text not null check (state in ('made', 'released', 'cancelled')),
  count int not null check (count > 0),
  total numeric(17, 2) not null check (total > 0),
  content_hash text not null,
  made_by uuid not null,
  made_by_name text not null,
  made_at timestamptz not null,
  ended_by uuid, -- who released or cancelled it
  ended_by_name text,
  ended_at timestamptz,
  remark text,
  execution_day date,
  wrapped_key bytea,
  file bytea,
  file_hash text,
  primary key (authority, id),
  check (state <> 'released' or (ended_by <> made_by and file is not null and execution_day is not null)),
  check ((state = 'made') = (ended_at is null))
);

create table payout.batch_item (
  authority text not null,
  batch_id uuid not null,
  position int not null,
  order_id uuid not null,
  amount numeric(17, 2) not null check (amount > 0),
  live boolean not null default true, -- false once the batch was cancelled
  primary key (authority, batch_id, position),
  foreign key (authority, batch_id) references payout.batch (authority, id),
  foreign key (authority, order_id) references payout.payment_order (authority, id)
);
-- The last line of defence: no order stands in two batches, whatever the code does.
create unique index one_batch_an_order on payout.batch_item (authority, order_id) where live;

-- Who took a file out.
create table payout.download (
  authority text not null,
  id bigint generated always as identity,
  batch_id uuid not null,
  staff uuid not null,
  name text not null,
  at timestamptz not null,
  primary key (authority, id),
  foreign key (authority, batch_id) references payout.batch (authority, id)
);

create function payout.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% % is final and cannot change any more', tg_table_name, old.id;
end $$;
create trigger final before update or delete on payout.batch
  for each row when (old.state <> 'made') execute function payout.refuse_change();
create trigger final before update or delete on payout.payment_order
  for each row when (old.state = 'released') execute function payout.refuse_change();

create function payout.refuse_item_change() returns trigger language plpgsql as $$
declare
  item payout.batch_item := coalesce(new, old);
begin
  if (select state from payout.batch where authority = item.authority and id = item.batch_id) <> 'made' then
    raise exception 'batch % is final; its items cannot change any more', item.batch_id;
  end if;
  return item;
end $$;
create trigger final before insert or update or delete on payout.batch_item
  for each row execute function payout.refuse_item_change();

do $$
declare name text;
begin
  foreach name in array array['payment_order', 'batch', 'batch_item', 'download'] loop
    execute format('alter table payout.%I enable row level security', name);
    execute format($policy$create policy by_authority on payout.%I
      using (authority = current_setting('knopfdruck.authority', true) or current_setting('knopfdruck.authority', true) = '*')$policy$, name);
  end loop;
end $$;

grant usage on schema payout to knopfdruck_app;
grant select, insert on all tables in schema payout to knopfdruck_app; -- nothing is ever deleted
grant update (state, obstacle) on payout.payment_order to knopfdruck_app;
grant update (state, ended_by, ended_by_name, ended_at, remark, execution_day, wrapped_key, file, file_hash)
  on payout.batch to knopfdruck_app;
grant update (live) on payout.batch_item to knopfdruck_app;
