-- What drizzle-kit cannot say of db/schema/requests.ts, and the functions and triggers that belong to it.

alter table release_requests force row level security;
--> statement-breakpoint
alter table release_proofs force row level security;
--> statement-breakpoint
comment on column release_requests.asked_name is 'as they were called then: a seller sees no other row of users';
--> statement-breakpoint
comment on column release_requests.reason is 'why it was declined; the sentence is in messages: requests.declined.<reason>';
--> statement-breakpoint
grant select, insert (seller_id, line, asked_by, asked_name, note) on release_requests to portal_people;
--> statement-breakpoint
grant select, insert on release_proofs to portal_people;
--> statement-breakpoint
-- A request and its decision reach the seller's open pages like an order that was shipped (`news`), whoever writes them.
create function requests_told() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
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
revoke all on function requests_told from public;
--> statement-breakpoint
create trigger told_asked after insert on release_requests referencing new table as changed
  for each statement execute function requests_told();
--> statement-breakpoint
create trigger told_decided after update on release_requests referencing new table as changed
  for each statement execute function requests_told();
--> statement-breakpoint
-- Proofs of delivery are in use until the decision, whoever writes it; from then on their days of retention count. It names no column,
-- because Postgres gives triggers of columns no transition table.
create function retain_proofs() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
begin
  update files as f set retained_from = r.decided_at
    from changed as r join release_proofs as p on p.seller_id = r.seller_id and p.request = r.id
    where f.seller_id = p.seller_id and f.id = p.file and f.retained_from is distinct from r.decided_at;
  return null;
end
$$;
--> statement-breakpoint
revoke all on function retain_proofs from public;
--> statement-breakpoint
create trigger retained_decided after update on release_requests referencing new table as changed
  for each statement execute function retain_proofs();
