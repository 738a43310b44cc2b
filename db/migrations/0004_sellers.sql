-- Parts of db/schema/sellers.ts that drizzle-kit cannot express, with their functions and triggers.

alter table sellers force row level security, set (fillfactor = 80);
--> statement-breakpoint
alter table terms_acceptances force row level security;
--> statement-breakpoint
comment on column sellers.time_zone_chosen is 'chosen by the store''s people, so seller.upserted no longer changes it';
--> statement-breakpoint
comment on column sellers.upserted_at is 'occurred_at of the seller.upserted that won';
--> statement-breakpoint
comment on column sellers.closed_as_of is 'occurred_at of the seller.closed or seller.reopened that won';
--> statement-breakpoint
comment on column sellers.news is 'counter of changes that pages show and that moved no money: a batch of events, a request, a decision';
--> statement-breakpoint
comment on column sellers.upserted_by is 'id of the seller.upserted that won';
--> statement-breakpoint
comment on column sellers.closed_by is 'id of the seller.closed or seller.reopened that won';
--> statement-breakpoint
comment on column sellers.code is 'identifies the store in addresses and calls; never changes';
--> statement-breakpoint
comment on column sellers.announced_time_zone is 'time zone of the seller.upserted that won; time_zone is the one in force';
--> statement-breakpoint
grant select, update (time_zone, time_zone_chosen, opened_at) on sellers to portal_people;
--> statement-breakpoint
grant select, insert (marketplace_id, external_id), update (name, region, email, locale, time_zone, upserted_at, closed, closed_as_of, news, upserted_by, closed_by, announced_time_zone)
  on sellers to portal_batch;
--> statement-breakpoint
grant select on sellers to portal_read;
--> statement-breakpoint
grant select, insert on terms_acceptances to portal_people;
--> statement-breakpoint
-- Notifies the job that invites owners when a store gets an address. The events' transaction does nothing more than this NOTIFY.
create function invitee_named() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp as
$$ begin perform pg_notify('invitees', ''); return null; end $$;
--> statement-breakpoint
revoke all on function invitee_named from public;
--> statement-breakpoint
create trigger append_only before update or delete or truncate on terms_acceptances for each statement execute function refuse_change();
--> statement-breakpoint
alter table terms_acceptances enable always trigger append_only;
--> statement-breakpoint
create trigger invitee_renamed after update of email on sellers for each row
  when (new.email is not null and new.email is distinct from old.email) execute function invitee_named();
--> statement-breakpoint
create trigger invitee_named after insert on sellers for each row when (new.email is not null) execute function invitee_named();
