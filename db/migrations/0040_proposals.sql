CREATE TABLE "proposals" (
	"marketplace_id" integer NOT NULL,
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"purpose" text NOT NULL,
	"subject" uuid NOT NULL,
	"seller_id" integer,
	"content" text NOT NULL,
	"content_hash" "bytea" NOT NULL,
	"beneficiary" integer,
	"maker" integer NOT NULL,
	"maker_name" text NOT NULL,
	"made_at" timestamp with time zone DEFAULT portal_now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"checker" integer,
	"checker_name" text,
	"remark" text,
	"ended_at" timestamp with time zone,
	CONSTRAINT "proposals_of_seller" UNIQUE("seller_id","id"),
	CONSTRAINT "proposals_purpose_check" CHECK (purpose in ('release_decision')),
	CONSTRAINT "proposals_state_check" CHECK (state in ('open', 'approved', 'declined', 'expired', 'withdrawn')),
	CONSTRAINT "proposals_hash_check" CHECK (content_hash = sha256(convert_to(content, 'UTF8'))),
	CONSTRAINT "proposals_expiry_check" CHECK (expires_at > made_at and expires_at <= made_at + interval '31 days'),
	CONSTRAINT "proposals_ended_check" CHECK ((state = 'open') = (ended_at is null)),
	CONSTRAINT "proposals_checked_check" CHECK ((state in ('approved', 'declined')) = (checker is not null)),
	CONSTRAINT "proposals_checker_name_check" CHECK ((checker is null) = (checker_name is null)),
	CONSTRAINT "proposals_two_people_check" CHECK (checker <> maker),
	CONSTRAINT "proposals_beneficiary_check" CHECK (beneficiary is null or (beneficiary <> maker and beneficiary is distinct from checker)),
	CONSTRAINT "proposals_in_time_check" CHECK (state <> 'approved' or ended_at < expires_at),
	CONSTRAINT "proposals_expired_check" CHECK (state <> 'expired' or ended_at >= expires_at),
	CONSTRAINT "proposals_remark_check" CHECK (char_length(remark) <= 500)
);
--> statement-breakpoint
ALTER TABLE "proposals" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "release_decisions" (
	"seller_id" integer NOT NULL,
	"request" uuid NOT NULL,
	"decided_by" integer NOT NULL,
	"decided_name" text NOT NULL,
	"currency" char(3) collate "C" NOT NULL,
	"amount" bigint NOT NULL,
	"proposal" uuid,
	CONSTRAINT "release_decisions_pkey" PRIMARY KEY("seller_id","request")
);
--> statement-breakpoint
ALTER TABLE "release_decisions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_marketplace_id_marketplaces_id_fk" FOREIGN KEY ("marketplace_id") REFERENCES "public"."marketplaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_beneficiary_users_id_fk" FOREIGN KEY ("beneficiary") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_maker_users_id_fk" FOREIGN KEY ("maker") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_checker_users_id_fk" FOREIGN KEY ("checker") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_decisions" ADD CONSTRAINT "release_decisions_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_decisions" ADD CONSTRAINT "release_decisions_request_fk" FOREIGN KEY ("seller_id","request") REFERENCES "public"."release_requests"("seller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_decisions" ADD CONSTRAINT "release_decisions_proposal_fk" FOREIGN KEY ("seller_id","proposal") REFERENCES "public"."proposals"("seller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "proposals_open" ON "proposals" USING btree ("marketplace_id","purpose","subject") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "proposals_subject" ON "proposals" USING btree ("subject","made_at");--> statement-breakpoint
CREATE INDEX "release_requests_queue" ON "release_requests" USING btree ("asked_at","id") WHERE decision is null;--> statement-breakpoint
CREATE INDEX "release_requests_decided" ON "release_requests" USING btree ("decided_at","id") WHERE decision is not null;--> statement-breakpoint
ALTER TABLE "release_requests" ADD CONSTRAINT "release_requests_id" UNIQUE("id");--> statement-breakpoint
CREATE POLICY "staff" ON "events" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ((select is_acting_staff(array['reviewer', 'approver', 'auditor'])) and exists (
      select from sellers s where s.id = events.seller_id and s.marketplace_id = (select staff_marketplace()) offset 0));--> statement-breakpoint
CREATE POLICY "staff" ON "lines" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ((select is_acting_staff(array['reviewer', 'approver', 'auditor'])) and exists (
      select from sellers s where s.id = lines.seller_id and s.marketplace_id = (select staff_marketplace()) offset 0));--> statement-breakpoint
