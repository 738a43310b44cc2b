-- Parts of db/schema/activity.ts that drizzle-kit cannot express, with their functions and triggers.

alter table saved_views force row level security;
--> statement-breakpoint
comment on column saved_views.filter is 'the filter in the form of server/activity/schema.ts, not an address';
--> statement-breakpoint
grant select, delete, insert (seller_id, user_id, name, currency, filter) on saved_views to portal_people;
