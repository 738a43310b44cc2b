-- What drizzle-kit cannot say of db/schema/factors.ts, and the functions and triggers that belong to it.

alter table totp_factors force row level security;
--> statement-breakpoint
alter table passkeys force row level security;
--> statement-breakpoint
alter table recovery_codes force row level security;
--> statement-breakpoint
grant select, insert, delete, update (secret, last_counter, created_at) on totp_factors to portal_people;
--> statement-breakpoint
grant select, insert, delete, update (counter, used_at) on passkeys to portal_people;
--> statement-breakpoint
grant select, insert, delete, update (used_at) on recovery_codes to portal_people;
