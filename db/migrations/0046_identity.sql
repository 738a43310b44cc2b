CREATE TABLE "identity_attempts" (
	"seller_id" integer NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"region" text NOT NULL,
	"document_type" text NOT NULL,
	"typed" "bytea",
	"started_at" timestamp with time zone DEFAULT portal_now() NOT NULL,
	"started_by" integer NOT NULL,
	"submitted_at" timestamp with time zone,
	"decided_at" timestamp with time zone,
	"reasons" jsonb,
	"remark" text,
	"taken_by" integer,
	"taken_name" text,
	"taken_until" timestamp with time zone,
	"decided_name" text,
	CONSTRAINT "identity_attempts_pkey" PRIMARY KEY("seller_id","id"),
	CONSTRAINT "identity_attempts_id" UNIQUE("id"),
	CONSTRAINT "identity_attempts_state_check" CHECK (state in ('draft', 'submitted', 'sent_back', 'approved')),
	CONSTRAINT "identity_attempts_region_check" CHECK (region in ('CN', 'HK', 'MO', 'TW', 'other')),
	CONSTRAINT "identity_attempts_document_type_check" CHECK (document_type in ('resident_id', 'hk_mo_permit', 'taiwan_permit', 'residence_permit', 'passport', 'foreign_pr_card')),
	CONSTRAINT "identity_attempts_typed_check" CHECK (octet_length(typed) <= 4096),
	CONSTRAINT "identity_attempts_remark_check" CHECK (char_length(remark) <= 500),
	CONSTRAINT "identity_attempts_submitted_check" CHECK ((state = 'draft') = (submitted_at is null) and (state = 'draft' or typed is not null)),
	CONSTRAINT "identity_attempts_decided_check" CHECK ((state in ('sent_back', 'approved')) = (decided_at is not null)),
	CONSTRAINT "identity_attempts_reasons_check" CHECK (case state when 'sent_back' then reasons is not null when 'draft' then true else reasons is null end),
	CONSTRAINT "identity_attempts_taken_check" CHECK ((taken_by is null) = (taken_until is null) and (taken_by is null) = (taken_name is null))
);
--> statement-breakpoint
ALTER TABLE "identity_attempts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "identity_pages" (
	"seller_id" integer NOT NULL,
	"attempt" uuid NOT NULL,
	"page" text NOT NULL,
	"file" uuid NOT NULL,
	CONSTRAINT "identity_pages_pkey" PRIMARY KEY("seller_id","attempt","page"),
	CONSTRAINT "identity_pages_page_check" CHECK (page in ('front', 'back', 'info', 'entry_stamp'))
);
--> statement-breakpoint
ALTER TABLE "identity_pages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "verified_identities" (
	"seller_id" integer PRIMARY KEY NOT NULL,
	"attempt" uuid NOT NULL,
	"name" text NOT NULL,
	"latin_name" text NOT NULL,
	"verified_at" timestamp with time zone NOT NULL,
	"renew_by" timestamp with time zone NOT NULL,
	CONSTRAINT "verified_identities_name_check" CHECK (char_length(name) between 1 and 128 and char_length(latin_name) <= 128)
);
--> statement-breakpoint
ALTER TABLE "verified_identities" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "files" DROP CONSTRAINT "files_purpose_check";--> statement-breakpoint
ALTER TABLE "identity_attempts" ADD CONSTRAINT "identity_attempts_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_attempts" ADD CONSTRAINT "identity_attempts_started_by_users_id_fk" FOREIGN KEY ("started_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_attempts" ADD CONSTRAINT "identity_attempts_taken_by_users_id_fk" FOREIGN KEY ("taken_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_pages" ADD CONSTRAINT "identity_pages_attempt_fk" FOREIGN KEY ("seller_id","attempt") REFERENCES "public"."identity_attempts"("seller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_pages" ADD CONSTRAINT "identity_pages_file_fk" FOREIGN KEY ("seller_id","file") REFERENCES "public"."files"("seller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verified_identities" ADD CONSTRAINT "verified_identities_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verified_identities" ADD CONSTRAINT "verified_identities_attempt_fk" FOREIGN KEY ("seller_id","attempt") REFERENCES "public"."identity_attempts"("seller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "identity_attempts_open" ON "identity_attempts" USING btree ("seller_id") WHERE state in ('draft', 'submitted');--> statement-breakpoint
CREATE INDEX "identity_attempts_queue" ON "identity_attempts" USING btree ("submitted_at","id") WHERE state = 'submitted';--> statement-breakpoint
CREATE INDEX "identity_attempts_decided" ON "identity_attempts" USING btree ("decided_at","id") WHERE decided_at is not null;--> statement-breakpoint
CREATE INDEX "identity_pages_file" ON "identity_pages" USING btree ("seller_id","file");--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_purpose_check" CHECK ((purpose = 'release_proof' and media_type in ('image/jpeg', 'image/png', 'application/pdf') and size <= 15728640) or (purpose = 'identity_page' and media_type in ('image/jpeg', 'image/png') and size <= 15728640));--> statement-breakpoint
CREATE POLICY "owner" ON "identity_attempts" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "identity_attempts" AS PERMISSIVE FOR SELECT TO "portal_people" USING (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "begin" ON "identity_attempts" AS PERMISSIVE FOR INSERT TO "portal_people" WITH CHECK (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int) and state = 'draft');--> statement-breakpoint
CREATE POLICY "edit" ON "identity_attempts" AS PERMISSIVE FOR UPDATE TO "portal_people" USING (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int) and state = 'draft') WITH CHECK (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int) and state in ('draft', 'submitted'));--> statement-breakpoint
CREATE POLICY "staff" ON "identity_attempts" AS PERMISSIVE FOR SELECT TO "portal_staff" USING (state <> 'draft' and (select is_acting_staff(array['reviewer', 'approver', 'auditor'])) and exists (
      select from sellers s where s.id = identity_attempts.seller_id and s.marketplace_id = (select staff_marketplace()) offset 0));--> statement-breakpoint
CREATE POLICY "owner" ON "identity_pages" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "identity_pages" AS PERMISSIVE FOR SELECT TO "portal_people" USING (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "send" ON "identity_pages" AS PERMISSIVE FOR INSERT TO "portal_people" WITH CHECK (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int) and exists (
      select from identity_attempts a where a.seller_id = identity_pages.seller_id and a.id = identity_pages.attempt and a.state = 'draft'));--> statement-breakpoint
CREATE POLICY "remove" ON "identity_pages" AS PERMISSIVE FOR DELETE TO "portal_people" USING (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int) and exists (
      select from identity_attempts a where a.seller_id = identity_pages.seller_id and a.id = identity_pages.attempt and a.state = 'draft'));--> statement-breakpoint
CREATE POLICY "staff" ON "identity_pages" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ((select is_acting_staff(array['reviewer', 'approver', 'auditor'])) and exists (
      select from sellers s where s.id = identity_pages.seller_id and s.marketplace_id = (select staff_marketplace()) offset 0));--> statement-breakpoint
CREATE POLICY "owner" ON "verified_identities" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "verified_identities" AS PERMISSIVE FOR SELECT TO "portal_people" USING (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "staff" ON "verified_identities" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ((select is_acting_staff(array['reviewer', 'approver', 'auditor'])) and exists (
      select from sellers s where s.id = verified_identities.seller_id and s.marketplace_id = (select staff_marketplace()) offset 0));--> statement-breakpoint
ALTER POLICY "staff" ON "files" TO portal_staff USING (purpose in ('release_proof', 'identity_page') and (select is_acting_staff(array['reviewer', 'approver', 'auditor'])) and exists (
      select from sellers s where s.id = files.seller_id and s.marketplace_id = (select staff_marketplace()) offset 0));
--> statement-breakpoint
-- What drizzle-kit cannot say of db/schema/identity.ts.
alter table identity_attempts force row level security;
--> statement-breakpoint
alter table identity_pages force row level security;
--> statement-breakpoint
alter table verified_identities force row level security;
--> statement-breakpoint
comment on column identity_attempts.typed is 'what was typed of the document: AES-256-GCM, bound to seller and id (server/platform/sealed-places.ts)';
--> statement-breakpoint
comment on column identity_attempts.reasons is 'why each item was sent back; the sentences are in messages: identity.reasons.<reason>';
--> statement-breakpoint
comment on column identity_attempts.taken_until is 'until when one reviewer works on it; then others may take it';
--> statement-breakpoint
-- A store sees nothing of who works on its case.
grant select (seller_id, id, state, region, document_type, typed, started_at, started_by, submitted_at, decided_at, reasons, remark),
  insert (seller_id, started_by, region, document_type, reasons, remark),
  update (region, document_type, typed, state, submitted_at, reasons, remark)
  on identity_attempts to portal_people;
--> statement-breakpoint
grant select, insert, delete on identity_pages to portal_people;
--> statement-breakpoint
grant select on verified_identities to portal_people;
--> statement-breakpoint
grant select on identity_attempts, identity_pages, verified_identities to portal_staff;
--> statement-breakpoint
insert into policies (name, effective_from, value, unit, source) values
  ('identity_bytes', '2000-01-01', 268435456, 'bytes', 'House rule: one store can''t fill the disk of all'),
  ('identity_days', '2000-01-01', 30, 'days',
    'House rule: a refused or replaced picture goes after a month (Personal Information Protection Law of the PRC, article 19: no longer than needed)'),
  ('identity_renewal_days', '2000-01-01', 365, 'days', 'House rule: an identity is verified anew every twelve months');
