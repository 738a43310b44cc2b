-- Parts of db/schema/files.ts that drizzle-kit cannot express.

alter table files force row level security;
--> statement-breakpoint
alter table files alter column sealed set storage external;
--> statement-breakpoint
comment on column files.sha256 is 'SHA-256 of the file as it is handed out';
--> statement-breakpoint
comment on column files.sealed is 'AES-256-GCM, bound to purpose, id and seller (server/platform/sealed-places.ts)';
--> statement-breakpoint
comment on column files.retained_from is 'beginning of its retention period; null while the file is in use';
--> statement-breakpoint
grant select, insert (seller_id, id, purpose, media_type, size, sha256, sealed) on files to portal_people;
--> statement-breakpoint
grant select (seller_id, id, purpose, retained_from, removed_at), update (sealed, removed_at) on files to portal_batch;
