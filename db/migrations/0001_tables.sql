CREATE TABLE "saved_views" (
	"seller_id" integer NOT NULL,
	"user_id" integer NOT NULL,
	"name" text NOT NULL,
	"currency" char(3) collate "C" NOT NULL,
	"filter" jsonb NOT NULL,
	"kept_at" timestamp with time zone DEFAULT portal_now() NOT NULL,
	CONSTRAINT "saved_views_pkey" PRIMARY KEY("seller_id","user_id","name"),
	CONSTRAINT "saved_views_name_check" CHECK (char_length(name) between 1 and 60 and name !~ '[[:cntrl:]]'),
	CONSTRAINT "saved_views_currency_check" CHECK (currency ~ '^[A-Z]{3}$'),
	CONSTRAINT "saved_views_filter_check" CHECK (jsonb_typeof(filter) = 'object' and octet_length(filter::text) <= 4096)
);
--> statement-breakpoint
ALTER TABLE "saved_views" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "passkeys" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"user_id" integer NOT NULL,
	"public_key" "bytea" NOT NULL,
	"counter" bigint NOT NULL,
	"transports" text[] NOT NULL,
	"label" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "passkeys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "recovery_codes" (
	"user_id" integer NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "recovery_codes_pkey" PRIMARY KEY("user_id","code_hash")
);
--> statement-breakpoint
ALTER TABLE "recovery_codes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "totp_factors" (
	"user_id" integer PRIMARY KEY NOT NULL,
	"secret" "bytea" NOT NULL,
	"last_counter" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "totp_factors" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "files" (
	"seller_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"media_type" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" "bytea" NOT NULL,
	"sealed" "bytea",
	"kept_at" timestamp with time zone DEFAULT portal_now() NOT NULL,
	"retained_from" timestamp with time zone,
	"removed_at" timestamp with time zone,
	CONSTRAINT "files_pkey" PRIMARY KEY("seller_id","id"),
	CONSTRAINT "files_purpose_check" CHECK ((purpose = 'release_proof' and media_type in ('image/jpeg', 'image/png', 'application/pdf') and size <= 15728640)),
	CONSTRAINT "files_size_check" CHECK (size >= 0),
	CONSTRAINT "files_sha256_check" CHECK (octet_length(sha256) = 32),
	CONSTRAINT "files_sealed_check" CHECK (octet_length(sealed) between size + 1 and size + 64),
	CONSTRAINT "files_removed_check" CHECK ((sealed is null) = (removed_at is not null))
);
--> statement-breakpoint
ALTER TABLE "files" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rates" (
	"base" char(3) NOT NULL,
	"quote" char(3) NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"rate" numeric(20, 10) NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "rates_pkey" PRIMARY KEY("base","quote","at"),
	CONSTRAINT "rates_base_check" CHECK (base ~ '^[A-Z]{3}$'),
	CONSTRAINT "rates_check" CHECK (quote ~ '^[A-Z]{3}$' and quote <> base),
	CONSTRAINT "rates_rate_check" CHECK (rate > 0),
	CONSTRAINT "rates_source_check" CHECK (length(source) between 1 and 120)
);
--> statement-breakpoint
ALTER TABLE "rates" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"seller_id" integer,
	"role" text,
	"staff_roles" text[],
	"email" text collate "C" NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"locale" text NOT NULL,
	"sent" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"accepted_by" integer,
	"withdrawn_at" timestamp with time zone,
	"invited_by" integer,
	CONSTRAINT "invitations_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "invitations_token_hash_check" CHECK (octet_length(token_hash) = 32),
	CONSTRAINT "invitations_role_check" CHECK (role in ('owner', 'manager', 'finance', 'viewer')),
	CONSTRAINT "invitations_staff_roles_check" CHECK (staff_roles <@ array['admin', 'reviewer', 'approver', 'treasurer', 'auditor']),
	CONSTRAINT "invitations_email_check" CHECK (email = lower(email)),
	CONSTRAINT "invitations_locale_check" CHECK (locale in ('zh-CN', 'zh-TW', 'en')),
	CONSTRAINT "invitations_check" CHECK ((seller_id is null) = (role is null)),
	CONSTRAINT "invitations_check1" CHECK ((seller_id is null) = (staff_roles is not null))
);
--> statement-breakpoint
ALTER TABLE "invitations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "links" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"user_id" integer NOT NULL,
	"email" text collate "C" NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"was" jsonb,
	CONSTRAINT "links_token_hash_check" CHECK (octet_length(token_hash) = 32),
	CONSTRAINT "links_email_check" CHECK (email = lower(email)),
	CONSTRAINT "links_kind_check" CHECK (kind in ('password', 'email', 'undo')),
	CONSTRAINT "links_check" CHECK ((kind = 'undo') = (was is not null))
);
--> statement-breakpoint
ALTER TABLE "links" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "money_freezes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" integer NOT NULL,
	"seller_id" integer,
	"frozen_at" timestamp with time zone DEFAULT portal_now() NOT NULL,
	"lifted_at" timestamp with time zone,
	"lifted_by" integer,
	CONSTRAINT "money_freezes_check" CHECK (lifted_by is null or lifted_at is not null)
);
--> statement-breakpoint
ALTER TABLE "money_freezes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "owner_replacements" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"seller_id" integer NOT NULL,
	"email" text collate "C" NOT NULL,
	"reason" text NOT NULL,
	"made_by" integer NOT NULL,
	"made_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"ends_at" timestamp with time zone DEFAULT clock_timestamp() + interval '3 days' NOT NULL,
	"checked_by" integer,
	"checked_at" timestamp with time zone,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "owner_replacements_email_check" CHECK (email = lower(email) and length(email) <= 254),
	CONSTRAINT "owner_replacements_reason_check" CHECK (length(reason) between 10 and 500),
	CONSTRAINT "maker_is_not_checker" CHECK (checked_by <> made_by),
	CONSTRAINT "owner_replacements_check" CHECK ((checked_by is null) = (checked_at is null)),
	CONSTRAINT "owner_replacements_check1" CHECK (checked_at is null or withdrawn_at is null)
);
--> statement-breakpoint
ALTER TABLE "owner_replacements" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "book_days" (
	"available" bigint NOT NULL,
	"pending" bigint NOT NULL,
	"reserve" bigint NOT NULL,
	"frozen" bigint NOT NULL,
	"processing" bigint NOT NULL,
	"debt" bigint NOT NULL,
	"seller_id" integer NOT NULL,
	"version" integer NOT NULL,
	"day" date NOT NULL,
	"currency" char(3) collate "C" NOT NULL,
	CONSTRAINT "book_days_pkey" PRIMARY KEY("seller_id","currency","day")
);
--> statement-breakpoint
ALTER TABLE "book_days" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "books" (
	"seller_id" integer NOT NULL,
	"currency" char(3) collate "C" NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"as_of" timestamp with time zone NOT NULL,
	"available" bigint DEFAULT 0 NOT NULL,
	"pending" bigint DEFAULT 0 NOT NULL,
	"reserve" bigint DEFAULT 0 NOT NULL,
	"frozen" bigint DEFAULT 0 NOT NULL,
	"processing" bigint DEFAULT 0 NOT NULL,
	"debt" bigint DEFAULT 0 NOT NULL,
	"marketplace" bigint DEFAULT 0 NOT NULL,
	"bank" bigint DEFAULT 0 NOT NULL,
	"fees" bigint DEFAULT 0 NOT NULL,
	"fx" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "books_pkey" PRIMARY KEY("seller_id","currency"),
	CONSTRAINT "books_currency_check" CHECK (currency ~ '^[A-Z]{3}$'),
	CONSTRAINT "books_available_check" CHECK (available >= 0),
	CONSTRAINT "books_pending_check" CHECK (pending >= 0),
	CONSTRAINT "books_reserve_check" CHECK (reserve >= 0),
	CONSTRAINT "books_frozen_check" CHECK (frozen >= 0),
	CONSTRAINT "books_processing_check" CHECK (processing >= 0),
	CONSTRAINT "books_debt_check" CHECK (debt <= 0),
	CONSTRAINT "trial_balance" CHECK (available + pending + reserve + frozen + processing + debt + marketplace + bank + fees + fx = 0),
	CONSTRAINT "debt_repaid_first" CHECK (available = 0 or debt = 0)
);
--> statement-breakpoint
ALTER TABLE "books" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "movements" (
	"amount" bigint NOT NULL,
	"balance_after" bigint NOT NULL,
	"total_after" bigint NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"booked_at" timestamp with time zone NOT NULL,
	"seller_id" integer NOT NULL,
	"version" integer NOT NULL,
	"block" integer GENERATED ALWAYS AS (version >> 6) STORED NOT NULL,
	"currency" char(3) collate "C" NOT NULL,
	"kind" smallint NOT NULL,
	"from_bucket" smallint NOT NULL,
	"to_bucket" smallint NOT NULL,
	"cause" uuid NOT NULL,
	"line" uuid,
	CONSTRAINT "movements_pkey" PRIMARY KEY("seller_id","currency","version"),
	CONSTRAINT "movements_amount_check" CHECK (amount > 0),
	CONSTRAINT "movements_version_check" CHECK (version > 0),
	CONSTRAINT "movement_kind" CHECK (case kind
        when 1 then from_bucket = 7 and to_bucket = 2 -- payment
        when 2 then from_bucket = 2 and to_bucket = 1 -- release
        when 3 then from_bucket = 2 and to_bucket = 3 -- margin kept
        when 4 then from_bucket = 3 and to_bucket = 1 -- margin returned
        when 5 then from_bucket = 2 and to_bucket = 4 -- hold
        when 6 then from_bucket = 4 and to_bucket = 2 -- unhold
        when 7 then from_bucket in (1, 2, 3, 4, 6) and to_bucket = 7 -- refund
        when 8 then from_bucket in (2, 4) and to_bucket = 7 -- cancellation
        when 9 then from_bucket in (2, 3) and to_bucket = 6 -- debt repaid
        when 10 then from_bucket = 1 and to_bucket = 5 -- withdrawal requested
        when 11 then from_bucket = 5 and to_bucket = 8 -- withdrawal paid
        when 12 then from_bucket = 5 and to_bucket = 9 -- withdrawal fee
        when 13 then from_bucket = 5 and to_bucket in (1, 6) -- withdrawal cancelled
        when 14 then from_bucket = 8 and to_bucket in (1, 6) -- withdrawal returned
        when 15 then from_bucket in (1, 6) and to_bucket = 8 -- return charge
        when 16 then from_bucket = 1 and to_bucket = 10 -- conversion out
        when 17 then from_bucket = 10 and to_bucket in (1, 6) -- conversion in
        when 18 then from_bucket = 1 and to_bucket = 9 -- conversion fee
        when 19 then from_bucket = 7 and to_bucket in (1, 6) -- adjustment credit
        when 20 then from_bucket in (1, 6) and to_bucket = 7 -- adjustment debit
        when 21 then from_bucket = 1 and to_bucket = 4 -- case frozen
        when 22 then from_bucket = 4 and to_bucket in (1, 6) -- case unfrozen
        when 23 then from_bucket = 4 and to_bucket = 7 -- case seized
        else false
      end)
);
--> statement-breakpoint
ALTER TABLE "movements" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"marketplace_id" integer NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"scopes" text[] NOT NULL,
	"label" text DEFAULT '' NOT NULL,
	"requests_per_minute" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT portal_now() NOT NULL,
	"revoked_at" timestamp with time zone,
	"check_key" "bytea",
	CONSTRAINT "api_keys_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "api_keys_scopes_check" CHECK (cardinality(scopes) > 0 and scopes <@ array['events:write', 'read']),
	CONSTRAINT "api_keys_requests_per_minute_check" CHECK (requests_per_minute > 0)
);
--> statement-breakpoint
ALTER TABLE "api_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "key_requests" (
	"key_id" text collate "C" PRIMARY KEY NOT NULL,
	"minute" bigint NOT NULL,
	"taken" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "key_requests" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "marketplaces" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "marketplaces_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" text collate "C" NOT NULL,
	"name" text NOT NULL,
	"time_zone" text DEFAULT 'Asia/Shanghai' NOT NULL,
	"created_at" timestamp with time zone DEFAULT portal_now() NOT NULL,
	CONSTRAINT "marketplaces_slug_unique" UNIQUE("slug"),
	CONSTRAINT "marketplaces_slug_check" CHECK (slug ~ '^[a-z0-9-]{1,40}$')
);
--> statement-breakpoint
ALTER TABLE "marketplaces" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "signing_secrets" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "signing_secrets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"marketplace_id" integer NOT NULL,
	"slot" smallint NOT NULL,
	"cipher" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT portal_now() NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "signing_secrets_slot_check" CHECK (slot in (1, 2))
);
--> statement-breakpoint
ALTER TABLE "signing_secrets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"locale" text NOT NULL,
	"body" "bytea",
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"sent_at" timestamp with time zone,
	"letter" "bytea" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "mails" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "booked_sums" (
	"sum" numeric NOT NULL,
	"moved" numeric NOT NULL,
	"booked_at" timestamp with time zone NOT NULL,
	"count" bigint NOT NULL,
	"marketplace_id" integer NOT NULL,
	"type" smallint NOT NULL,
	"currency" char(3) collate "C" NOT NULL,
	"merged" boolean DEFAULT false NOT NULL,
	CONSTRAINT "booked_sums_count_check" CHECK (count >= 0)
);
--> statement-breakpoint
ALTER TABLE "booked_sums" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "events" (
	"occurred_at" timestamp with time zone NOT NULL,
	"booked_at" timestamp with time zone NOT NULL,
	"seller_id" integer NOT NULL,
	"type" smallint NOT NULL,
	"key" uuid PRIMARY KEY NOT NULL,
	"hash" uuid NOT NULL,
	"line" uuid,
	"id" text collate "C" NOT NULL,
	"problem" text,
	"detail" jsonb
);
--> statement-breakpoint
ALTER TABLE "events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "holds" (
	"as_of" timestamp with time zone NOT NULL,
	"until" timestamp with time zone,
	"line" uuid NOT NULL,
	"seller_id" integer NOT NULL,
	"open" boolean NOT NULL,
	"reason" smallint,
	"hold_id" text collate "C" NOT NULL,
	"said_by" text collate "C" NOT NULL,
	CONSTRAINT "holds_pkey" PRIMARY KEY("line","hold_id"),
	CONSTRAINT "holds_check" CHECK ((reason is not null) = open)
);
--> statement-breakpoint
ALTER TABLE "holds" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "lines" (
	"key" uuid PRIMARY KEY NOT NULL,
	"seller_id" integer NOT NULL,
	"state" smallint DEFAULT 0 NOT NULL,
	"currency" char(3) collate "C" NOT NULL,
	"gross" bigint NOT NULL,
	"commission" bigint,
	"escrow" bigint,
	"affiliate" bigint,
	"net" bigint NOT NULL,
	"pending" bigint NOT NULL,
	"frozen" bigint NOT NULL,
	"reserve" bigint NOT NULL,
	"refunded" bigint NOT NULL,
	"paid_at" timestamp with time zone NOT NULL,
	"shipped_at" timestamp with time zone,
	"delivered_at" timestamp with time zone,
	"confirmed_at" timestamp with time zone,
	"released_at" timestamp with time zone,
	"expected_at" timestamp with time zone,
	"expected_as_of" timestamp with time zone,
	"hold_until" timestamp with time zone,
	"margin_until" timestamp with time zone,
	"hold_reason" smallint,
	"order_id" text collate "C" NOT NULL,
	"line_id" text collate "C" NOT NULL,
	"expected_by" text collate "C",
	CONSTRAINT "lines_of_seller" UNIQUE("key","seller_id"),
	CONSTRAINT "lines_gross_check" CHECK (gross >= 0),
	CONSTRAINT "lines_commission_check" CHECK (commission >= 0),
	CONSTRAINT "lines_escrow_check" CHECK (escrow >= 0),
	CONSTRAINT "lines_affiliate_check" CHECK (affiliate >= 0),
	CONSTRAINT "lines_net_check" CHECK (net >= 0),
	CONSTRAINT "lines_pending_check" CHECK (pending >= 0),
	CONSTRAINT "lines_frozen_check" CHECK (frozen >= 0),
	CONSTRAINT "lines_reserve_check" CHECK (reserve >= 0),
	CONSTRAINT "lines_check" CHECK (refunded between 0 and net),
	CONSTRAINT "lines_check1" CHECK (net = gross - coalesce(commission, 0) - coalesce(escrow, 0) - coalesce(affiliate, 0)),
	CONSTRAINT "lines_check2" CHECK (pending + frozen + reserve <= net - refunded)
);
--> statement-breakpoint
ALTER TABLE "lines" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "parked" (
	"parked_at" timestamp with time zone DEFAULT portal_now() NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"seller_id" integer NOT NULL,
	"type" smallint NOT NULL,
	"key" uuid PRIMARY KEY NOT NULL,
	"hash" uuid NOT NULL,
	"line" uuid,
	"id" text collate "C" NOT NULL,
	"event" jsonb NOT NULL,
	"waits_for" smallint NOT NULL,
	CONSTRAINT "parked_waits_for_check" CHECK (waits_for in (1, 2, 6, 9))
);
--> statement-breakpoint
ALTER TABLE "parked" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "refunds" (
	"line" uuid NOT NULL,
	"refund_id" text collate "C" NOT NULL,
	"event" uuid NOT NULL,
	"seller_id" integer NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "refunds_pkey" PRIMARY KEY("line","refund_id"),
	CONSTRAINT "refunds_amount_check" CHECK (amount > 0)
);
--> statement-breakpoint
ALTER TABLE "refunds" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "identities" (
	"issuer" text collate "C" NOT NULL,
	"subject" text collate "C" NOT NULL,
	"user_id" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	CONSTRAINT "identities_pkey" PRIMARY KEY("issuer","subject"),
	CONSTRAINT "identities_id_unique" UNIQUE("id")
);
--> statement-breakpoint
ALTER TABLE "identities" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "members" (
	"seller_id" integer NOT NULL,
	"user_id" integer NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"issuer" text collate "C",
	"role_since" timestamp with time zone DEFAULT portal_now() NOT NULL,
	CONSTRAINT "members_pkey" PRIMARY KEY("seller_id","user_id"),
	CONSTRAINT "members_role_check" CHECK (role in ('owner', 'manager', 'finance', 'viewer'))
);
--> statement-breakpoint
ALTER TABLE "members" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "staff" (
	"user_id" integer PRIMARY KEY NOT NULL,
	"roles" text[] NOT NULL,
	CONSTRAINT "staff_roles_check" CHECK (roles <@ array['admin', 'reviewer', 'approver', 'treasurer', 'auditor'] and cardinality(roles) > 0)
);
--> statement-breakpoint
ALTER TABLE "staff" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "users" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "users_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"email" text collate "C" NOT NULL,
	"email_confirmed_at" timestamp with time zone,
	"name" text NOT NULL,
	"locale" text NOT NULL,
	"password_hash" text,
	"password_stands_alone" boolean DEFAULT false NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"disabled_at" timestamp with time zone,
	"last_seller_id" integer,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"credentials_changed_at" timestamp with time zone,
	CONSTRAINT "users_email_unique" UNIQUE("email"),
	CONSTRAINT "users_email_check" CHECK (email = lower(email) and length(email) <= 254),
	CONSTRAINT "users_name_check" CHECK (length(name) between 1 and 200),
	CONSTRAINT "users_locale_check" CHECK (locale in ('zh-CN', 'zh-TW', 'en')),
	CONSTRAINT "login_name_is_proven" CHECK (email_confirmed_at is not null or email like '%@sign-on.invalid')
);
--> statement-breakpoint
ALTER TABLE "users" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT portal_now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"action" text NOT NULL,
	"seller_id" integer,
	"detail" jsonb DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_addresses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"line" bigint NOT NULL,
	"address" "bytea" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit_addresses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "installation" (
	"only_row" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"sandbox" boolean DEFAULT false NOT NULL,
	"clock_offset" interval DEFAULT interval '0' NOT NULL,
	CONSTRAINT "installation_only_row_check" CHECK (only_row),
	CONSTRAINT "installation_check" CHECK (sandbox or clock_offset = interval '0')
);
--> statement-breakpoint
CREATE TABLE "policies" (
	"name" text NOT NULL,
	"effective_from" timestamp with time zone NOT NULL,
	"value" numeric NOT NULL,
	"unit" text NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "policies_pkey" PRIMARY KEY("name","effective_from")
);
--> statement-breakpoint
ALTER TABLE "policies" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "release_proofs" (
	"seller_id" integer NOT NULL,
	"request" uuid NOT NULL,
	"position" smallint NOT NULL,
	"file" uuid NOT NULL,
	CONSTRAINT "release_proofs_pkey" PRIMARY KEY("seller_id","request","position"),
	CONSTRAINT "release_proofs_seller_id_file_unique" UNIQUE("seller_id","file")
);
--> statement-breakpoint
ALTER TABLE "release_proofs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "release_requests" (
	"seller_id" integer NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"line" uuid NOT NULL,
	"asked_by" integer NOT NULL,
	"asked_name" text NOT NULL,
	"asked_at" timestamp with time zone DEFAULT portal_now() NOT NULL,
	"note" text NOT NULL,
	"decision" text,
	"reason" text,
	"remark" text,
	"decided_at" timestamp with time zone,
	CONSTRAINT "release_requests_pkey" PRIMARY KEY("seller_id","id"),
	CONSTRAINT "release_requests_note_check" CHECK (char_length(note) <= 500),
	CONSTRAINT "release_requests_decision_check" CHECK (decision in ('granted', 'declined')),
	CONSTRAINT "release_requests_reason_check" CHECK (reason in ('proof_unreadable', 'proof_of_another_order', 'not_delivered', 'buyer_disagrees', 'no_longer_needed', 'other')),
	CONSTRAINT "release_requests_remark_check" CHECK (char_length(remark) <= 500),
	CONSTRAINT "release_requests_check" CHECK ((decision is null) = (decided_at is null)),
	CONSTRAINT "release_requests_check1" CHECK ((decision is not distinct from 'declined') = (reason is not null))
);
--> statement-breakpoint
ALTER TABLE "release_requests" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "demo" (
	"only_row" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"marketplace_id" integer NOT NULL,
	"seed" text NOT NULL,
	"today" timestamp with time zone NOT NULL,
	"scale" double precision NOT NULL,
	"posted_to" timestamp with time zone NOT NULL,
	CONSTRAINT "demo_only_row_check" CHECK (only_row),
	CONSTRAINT "demo_scale_check" CHECK (scale > 0)
);
--> statement-breakpoint
ALTER TABLE "demo" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sellers" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sellers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"marketplace_id" integer NOT NULL,
	"external_id" text collate "C" NOT NULL,
	"name" text,
	"region" char(2),
	"email" text,
	"locale" text,
	"time_zone" text DEFAULT 'Asia/Shanghai' NOT NULL,
	"time_zone_chosen" boolean DEFAULT false NOT NULL,
	"upserted_at" timestamp with time zone,
	"closed" boolean DEFAULT false NOT NULL,
	"closed_as_of" timestamp with time zone,
	"opened_at" timestamp with time zone,
	"news" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT portal_now() NOT NULL,
	"upserted_by" text collate "C",
	"closed_by" text collate "C",
	"announced_time_zone" text,
	"code" text collate "C" DEFAULT new_store_code() NOT NULL,
	CONSTRAINT "sellers_code_unique" UNIQUE("code"),
	CONSTRAINT "sellers_marketplace_id_external_id_unique" UNIQUE("marketplace_id","external_id"),
	CONSTRAINT "sellers_external_id_check" CHECK (external_id ~ '^[A-Za-z0-9._:-]{1,64}$'),
	CONSTRAINT "sellers_code_check" CHECK (code ~ '^[2-9][2-9b-df-hjkmnp-tv-z]{9}$')
);
--> statement-breakpoint
ALTER TABLE "sellers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "terms_acceptances" (
	"seller_id" integer NOT NULL,
	"user_id" integer NOT NULL,
	"version" text collate "C" NOT NULL,
	"locale" text NOT NULL,
	"text_hash" "bytea" NOT NULL,
	"accepted_at" timestamp with time zone DEFAULT portal_now() NOT NULL,
	CONSTRAINT "terms_acceptances_pkey" PRIMARY KEY("seller_id","version","user_id"),
	CONSTRAINT "terms_acceptances_version_check" CHECK (length(version) between 1 and 32),
	CONSTRAINT "terms_acceptances_locale_check" CHECK (locale in ('zh-CN', 'zh-TW', 'en')),
	CONSTRAINT "terms_acceptances_text_hash_check" CHECK (octet_length(text_hash) = 32)
);
--> statement-breakpoint
ALTER TABLE "terms_acceptances" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "act_proofs" (
	"session_id" uuid PRIMARY KEY NOT NULL,
	"user_id" integer NOT NULL,
	"act" "bytea",
	"nonce" "bytea",
	"ends_at" timestamp with time zone,
	"wrong" smallint DEFAULT 0 NOT NULL,
	"free_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "act_proofs_act_check" CHECK (octet_length(act) = 32),
	CONSTRAINT "act_proofs_nonce_check" CHECK (octet_length(nonce) = 32),
	CONSTRAINT "act_proofs_check" CHECK ((act is null) = (nonce is null)),
	CONSTRAINT "act_proofs_check1" CHECK ((act is null) = (ends_at is null))
);
--> statement-breakpoint
ALTER TABLE "act_proofs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "challenges" (
	"session_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"secret" "bytea" NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	CONSTRAINT "challenges_pkey" PRIMARY KEY("session_id","purpose"),
	CONSTRAINT "challenges_purpose_check" CHECK (purpose in ('totp-enrol', 'passkey-enrol', 'passkey-use', 'identity-link'))
);
--> statement-breakpoint
ALTER TABLE "challenges" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "devices" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"user_id" integer NOT NULL,
	"used_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "devices_token_hash_check" CHECK (octet_length(token_hash) = 32)
);
--> statement-breakpoint
ALTER TABLE "devices" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "proven_networks" (
	"user_id" integer NOT NULL,
	"network" "bytea" NOT NULL,
	"used_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "proven_networks_pkey" PRIMARY KEY("user_id","network"),
	CONSTRAINT "proven_networks_network_check" CHECK (octet_length(network) = 32)
);
--> statement-breakpoint
ALTER TABLE "proven_networks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"user_id" integer NOT NULL,
	"method" text NOT NULL,
	"issuer" text collate "C",
	"second_factor" text,
	"second_factor_at" timestamp with time zone,
	"wrong_codes" smallint DEFAULT 0 NOT NULL,
	"idle" interval NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"seen_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"client" "bytea",
	CONSTRAINT "sessions_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "sessions_token_hash_check" CHECK (octet_length(token_hash) = 32),
	CONSTRAINT "sessions_method_check" CHECK (method in ('password', 'marketplace', 'link', 'demo')),
	CONSTRAINT "sessions_issuer_check" CHECK ((method = 'marketplace') = (issuer is not null)),
	CONSTRAINT "sessions_second_factor_check" CHECK (second_factor in ('totp', 'passkey', 'recovery', 'marketplace', 'demo')),
	CONSTRAINT "sessions_check" CHECK ((second_factor is null) = (second_factor_at is null))
);
--> statement-breakpoint
ALTER TABLE "sessions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "throttles" (
	"key" "bytea" PRIMARY KEY NOT NULL,
	"tries" integer NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"free_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "throttles" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_seller_id_user_id_members_seller_id_user_id_fk" FOREIGN KEY ("seller_id","user_id") REFERENCES "public"."members"("seller_id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "totp_factors" ADD CONSTRAINT "totp_factors_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_accepted_by_users_id_fk" FOREIGN KEY ("accepted_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_users_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "money_freezes" ADD CONSTRAINT "money_freezes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "money_freezes" ADD CONSTRAINT "money_freezes_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "money_freezes" ADD CONSTRAINT "money_freezes_lifted_by_users_id_fk" FOREIGN KEY ("lifted_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "owner_replacements" ADD CONSTRAINT "owner_replacements_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "owner_replacements" ADD CONSTRAINT "owner_replacements_made_by_users_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "owner_replacements" ADD CONSTRAINT "owner_replacements_checked_by_users_id_fk" FOREIGN KEY ("checked_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "book_days" ADD CONSTRAINT "book_days_seller_id_currency_books_seller_id_currency_fk" FOREIGN KEY ("seller_id","currency") REFERENCES "public"."books"("seller_id","currency") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "books" ADD CONSTRAINT "books_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_marketplace_id_marketplaces_id_fk" FOREIGN KEY ("marketplace_id") REFERENCES "public"."marketplaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signing_secrets" ADD CONSTRAINT "signing_secrets_marketplace_id_marketplaces_id_fk" FOREIGN KEY ("marketplace_id") REFERENCES "public"."marketplaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_seller_id_line_lines_seller_id_key_fk" FOREIGN KEY ("seller_id","line") REFERENCES "public"."lines"("seller_id","key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parked" ADD CONSTRAINT "parked_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_seller_id_line_lines_seller_id_key_fk" FOREIGN KEY ("seller_id","line") REFERENCES "public"."lines"("seller_id","key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_last_seller_id_sellers_id_fk" FOREIGN KEY ("last_seller_id") REFERENCES "public"."sellers"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_addresses" ADD CONSTRAINT "audit_addresses_line_audit_id_fk" FOREIGN KEY ("line") REFERENCES "public"."audit"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_proofs" ADD CONSTRAINT "release_proofs_request_fk" FOREIGN KEY ("seller_id","request") REFERENCES "public"."release_requests"("seller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_proofs" ADD CONSTRAINT "release_proofs_file_fk" FOREIGN KEY ("seller_id","file") REFERENCES "public"."files"("seller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_requests" ADD CONSTRAINT "release_requests_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_requests" ADD CONSTRAINT "release_requests_asked_by_users_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_requests" ADD CONSTRAINT "release_requests_seller_id_line_lines_seller_id_key_fk" FOREIGN KEY ("seller_id","line") REFERENCES "public"."lines"("seller_id","key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "demo" ADD CONSTRAINT "demo_marketplace_id_marketplaces_id_fk" FOREIGN KEY ("marketplace_id") REFERENCES "public"."marketplaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sellers" ADD CONSTRAINT "sellers_marketplace_id_marketplaces_id_fk" FOREIGN KEY ("marketplace_id") REFERENCES "public"."marketplaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "terms_acceptances" ADD CONSTRAINT "terms_acceptances_seller_id_sellers_id_fk" FOREIGN KEY ("seller_id") REFERENCES "public"."sellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "act_proofs" ADD CONSTRAINT "act_proofs_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "act_proofs" ADD CONSTRAINT "act_proofs_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenges" ADD CONSTRAINT "challenges_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "devices" ADD CONSTRAINT "devices_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proven_networks" ADD CONSTRAINT "proven_networks_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "passkeys_user" ON "passkeys" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "invitations_seller" ON "invitations" USING btree ("seller_id");--> statement-breakpoint
CREATE INDEX "invitations_invited_by" ON "invitations" USING btree ("invited_by") WHERE invited_by is not null;--> statement-breakpoint
CREATE INDEX "links_user" ON "links" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "money_freezes_seller" ON "money_freezes" USING btree ("seller_id");--> statement-breakpoint
CREATE INDEX "money_freezes_lifted_by" ON "money_freezes" USING btree ("lifted_by") WHERE lifted_by is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "owner_replacements_open" ON "owner_replacements" USING btree ("seller_id") WHERE checked_at is null and withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "owner_replacements_made_by" ON "owner_replacements" USING btree ("made_by");--> statement-breakpoint
CREATE INDEX "owner_replacements_checked_by" ON "owner_replacements" USING btree ("checked_by");--> statement-breakpoint
CREATE INDEX "movements_booked" ON "movements" USING brin ("booked_at");--> statement-breakpoint
CREATE INDEX "movements_debt" ON "movements" USING btree ("seller_id","currency","version") WHERE from_bucket = 6;--> statement-breakpoint
CREATE INDEX "movements_route" ON "movements" USING btree ("seller_id","currency","kind","from_bucket","to_bucket","block");--> statement-breakpoint
CREATE INDEX "movements_line" ON "movements" USING btree ("line") WHERE line is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "movements_cause" ON "movements" USING btree ("seller_id","cause","kind","from_bucket","to_bucket","currency") WHERE kind not in (1, 2, 3, 4, 5, 6, 7, 8, 9);--> statement-breakpoint
CREATE INDEX "movements_without_event" ON "movements" USING btree ("booked_at") WHERE kind not in (1, 2, 3, 4, 5, 6, 7, 8, 9);--> statement-breakpoint
CREATE UNIQUE INDEX "signing_secrets_live" ON "signing_secrets" USING btree ("marketplace_id","slot") WHERE retired_at is null;--> statement-breakpoint
CREATE INDEX "mails_newest" ON "mails" USING btree ("created_at" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE INDEX "booked_sums_day" ON "booked_sums" USING btree ("marketplace_id","booked_at");--> statement-breakpoint
CREATE INDEX "booked_sums_due" ON "booked_sums" USING btree ("booked_at") WHERE not merged;--> statement-breakpoint
CREATE INDEX "events_line" ON "events" USING btree ("line") WHERE line is not null;--> statement-breakpoint
CREATE INDEX "events_booked" ON "events" USING brin ("booked_at");--> statement-breakpoint
CREATE INDEX "events_rejected" ON "events" USING btree ("booked_at","key") WHERE problem is not null;--> statement-breakpoint
CREATE INDEX "lines_named" ON "lines" USING btree ("seller_id","line_id","paid_at");--> statement-breakpoint
CREATE INDEX "lines_paid" ON "lines" USING btree ("seller_id","currency","paid_at","key");--> statement-breakpoint
CREATE INDEX "lines_open" ON "lines" USING btree ("seller_id","currency","paid_at","key") WHERE pending + frozen + reserve > 0;--> statement-breakpoint
CREATE INDEX "parked_age" ON "parked" USING btree ("parked_at","key");--> statement-breakpoint
CREATE INDEX "parked_line" ON "parked" USING btree ("line","occurred_at","id") WHERE line is not null;--> statement-breakpoint
CREATE INDEX "parked_seller" ON "parked" USING btree ("seller_id","waits_for","occurred_at","id");--> statement-breakpoint
CREATE INDEX "identities_user" ON "identities" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "members_user" ON "members" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "audit_seller" ON "audit" USING btree ("seller_id","id");--> statement-breakpoint
CREATE INDEX "files_retained" ON "files" USING btree ("purpose","retained_from") WHERE removed_at is null and retained_from is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "release_requests_open" ON "release_requests" USING btree ("line") WHERE decision is null;--> statement-breakpoint
CREATE INDEX "release_requests_newest" ON "release_requests" USING btree ("seller_id","asked_at" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE INDEX "act_proofs_user" ON "act_proofs" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "devices_user" ON "devices" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "proven_networks_used" ON "proven_networks" USING btree ("used_at");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_end" ON "sessions" USING btree ("ends_at");--> statement-breakpoint
CREATE INDEX "throttles_age" ON "throttles" USING btree ("last_at");--> statement-breakpoint
CREATE POLICY "owner" ON "saved_views" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "saved_views" AS PERMISSIVE FOR ALL TO "portal_people" USING (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int)) WITH CHECK (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "owner" ON "passkeys" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "passkeys" AS PERMISSIVE FOR ALL TO "portal_people" USING (user_id = (select nullif(current_setting('app.user_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "owner" ON "recovery_codes" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "recovery_codes" AS PERMISSIVE FOR ALL TO "portal_people" USING (user_id = (select nullif(current_setting('app.user_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "owner" ON "totp_factors" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "totp_factors" AS PERMISSIVE FOR ALL TO "portal_people" USING (user_id = (select nullif(current_setting('app.user_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "owner" ON "rates" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "rates" AS PERMISSIVE FOR SELECT TO "portal_people" USING (true);--> statement-breakpoint
CREATE POLICY "owner" ON "invitations" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own_store" ON "invitations" AS PERMISSIVE FOR SELECT TO "portal_people" USING (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "batch" ON "invitations" AS PERMISSIVE FOR ALL TO "portal_batch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "owner" ON "links" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "links" AS PERMISSIVE FOR ALL TO "portal_people" USING (user_id = (select nullif(current_setting('app.user_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "batch" ON "links" AS PERMISSIVE FOR ALL TO "portal_batch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "owner" ON "money_freezes" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "money_freezes" AS PERMISSIVE FOR SELECT TO "portal_people" USING (user_id = (select nullif(current_setting('app.user_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "own_store" ON "money_freezes" AS PERMISSIVE FOR SELECT TO "portal_people" USING (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "own_writes" ON "money_freezes" AS PERMISSIVE FOR INSERT TO "portal_people" WITH CHECK ((user_id = (select nullif(current_setting('app.user_id', true), '')::int)) and lifted_at is null);--> statement-breakpoint
CREATE POLICY "owner" ON "owner_replacements" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "owner" ON "book_days" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "batch" ON "book_days" AS PERMISSIVE FOR SELECT TO "portal_batch" USING (true);--> statement-breakpoint
CREATE POLICY "own" ON "book_days" AS PERMISSIVE FOR SELECT TO "portal_people" USING (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "read" ON "book_days" AS PERMISSIVE FOR SELECT TO "portal_read" USING (exists (select from sellers s where s.id = book_days.seller_id and s.marketplace_id = (select nullif(current_setting('app.marketplace_id', true), '')::int)));--> statement-breakpoint
CREATE POLICY "owner" ON "books" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "batch" ON "books" AS PERMISSIVE FOR SELECT TO "portal_batch" USING (true);--> statement-breakpoint
CREATE POLICY "own" ON "books" AS PERMISSIVE FOR SELECT TO "portal_people" USING (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "read" ON "books" AS PERMISSIVE FOR SELECT TO "portal_read" USING (exists (select from sellers s where s.id = books.seller_id and s.marketplace_id = (select nullif(current_setting('app.marketplace_id', true), '')::int)));--> statement-breakpoint
CREATE POLICY "owner" ON "movements" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "batch" ON "movements" AS PERMISSIVE FOR SELECT TO "portal_batch" USING (true);--> statement-breakpoint
CREATE POLICY "own" ON "movements" AS PERMISSIVE FOR SELECT TO "portal_people" USING (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "read" ON "movements" AS PERMISSIVE FOR SELECT TO "portal_read" USING (exists (select from sellers s where s.id = movements.seller_id and s.marketplace_id = (select nullif(current_setting('app.marketplace_id', true), '')::int)));--> statement-breakpoint
CREATE POLICY "owner" ON "api_keys" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "owner" ON "key_requests" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "owner" ON "marketplaces" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "batch" ON "marketplaces" AS PERMISSIVE FOR SELECT TO "portal_batch" USING (true);--> statement-breakpoint
CREATE POLICY "own" ON "marketplaces" AS PERMISSIVE FOR SELECT TO "portal_people" USING (id = (select marketplace_id from sellers where id = (select nullif(current_setting('app.seller_id', true), '')::int)));--> statement-breakpoint
CREATE POLICY "read" ON "marketplaces" AS PERMISSIVE FOR SELECT TO "portal_read" USING (id = (select nullif(current_setting('app.marketplace_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "owner" ON "signing_secrets" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "owner" ON "mails" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "batch" ON "mails" AS PERMISSIVE FOR ALL TO "portal_batch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "owner" ON "booked_sums" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "batch" ON "booked_sums" AS PERMISSIVE FOR SELECT TO "portal_batch" USING (true);--> statement-breakpoint
CREATE POLICY "write" ON "booked_sums" AS PERMISSIVE FOR INSERT TO "portal_batch" WITH CHECK (not merged);--> statement-breakpoint
CREATE POLICY "read" ON "booked_sums" AS PERMISSIVE FOR SELECT TO "portal_read" USING (marketplace_id = (select nullif(current_setting('app.marketplace_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "owner" ON "events" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "batch" ON "events" AS PERMISSIVE FOR ALL TO "portal_batch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "events" AS PERMISSIVE FOR SELECT TO "portal_people" USING (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "read" ON "events" AS PERMISSIVE FOR SELECT TO "portal_read" USING (exists (select from sellers s where s.id = events.seller_id and s.marketplace_id = (select nullif(current_setting('app.marketplace_id', true), '')::int)));--> statement-breakpoint
CREATE POLICY "owner" ON "holds" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "batch" ON "holds" AS PERMISSIVE FOR ALL TO "portal_batch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "holds" AS PERMISSIVE FOR SELECT TO "portal_read" USING (exists (select from sellers s where s.id = holds.seller_id and s.marketplace_id = (select nullif(current_setting('app.marketplace_id', true), '')::int)));--> statement-breakpoint
CREATE POLICY "owner" ON "lines" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "batch" ON "lines" AS PERMISSIVE FOR ALL TO "portal_batch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "lines" AS PERMISSIVE FOR SELECT TO "portal_people" USING (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "read" ON "lines" AS PERMISSIVE FOR SELECT TO "portal_read" USING (exists (select from sellers s where s.id = lines.seller_id and s.marketplace_id = (select nullif(current_setting('app.marketplace_id', true), '')::int)));--> statement-breakpoint
CREATE POLICY "owner" ON "parked" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "batch" ON "parked" AS PERMISSIVE FOR ALL TO "portal_batch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "parked" AS PERMISSIVE FOR SELECT TO "portal_read" USING (exists (select from sellers s where s.id = parked.seller_id and s.marketplace_id = (select nullif(current_setting('app.marketplace_id', true), '')::int)));--> statement-breakpoint
CREATE POLICY "owner" ON "refunds" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "batch" ON "refunds" AS PERMISSIVE FOR ALL TO "portal_batch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "refunds" AS PERMISSIVE FOR SELECT TO "portal_people" USING (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "read" ON "refunds" AS PERMISSIVE FOR SELECT TO "portal_read" USING (exists (select from sellers s where s.id = refunds.seller_id and s.marketplace_id = (select nullif(current_setting('app.marketplace_id', true), '')::int)));--> statement-breakpoint
CREATE POLICY "owner" ON "identities" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "identities" AS PERMISSIVE FOR ALL TO "portal_people" USING (user_id = (select nullif(current_setting('app.user_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "owner" ON "members" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own_store" ON "members" AS PERMISSIVE FOR SELECT TO "portal_people" USING (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "batch" ON "members" AS PERMISSIVE FOR SELECT TO "portal_batch" USING (true);--> statement-breakpoint
CREATE POLICY "own" ON "members" AS PERMISSIVE FOR SELECT TO "portal_people" USING (user_id = (select nullif(current_setting('app.user_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "owner" ON "staff" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "staff" AS PERMISSIVE FOR SELECT TO "portal_people" USING (user_id = (select nullif(current_setting('app.user_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "leave" ON "staff" AS PERMISSIVE FOR DELETE TO "portal_people" USING (user_id = (select nullif(current_setting('app.user_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "owner" ON "users" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "users" AS PERMISSIVE FOR ALL TO "portal_people" USING (id = (select nullif(current_setting('app.user_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "own" ON "audit" AS PERMISSIVE FOR SELECT TO "portal_people" USING (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "owner" ON "audit" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "owner" ON "audit_addresses" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "owner" ON "policies" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "read" ON "policies" AS PERMISSIVE FOR SELECT TO "portal_batch", "portal_people" USING (true);--> statement-breakpoint
CREATE POLICY "backends" ON "policies" AS PERMISSIVE FOR SELECT TO "portal_read" USING (true);--> statement-breakpoint
CREATE POLICY "owner" ON "files" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "files" AS PERMISSIVE FOR ALL TO "portal_people" USING (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int)) WITH CHECK (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "batch" ON "files" AS PERMISSIVE FOR ALL TO "portal_batch" USING (true) WITH CHECK (sealed is null);--> statement-breakpoint
CREATE POLICY "owner" ON "release_proofs" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "release_proofs" AS PERMISSIVE FOR ALL TO "portal_people" USING (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int)) WITH CHECK (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "owner" ON "release_requests" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "release_requests" AS PERMISSIVE FOR ALL TO "portal_people" USING (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int)) WITH CHECK (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "owner" ON "demo" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "owner" ON "sellers" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "batch" ON "sellers" AS PERMISSIVE FOR ALL TO "portal_batch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "sellers" AS PERMISSIVE FOR ALL TO "portal_people" USING (id = (select nullif(current_setting('app.seller_id', true), '')::int)) WITH CHECK (id = (select nullif(current_setting('app.seller_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "read" ON "sellers" AS PERMISSIVE FOR SELECT TO "portal_read" USING (marketplace_id = (select nullif(current_setting('app.marketplace_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "owner" ON "terms_acceptances" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "terms_acceptances" AS PERMISSIVE FOR ALL TO "portal_people" USING (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int)) WITH CHECK (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "owner" ON "act_proofs" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "act_proofs" AS PERMISSIVE FOR ALL TO "portal_people" USING (user_id = (select nullif(current_setting('app.user_id', true), '')::int)) WITH CHECK (user_id = (select nullif(current_setting('app.user_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "owner" ON "challenges" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "challenges" AS PERMISSIVE FOR ALL TO "portal_people" USING (exists (select from sessions s where s.id = challenges.session_id and s.user_id = (select nullif(current_setting('app.user_id', true), '')::int)));--> statement-breakpoint
CREATE POLICY "owner" ON "devices" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "devices" AS PERMISSIVE FOR ALL TO "portal_people" USING (user_id = (select nullif(current_setting('app.user_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "batch" ON "devices" AS PERMISSIVE FOR ALL TO "portal_batch" USING (true);--> statement-breakpoint
CREATE POLICY "owner" ON "proven_networks" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "batch" ON "proven_networks" AS PERMISSIVE FOR ALL TO "portal_batch" USING (true);--> statement-breakpoint
CREATE POLICY "owner" ON "sessions" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "sessions" AS PERMISSIVE FOR ALL TO "portal_people" USING (user_id = (select nullif(current_setting('app.user_id', true), '')::int));--> statement-breakpoint
CREATE POLICY "batch" ON "sessions" AS PERMISSIVE FOR ALL TO "portal_batch" USING (true);--> statement-breakpoint
CREATE POLICY "owner" ON "throttles" AS PERMISSIVE FOR ALL TO current_user USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "batch" ON "throttles" AS PERMISSIVE FOR ALL TO "portal_batch" USING (true);--> statement-breakpoint
CREATE POLICY "gate" ON "throttles" AS PERMISSIVE FOR ALL TO "portal_gate" USING (true) WITH CHECK (true);