-- Parts of db/schema/requests.ts that drizzle-kit cannot express, with their functions and triggers.

alter table release_requests force row level security;
--> statement-breakpoint
alter table release_proofs force row level security;
--> statement-breakpoint
comment on column release_requests.asked_name is 'the name at that time: row-level security shows a seller no other user';
--> statement-breakpoint
comment on column release_requests.reason is 'code of the reason to decline; the sentence is requests.declined.<reason> in messages';
--> statement-breakpoint
grant select, insert (seller_id, line, asked_by, asked_name, note) on release_requests to portal_people;
--> statement-breakpoint
grant select, insert on release_proofs to portal_people;
--> statement-breakpoint
-- A request or decision counts up `news`, so that the seller's open pages read again.
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
-- The retention of proofs of delivery begins with the decision. The trigger names no column, because Postgres allows no transition table for
-- triggers on columns.
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
