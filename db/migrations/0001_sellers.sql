-- Marketplaces, the keys of their backends, and their sellers.
create table marketplaces (
  id integer generated always as identity primary key,
  slug text collate "C" not null unique check (slug ~ '^[a-z0-9-]{1,40}$'),
  name text not null,
  time_zone text not null default 'Asia/Shanghai',
  created_at timestamptz not null default portal_now()
);
--> statement-breakpoint
-- A key names its marketplace and scopes; only the hash of its token is kept.
create table api_keys (
  id text collate "C" primary key,
  marketplace_id integer not null references marketplaces,
  token_hash bytea not null unique,
  scopes text[] not null check (cardinality(scopes) > 0 and scopes <@ array['events:write', 'read']),
  label text not null default '',
  requests_per_minute integer not null check (requests_per_minute > 0),
  created_at timestamptz not null default portal_now(),
  revoked_at timestamptz
);
--> statement-breakpoint
-- Secrets that sign the backend's calls, sealed. Two may live at once, so that one can be changed without a gap; each has a
-- slot, so a third is impossible.
create table signing_secrets (
  id integer generated always as identity primary key,
  marketplace_id integer not null references marketplaces,
  slot smallint not null check (slot in (1, 2)),
  cipher bytea not null,
  created_at timestamptz not null default portal_now(),
  retired_at timestamptz
);
--> statement-breakpoint
create unique index signing_secrets_live on signing_secrets (marketplace_id, slot) where retired_at is null;
--> statement-breakpoint
-- The key gate: what a live key may do and what its marketplace signs with, for the hash of its token. No role of the portal
-- can read the tables, so keys can't be listed and secrets can't be gathered. `clock` is the real time, which no sandbox moves:
-- a signature's five minutes are the caller's.
create function api_key(hash bytea)
  returns table (id text, marketplace_id integer, scopes text[], requests_per_minute integer, secrets bytea[], clock double precision)
  language sql stable security definer set search_path = public as
$$
  select k.id, k.marketplace_id, k.scopes, k.requests_per_minute,
    array(select s.cipher from signing_secrets s where s.marketplace_id = k.marketplace_id and s.retired_at is null order by s.id desc),
    extract(epoch from clock_timestamp())::double precision * 1000
  from api_keys k
  where k.token_hash = hash and k.revoked_at is null
$$;
--> statement-breakpoint
revoke all on function api_key(bytea) from public;
--> statement-breakpoint
grant execute on function api_key(bytea) to portal_people;
--> statement-breakpoint
-- `id` is ours; `external_id` is the marketplace's own name for the seller, so two marketplaces may use the same.
-- A row without `upserted_at` was only named by an event that came before its seller.upserted: it holds the lock and
-- the parked events until then.
create table sellers (
  id integer generated always as identity primary key,
  marketplace_id integer not null references marketplaces,
  external_id text collate "C" not null check (external_id ~ '^[A-Za-z0-9._:-]{1,64}$'),
  name text,
  region char(2),
  email text,
  locale text,
  time_zone text not null default 'Asia/Shanghai',
  time_zone_chosen boolean not null default false,
  upserted_at timestamptz,
  closed boolean not null default false,
  closed_as_of timestamptz,
  opened_at timestamptz,
  news integer not null default 0,
  created_at timestamptz not null default portal_now(),
  unique (marketplace_id, external_id)
) with (fillfactor = 80);
--> statement-breakpoint
comment on column sellers.time_zone_chosen is 'the store''s own people chose it: what the marketplace announces no longer changes it';
--> statement-breakpoint
comment on column sellers.upserted_at is 'occurred_at of the seller.upserted that won';
--> statement-breakpoint
comment on column sellers.news is 'counts the batches that changed something a page shows and moved no money, which has its books'' versions';
--> statement-breakpoint
comment on column sellers.closed_as_of is 'occurred_at of the seller.closed or seller.reopened that won';
--> statement-breakpoint
alter table marketplaces enable row level security;
--> statement-breakpoint
alter table marketplaces force row level security;
--> statement-breakpoint
alter table api_keys enable row level security;
--> statement-breakpoint
alter table api_keys force row level security;
--> statement-breakpoint
alter table signing_secrets enable row level security;
--> statement-breakpoint
alter table signing_secrets force row level security;
--> statement-breakpoint
alter table sellers enable row level security;
--> statement-breakpoint
alter table sellers force row level security;
--> statement-breakpoint
create policy owner on marketplaces to current_user using (true) with check (true);
--> statement-breakpoint
create policy owner on api_keys to current_user using (true) with check (true);
--> statement-breakpoint
create policy owner on signing_secrets to current_user using (true) with check (true);
--> statement-breakpoint
create policy owner on sellers to current_user using (true) with check (true);
--> statement-breakpoint
create policy batch on marketplaces for select to portal_batch using (true);
--> statement-breakpoint
create policy batch on sellers to portal_batch using (true) with check (true);
--> statement-breakpoint
create policy own on sellers to portal_people
  using (id = (select nullif(current_setting('app.seller_id', true), '')::int))
  with check (id = (select nullif(current_setting('app.seller_id', true), '')::int));
