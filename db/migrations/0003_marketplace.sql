-- Parts of db/schema/marketplace.ts that drizzle-kit cannot express, with their functions and triggers.

alter table marketplaces force row level security;
--> statement-breakpoint
alter table api_keys force row level security;
--> statement-breakpoint
alter table signing_secrets force row level security;
--> statement-breakpoint
alter table key_requests force row level security, set (fillfactor = 50);
--> statement-breakpoint
alter table key_requests set unlogged;
--> statement-breakpoint
comment on column api_keys.check_key is 'id of the secret''s key that sealed the check of the token; null if it was not recorded';
--> statement-breakpoint
grant select on marketplaces to portal_people, portal_batch, portal_read;
--> statement-breakpoint
-- The key gate: takes the hash of a token, returns the rights of its live key and the secrets that its marketplace signs with. No role of
-- the portal reads the tables, so keys can't be listed and secrets can't be collected. `clock` is the real time, which the sandbox doesn't
-- move, because the five minutes of a signature are measured by the caller's clock.
create function api_key(hash bytea)
  returns table (id text, marketplace_id integer, scopes text[], requests_per_minute integer, secrets bytea[], clock double precision)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
$$
  select k.id, k.marketplace_id, k.scopes, k.requests_per_minute,
    array(select s.cipher from signing_secrets s where s.marketplace_id = k.marketplace_id and s.retired_at is null order by s.id desc),
    extract(epoch from clock_timestamp())::double precision * 1000
  from api_keys k
  where k.token_hash = hash and k.revoked_at is null
$$;
--> statement-breakpoint
-- Reserves requests of a key's quota for one process, by the real clock. Returns how many requests of this minute all processes have
-- reserved so far, and how long the minute still lasts.
create function take_requests(p_key text, p_wanted integer) returns table (taken integer, ends_in_ms integer)
  language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  with clock as (select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as ms)
  insert into public.key_requests as k (key_id, minute, taken)
  select a.id, ms / 60000, p_wanted from clock, public.api_keys as a where a.id = p_key and p_wanted between 1 and 1000000
  on conflict (key_id) do update set
    minute = greatest(k.minute, excluded.minute),
    taken = case when k.minute < excluded.minute then 0 else least(k.taken, 1000000000) end + excluded.taken
  returning k.taken, 60000 - (select ms % 60000 from clock)::integer
$$;
--> statement-breakpoint
revoke all on function api_key, take_requests from public;
--> statement-breakpoint
grant execute on function api_key, take_requests to portal_gate;
