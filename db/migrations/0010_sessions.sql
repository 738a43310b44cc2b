-- Parts of db/schema/sessions.ts that drizzle-kit cannot express, with their functions and triggers.

alter table sessions force row level security;
--> statement-breakpoint
alter table challenges force row level security;
--> statement-breakpoint
alter table act_proofs force row level security;
--> statement-breakpoint
alter table devices force row level security;
--> statement-breakpoint
alter table proven_networks force row level security;
--> statement-breakpoint
alter table throttles force row level security;
--> statement-breakpoint
comment on column sessions.issuer is 'the provider of the sign-on that began the session';
--> statement-breakpoint
comment on column sessions.client is 'sealed: the network address and browser at its beginning';
--> statement-breakpoint
-- All columns but the hash of the token, by which a session could be found or ended.
grant insert, delete, select (id, user_id, method, second_factor, second_factor_at, wrong_codes, idle, created_at, seen_at, ends_at, client), update (token_hash, second_factor, second_factor_at, wrong_codes)
  on sessions to portal_people;
--> statement-breakpoint
grant delete, select (id, idle, seen_at, ends_at) on sessions to portal_batch;
--> statement-breakpoint
grant select, insert, delete, update (secret, ends_at) on challenges to portal_people;
--> statement-breakpoint
grant select, insert, delete, update (used_at) on devices to portal_people;
--> statement-breakpoint
grant select, insert, update (act, nonce, ends_at, wrong, free_at) on act_proofs to portal_people;
--> statement-breakpoint
grant delete, select (used_at) on devices, proven_networks to portal_batch;
--> statement-breakpoint
grant select, insert, delete, update (tries, last_at, free_at) on throttles to portal_gate;
--> statement-breakpoint
grant delete, select (last_at) on throttles to portal_batch;
--> statement-breakpoint
-- The session gate: the session of a token, in one round trip. The people's role reads no session without its token.
create function open_session(hash bytea, touch boolean) returns jsonb language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp as
$$
declare
  s sessions%rowtype;
  found_user jsonb;
begin
  select * into s from sessions
    where token_hash = hash and ends_at > clock_timestamp() and seen_at + idle > clock_timestamp();
  if not found then return null; end if;
  -- One write in twenty seconds is precise enough for the idle timeout.
  if touch and s.seen_at < clock_timestamp() - interval '20 seconds' then
    update sessions set seen_at = clock_timestamp() where id = s.id;
  end if;
  select jsonb_build_object(
      'sessionId', s.id, 'method', s.method, 'secondFactor', s.second_factor,
      'secondFactorAge', extract(epoch from clock_timestamp() - s.second_factor_at)::int,
      'userId', u.id, 'email', u.email, 'emailConfirmed', u.email_confirmed_at is not null, 'name', u.name, 'locale', u.locale,
      'demo', u.demo, 'lastSellerId', u.last_seller_id,
      'staff', staff_view(u.id),
      'totp', exists (select from totp_factors where user_id = u.id),
      'passkeys', (select count(*) from passkeys where user_id = u.id),
      'stores', coalesce((
        select jsonb_agg(jsonb_build_object('sellerId', m.seller_id, 'marketplaceId', sel.marketplace_id, 'code', sel.code, 'role', m.role, 'name', sel.name,
          'externalId', sel.external_id, 'timeZone', sel.time_zone, 'opened', sel.opened_at is not null, 'closed', sel.closed)
          order by sel.name, m.seller_id)
        from members m join sellers sel on sel.id = m.seller_id
        -- A membership from a provider's claim counts only in a session that began by that provider's sign-on.
        where m.user_id = u.id and (m.issuer is null or m.issuer = s.issuer)), '[]'))
    into found_user from users u where u.id = s.user_id and u.disabled_at is null;
  return found_user;
end $$;
--> statement-breakpoint
-- Notifies open pages at once that their session has ended.
create function session_ended() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp as
$$ begin perform pg_notify('sessions', old.id::text); return null; end $$;
--> statement-breakpoint
create function prove_network(network_hash bytea) returns void language sql volatile security definer
  set search_path = pg_catalog, public, pg_temp as
$$
  insert into public.proven_networks (user_id, network)
    select id, network_hash from public.users where id = (select nullif(current_setting('app.user_id', true), '')::int)
    on conflict (user_id, network) do update set used_at = clock_timestamp()
$$;
--> statement-breakpoint
create function gate_is_proven_network(address text, network_hash bytea) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
$$
  select exists (select from public.proven_networks n join public.users u on u.id = n.user_id
    where u.email = address and n.network = network_hash and n.used_at > clock_timestamp() - interval '180 days')
$$;
--> statement-breakpoint
-- A new session ends the earlier one of the same browser, whoever it belonged to.
create function end_session_of(hash bytea) returns boolean language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
begin
  delete from public.sessions where token_hash = hash;
  return found;
end $$;
--> statement-breakpoint
revoke all on function end_session_of, gate_is_proven_network, open_session, prove_network, session_ended from public;
--> statement-breakpoint
grant execute on function open_session, gate_is_proven_network to portal_gate;
--> statement-breakpoint
grant execute on function prove_network, end_session_of to portal_people;
--> statement-breakpoint
create trigger ended after delete on sessions for each row execute function session_ended();