--> statement-breakpoint
create policy own on marketplaces for select to portal_people using (true);
--> statement-breakpoint
grant select on marketplaces, sellers to portal_batch;
--> statement-breakpoint
grant insert (marketplace_id, external_id), update (name, region, email, locale, time_zone, upserted_at, closed, closed_as_of, news)
  on sellers to portal_batch;
--> statement-breakpoint
grant select on marketplaces, sellers to portal_people;
--> statement-breakpoint
grant update (opened_at, time_zone, time_zone_chosen) on sellers to portal_people;
--> statement-breakpoint
-- Figures that operations change without a deploy: the newest row in force counts.
create table policies (
  name text not null,
  effective_from timestamptz not null,
  value numeric not null,
  unit text not null,
  source text not null,
  primary key (name, effective_from)
);
--> statement-breakpoint
insert into policies (name, effective_from, value, unit, source) values
  ('protection_days', '2000-01-01', 15, 'days', 'Buyer protection: 15 days after delivery, unless the marketplace names a date');
--> statement-breakpoint
alter table policies enable row level security;
--> statement-breakpoint
alter table policies force row level security;
--> statement-breakpoint
create policy owner on policies to current_user using (true) with check (true);
--> statement-breakpoint
create policy read on policies for select to portal_people, portal_batch using (true);
--> statement-breakpoint
grant select on policies to portal_people, portal_batch;
--> statement-breakpoint
-- What one unit of `base` is worth in `quote`, as staff took it from a source at an instant: for orientation, never for booking.
create table rates (
  base char(3) not null check (base ~ '^[A-Z]{3}$'),
  quote char(3) not null check (quote ~ '^[A-Z]{3}$' and quote <> base),
  at timestamptz not null,
  rate numeric(20, 10) not null check (rate > 0),
  source text not null check (length(source) between 1 and 120),
  primary key (base, quote, at)
);
--> statement-breakpoint
create trigger append_only before update or delete or truncate on rates for each statement execute function refuse_change();
--> statement-breakpoint
alter table rates enable always trigger append_only;
--> statement-breakpoint
alter table rates enable row level security;
--> statement-breakpoint
alter table rates force row level security;
--> statement-breakpoint
create policy owner on rates to current_user using (true) with check (true);
--> statement-breakpoint
create policy read on rates for select to portal_people using (true);
--> statement-breakpoint
grant select on rates to portal_people;
--> statement-breakpoint
-- Which terms somebody accepted for a store, in which words and when: the version, the language and a hash of the very text.
create table terms_acceptances (
  seller_id integer not null references sellers,
  user_id integer not null,
  version text collate "C" not null check (length(version) between 1 and 32),
  locale text not null check (locale in ('zh-CN', 'zh-TW', 'en')),
  text_hash bytea not null check (octet_length(text_hash) = 32),
  accepted_at timestamptz not null default portal_now(),
  primary key (seller_id, version, user_id)
);
--> statement-breakpoint
create trigger append_only before update or delete or truncate on terms_acceptances for each statement execute function refuse_change();
--> statement-breakpoint
alter table terms_acceptances enable always trigger append_only;
--> statement-breakpoint
alter table terms_acceptances enable row level security;
--> statement-breakpoint
alter table terms_acceptances force row level security;
--> statement-breakpoint
create policy owner on terms_acceptances to current_user using (true) with check (true);
--> statement-breakpoint
create policy own on terms_acceptances to portal_people
  using (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int))
  with check (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));
--> statement-breakpoint
grant select, insert on terms_acceptances to portal_people;
