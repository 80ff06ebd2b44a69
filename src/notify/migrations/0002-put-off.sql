-- A mail that only confirms and waits for calmer times, with the service whose level decides; no job leads to it meanwhile, so
-- that a hundred thousand of them are rows and no load.
alter table notify.message add column put_off_for text;
create index message_put_off on notify.message (authority, put_off_for) where put_off_for is not null;
grant update (put_off_for) on notify.message to knopfdruck_app;
