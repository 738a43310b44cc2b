-- What drizzle-kit cannot say of db/schema/fx.ts, and the functions and triggers that belong to it.

alter table rates force row level security;
--> statement-breakpoint
grant select on rates to portal_people;
--> statement-breakpoint
create trigger append_only before update or delete or truncate on rates for each statement execute function refuse_change();
--> statement-breakpoint
alter table rates enable always trigger append_only;