CREATE POLICY "staff" ON "refunds" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ((select is_acting_staff(array['reviewer', 'approver', 'auditor'])) and exists (
      select from sellers s where s.id = refunds.seller_id and s.marketplace_id = (select staff_marketplace()) offset 0));--> statement-breakpoint
CREATE POLICY "staff" ON "files" AS PERMISSIVE FOR SELECT TO "portal_staff" USING (purpose = 'release_proof' and (select is_acting_staff(array['reviewer', 'approver', 'auditor'])) and exists (
      select from sellers s where s.id = files.seller_id and s.marketplace_id = (select staff_marketplace()) offset 0));--> statement-breakpoint
CREATE POLICY "staff" ON "release_proofs" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ((select is_acting_staff(array['reviewer', 'approver', 'auditor'])) and exists (
      select from sellers s where s.id = release_proofs.seller_id and s.marketplace_id = (select staff_marketplace()) offset 0));--> statement-breakpoint
CREATE POLICY "staff" ON "release_requests" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ((select is_acting_staff(array['reviewer', 'approver', 'auditor'])) and exists (
      select from sellers s where s.id = release_requests.seller_id and s.marketplace_id = (select staff_marketplace()) offset 0));--> statement-breakpoint
CREATE POLICY "owner" ON "proposals" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "proposals" AS PERMISSIVE FOR SELECT TO "portal_staff" USING (marketplace_id = (select staff_marketplace()) and case purpose when 'release_decision' then (select is_acting_staff(array['reviewer', 'approver', 'auditor'])) else false end);--> statement-breakpoint
CREATE POLICY "make" ON "proposals" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK (marketplace_id = (select staff_marketplace()) and state = 'open' and maker = (select nullif(current_setting('app.actor_id', true), '')::int) and (seller_id is null or exists (
      select from sellers as s where s.id = proposals.seller_id and s.marketplace_id = proposals.marketplace_id)) and case purpose when 'release_decision' then (select is_acting_staff(array['reviewer', 'approver'])) else false end);--> statement-breakpoint
CREATE POLICY "end" ON "proposals" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING (marketplace_id = (select staff_marketplace()) and state = 'open') WITH CHECK (marketplace_id = (select staff_marketplace()) and case state when 'withdrawn' then maker = (select nullif(current_setting('app.actor_id', true), '')::int) and case purpose when 'release_decision' then (select is_acting_staff(array['reviewer', 'approver'])) else false end
        when 'expired' then expires_at <= portal_now() and case purpose when 'release_decision' then (select is_acting_staff(array['reviewer', 'approver'])) else false end
        else expires_at > portal_now() and checker = (select nullif(current_setting('app.actor_id', true), '')::int) and case purpose when 'release_decision' then (select is_acting_staff(array['approver'])) else false end end);--> statement-breakpoint
CREATE POLICY "owner" ON "release_decisions" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "staff" ON "release_decisions" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ((select is_acting_staff(array['reviewer', 'approver', 'auditor'])) and exists (
      select from sellers s where s.id = release_decisions.seller_id and s.marketplace_id = (select staff_marketplace()) offset 0));
--> statement-breakpoint
alter table proposals force row level security;
--> statement-breakpoint
alter table release_decisions force row level security;
--> statement-breakpoint
comment on column proposals.content is 'canonical JSON of the proposal; content_hash is its SHA-256, which the checker must name';
--> statement-breakpoint
comment on column release_decisions.amount is 'amount of the line that waited at the decision, in minor units';
--> statement-breakpoint
comment on column proposals.maker_name is 'the name at that time: row-level security shows staff no user';
--> statement-breakpoint
grant select, insert (marketplace_id, purpose, subject, seller_id, content, content_hash, beneficiary, maker, maker_name, expires_at),
  update (state, checker, checker_name, remark, ended_at) on proposals to portal_staff;
--> statement-breakpoint
grant select on lines, refunds, events, release_requests, release_decisions, release_proofs, files to portal_staff;
--> statement-breakpoint
insert into policies (name, effective_from, value, unit, source) values
  ('proposal_hours', '2000-01-01', 72, 'hours', 'House rule: what a second person has not confirmed within three days is proposed anew'),
  ('release_request_two_people_amount_cny', '2000-01-01', 500000, 'minor units',
    'House rule: of a release request above 5,000.00 two people decide; in a currency without an amount of its own, of every one'),
  ('release_request_two_people_amount_usd', '2000-01-01', 100000, 'minor units',
    'House rule: of a release request above 1,000.00 two people decide; in a currency without an amount of its own, of every one');
