-- A request and its decision reach the seller's open pages like an order that was shipped (`news`), whoever writes them.
create function requests_told() returns trigger language plpgsql security definer set search_path = public, pg_temp as
$$
declare
  seller integer;
begin
  for seller in update sellers set news = news + 1 where id in (select seller_id from changed) returning id loop
    perform pg_notify('books', seller::text);
  end loop;
  return null;
end
$$;
--> statement-breakpoint
revoke all on function requests_told() from public;
--> statement-breakpoint
create trigger told_asked after insert on release_requests referencing new table as changed
  for each statement execute function requests_told();
--> statement-breakpoint
create trigger told_decided after update on release_requests referencing new table as changed
  for each statement execute function requests_told();
--> statement-breakpoint
comment on column sellers.news is 'counts what changed something a page shows and moved no money: a batch of events, a request, a decision';
--> statement-breakpoint
-- A proof shows a buyer's name and address. It goes some time after the decision; the request, its decision and that there was a proof stay.
alter table release_proofs alter column bytes drop not null, add column removed_at timestamptz,
  add check ((bytes is null) = (removed_at is not null));
--> statement-breakpoint
insert into policies (name, effective_from, value, unit, source) values
  ('proof_days', '2000-01-01', 180, 'days',
    'House rule: half a year after the decision (Personal Information Protection Law of the PRC, article 19: no longer than needed)');
--> statement-breakpoint
-- The job that removes them reads no proof.
create policy batch on release_requests for select to portal_batch using (true);
--> statement-breakpoint
create policy batch on release_proofs to portal_batch using (true) with check (bytes is null);
--> statement-breakpoint
grant select (seller_id, id, decided_at) on release_requests to portal_batch;
--> statement-breakpoint
grant select (seller_id, id, request, removed_at), update (bytes, removed_at) on release_proofs to portal_batch;
