-- What drizzle-kit cannot say of db/schema/marketplace.ts, and the functions and triggers that belong to it.

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
comment on column api_keys.check_key is 'id of the key that the token''s check was made with; null where that was not written down';
--> statement-breakpoint
grant select on marketplaces to portal_people, portal_batch, portal_read;
--> statement-breakpoint
-- The key gate: what a live key may do and what its marketplace signs with, for the hash of its token. No role of the portal
-- can read the tables, so keys can't be listed and secrets can't be gathered. `clock` is the real time, which no sandbox moves:
-- a signature's five minutes are the caller's.
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
-- Takes requests of a key's quota for one process, by the real clock, which no sandbox moves: how many of this minute all processes
-- have taken now, and for how long it still runs.
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
