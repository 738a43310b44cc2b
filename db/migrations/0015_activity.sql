-- What drizzle-kit cannot say of db/schema/activity.ts, and the functions and triggers that belong to it.

alter table saved_views force row level security;
--> statement-breakpoint
comment on column saved_views.filter is 'as server/activity/schema.ts reads it, never an address';
--> statement-breakpoint
grant select, delete, insert (seller_id, user_id, name, currency, filter) on saved_views to portal_people;
