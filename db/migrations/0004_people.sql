-- Who signs in: people, their passwords, second factors and sessions, and which stores they belong to.
-- Sign-in keeps real time (clock_timestamp, not portal_now): a phone's codes can't be moved with the sandbox's clock, and
-- moving it must not sign anybody out.
create table users (
  id integer generated always as identity primary key,
  email text collate "C" not null unique check (email = lower(email) and length(email) <= 254),
  email_confirmed_at timestamptz,
  name text not null check (length(name) between 1 and 200),
  locale text not null check (locale in ('zh-CN', 'zh-TW', 'en')),
  password_hash text,
  password_stands_alone boolean not null default false,
  demo boolean not null default false,
  disabled_at timestamptz,
  last_seller_id integer references sellers on delete set null,
  created_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
comment on column users.password_stands_alone is 'long enough to be the only factor (NIST SP 800-63B-4); a shorter one opens nothing until a second factor stands beside it';
--> statement-breakpoint
create table members (
  seller_id integer not null references sellers on delete cascade,
  user_id integer not null references users on delete cascade,
  role text not null check (role in ('owner', 'manager', 'finance', 'viewer')),
  created_at timestamptz not null default clock_timestamp(),
  primary key (seller_id, user_id)
);
--> statement-breakpoint
create index members_user on members (user_id);
--> statement-breakpoint
create table staff (
  user_id integer primary key references users on delete cascade,
  roles text[] not null check (roles <@ array['admin', 'reviewer', 'approver', 'treasurer', 'auditor'] and cardinality(roles) > 0)
);
--> statement-breakpoint
-- The subject of an OpenID provider is one person here.
create table identities (
  issuer text collate "C" not null,
  subject text collate "C" not null,
  user_id integer not null references users on delete cascade,
  created_at timestamptz not null default clock_timestamp(),
  primary key (issuer, subject)
);
--> statement-breakpoint
create index identities_user on identities (user_id);
--> statement-breakpoint
-- A session is this row. The cookie holds a token of 256 bits and the row its hash: delete the row and the next call is 401.
create table sessions (
  id uuid primary key default gen_random_uuid(),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  user_id integer not null references users on delete cascade,
  method text not null check (method in ('password', 'marketplace', 'link', 'demo')),
  second_factor text check (second_factor in ('totp', 'passkey', 'recovery', 'marketplace', 'demo')),
  second_factor_at timestamptz,
  wrong_codes smallint not null default 0,
  seller_id integer references sellers on delete set null,
  address text not null default '',
  agent text not null default '',
  idle interval not null,
  created_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  ends_at timestamptz not null,
  check ((second_factor is null) = (second_factor_at is null))
);
--> statement-breakpoint
create index sessions_user on sessions (user_id);
--> statement-breakpoint
create index sessions_end on sessions (ends_at);
--> statement-breakpoint
-- What a session was asked to answer: the secret of a TOTP being enrolled (sealed), the challenge of a passkey.
create table challenges (
  session_id uuid not null references sessions on delete cascade,
  purpose text not null check (purpose in ('totp-enrol', 'passkey-enrol', 'passkey-use', 'identity-link')),
  secret bytea not null,
  ends_at timestamptz not null,
  primary key (session_id, purpose)
);
--> statement-breakpoint
-- `last_counter` is the newest 30-second step that was accepted: a code is never accepted twice (RFC 6238 §5.2).
create table totp_factors (
  user_id integer primary key references users on delete cascade,
  secret bytea not null,
  last_counter bigint not null,
  created_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create table passkeys (
  id text collate "C" primary key,
  user_id integer not null references users on delete cascade,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  label text not null,
  created_at timestamptz not null default clock_timestamp(),
  used_at timestamptz
);
--> statement-breakpoint
create index passkeys_user on passkeys (user_id);
--> statement-breakpoint
create table recovery_codes (
  user_id integer not null references users on delete cascade,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);
--> statement-breakpoint
-- A browser that has signed in before has its own allowance of tries, so that a stranger's guesses don't lock the owner out.
create table devices (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  user_id integer not null references users on delete cascade,
  used_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create index devices_user on devices (user_id);
--> statement-breakpoint
-- Tries per account, address and portal. The key is a keyed hash: no e-mail and no address of people who never signed in.
create table throttles (
  key bytea primary key,
  tries integer not null,
  last_at timestamptz not null,
  free_at timestamptz not null
);
--> statement-breakpoint
create index throttles_age on throttles (last_at);
--> statement-breakpoint
-- An invitation to a store, or to the staff. Only the newest link of it works, once.
create table invitations (
  id uuid primary key default gen_random_uuid(),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  seller_id integer references sellers on delete cascade,
  role text check (role in ('owner', 'manager', 'finance', 'viewer')),
  staff_roles text[] check (staff_roles <@ array['admin', 'reviewer', 'approver', 'treasurer', 'auditor']),
  email text collate "C" not null check (email = lower(email)),
  name text not null default '',
  locale text not null check (locale in ('zh-CN', 'zh-TW', 'en')),
  sent integer not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  ends_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by integer references users on delete set null,
  withdrawn_at timestamptz,
  check ((seller_id is null) = (role is null)),
  check ((seller_id is null) = (staff_roles is not null))
);
--> statement-breakpoint
create unique index invitations_open on invitations (seller_id, email) nulls not distinct where accepted_at is null and withdrawn_at is null;
--> statement-breakpoint
create index invitations_seller on invitations (seller_id);
--> statement-breakpoint
-- Links sent by mail that work once: a new password, a confirmed address.
create table links (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  kind text not null check (kind in ('password', 'email')),
  user_id integer not null references users on delete cascade,
  email text collate "C" not null check (email = lower(email)),
  ends_at timestamptz not null,
  used_at timestamptz
);
--> statement-breakpoint
create index links_user on links (user_id);
--> statement-breakpoint
-- Row-level security: a person sees their own rows; the sign-in gate, which must find people before it knows who they are,
-- sees all of these tables and no others.
do $$
declare name text;
begin
  foreach name in array array['users', 'members', 'staff', 'identities', 'sessions', 'challenges', 'totp_factors', 'passkeys',
    'recovery_codes', 'devices', 'throttles', 'invitations', 'links']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy owner on %I to current_user using (true) with check (true)', name);
    execute format($p$create policy gate on %I to portal_people using ((select current_setting('app.gate', true)) = 'sign-in')$p$, name);
    execute format('grant select, insert, update, delete on %I to portal_people', name);
  end loop;
  foreach name in array array['members', 'staff', 'identities', 'sessions', 'totp_factors', 'passkeys', 'recovery_codes', 'devices', 'links']
  loop
    execute format($p$create policy own on %I to portal_people
      using (user_id = (select nullif(current_setting('app.user_id', true), '')::int))$p$, name);
  end loop;
end $$;
--> statement-breakpoint
create policy own on users to portal_people using (id = (select nullif(current_setting('app.user_id', true), '')::int));
--> statement-breakpoint
create policy own on challenges to portal_people
  using (exists (select from sessions s where s.id = session_id and s.user_id = (select nullif(current_setting('app.user_id', true), '')::int)));
--> statement-breakpoint
-- A person may not make themselves a member or staff: only the gate writes those.
create policy gate_writes on members as restrictive for insert to portal_people with check ((select current_setting('app.gate', true)) = 'sign-in');
--> statement-breakpoint
create policy gate_changes on members as restrictive for update to portal_people using ((select current_setting('app.gate', true)) = 'sign-in');
--> statement-breakpoint
create policy gate_writes on staff as restrictive for insert to portal_people with check ((select current_setting('app.gate', true)) = 'sign-in');
--> statement-breakpoint
create policy gate_changes on staff as restrictive for update to portal_people using ((select current_setting('app.gate', true)) = 'sign-in');
--> statement-breakpoint
create policy own_store on members for select to portal_people
  using (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));
--> statement-breakpoint
create policy own_store on invitations for select to portal_people
  using (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));
--> statement-breakpoint
-- Jobs: invite sellers who have nobody, send links that were asked for, sweep what has ended.
create policy batch on users for select to portal_batch using (true);
--> statement-breakpoint
create policy batch on members for select to portal_batch using (true);
--> statement-breakpoint
create policy batch on invitations to portal_batch using (true) with check (true);
--> statement-breakpoint
create policy batch on links to portal_batch using (true) with check (true);
--> statement-breakpoint
create policy batch on sessions to portal_batch using (true);
--> statement-breakpoint
create policy batch on devices to portal_batch using (true);
--> statement-breakpoint
create policy batch on throttles to portal_batch using (true);
--> statement-breakpoint
grant select (id, email, name, locale, disabled_at) on users to portal_batch;
--> statement-breakpoint
grant select on members to portal_batch;
--> statement-breakpoint
grant select, insert, update on invitations to portal_batch;
--> statement-breakpoint
grant select, insert, delete on links to portal_batch;
--> statement-breakpoint
grant select (id, seen_at, idle, ends_at), delete on sessions to portal_batch;
--> statement-breakpoint
grant select (used_at), delete on devices to portal_batch;
--> statement-breakpoint
grant select (last_at), delete on throttles to portal_batch;
--> statement-breakpoint
-- The session gate: who holds this token, in one round trip. The people's role reads no session without its token.
create function open_session(hash bytea, touch boolean) returns jsonb language plpgsql volatile security definer
  set search_path = public, pg_temp as
$$
declare
  s sessions%rowtype;
  found_user jsonb;
begin
  select * into s from sessions
    where token_hash = hash and ends_at > clock_timestamp() and seen_at + idle > clock_timestamp();
  if not found then return null; end if;
  -- One write in twenty seconds is enough to know that somebody is there.
  if touch and s.seen_at < clock_timestamp() - interval '20 seconds' then
    update sessions set seen_at = clock_timestamp() where id = s.id;
  end if;
  select jsonb_build_object(
      'sessionId', s.id, 'method', s.method, 'secondFactor', s.second_factor, 'chosen', s.seller_id,
      'secondFactorAge', extract(epoch from clock_timestamp() - s.second_factor_at)::int,
      'userId', u.id, 'email', u.email, 'emailConfirmed', u.email_confirmed_at is not null, 'name', u.name, 'locale', u.locale,
      'demo', u.demo,
      'staff', (select roles from staff where user_id = u.id),
      'totp', exists (select from totp_factors where user_id = u.id),
      'passkeys', (select count(*) from passkeys where user_id = u.id),
      'stores', coalesce((
        select jsonb_agg(jsonb_build_object('sellerId', m.seller_id, 'role', m.role, 'name', sel.name, 'externalId', sel.external_id,
          'timeZone', sel.time_zone, 'opened', sel.opened_at is not null, 'closed', sel.closed) order by sel.name, m.seller_id)
        from members m join sellers sel on sel.id = m.seller_id where m.user_id = u.id), '[]'))
    into found_user from users u where u.id = s.user_id and u.disabled_at is null;
  return found_user;
end $$;
--> statement-breakpoint
-- The seller that a provider's claim names, for the sign-in gate, whose role reads sellers only by their id.
create function seller_named(marketplace text, external text) returns integer language sql stable security definer
  set search_path = public, pg_temp as
$$
  select s.id from sellers s join marketplaces m on m.id = s.marketplace_id
  where m.slug = marketplace and s.external_id = external and s.upserted_at is not null
$$;
--> statement-breakpoint
-- What a store is called, for the holder of an invitation to it.
create function seller_title(seller integer) returns text language sql stable security definer
  set search_path = public, pg_temp as
$$ select coalesce(name, external_id) from sellers where id = seller $$;
--> statement-breakpoint
-- The people of the store that the transaction is scoped to, and those who once accepted its terms: names, never what they sign
-- in with. Who has left has no role.
create function store_people() returns table (user_id integer, name text, email text, role text, since timestamptz)
  language sql stable security definer set search_path = public, pg_temp as
$$
  with store as (select nullif(current_setting('app.seller_id', true), '')::int as id)
  select u.id, u.name, u.email, m.role, m.created_at
  from store
  cross join lateral (
    select user_id from members where seller_id = store.id union select user_id from terms_acceptances where seller_id = store.id) as who
  join users u on u.id = who.user_id
  left join members m on m.user_id = u.id and m.seller_id = store.id
$$;
--> statement-breakpoint
revoke all on function open_session(bytea, boolean), seller_named(text, text), seller_title(integer), store_people() from public;
--> statement-breakpoint
grant execute on function open_session(bytea, boolean), seller_named(text, text), seller_title(integer), store_people() to portal_people;
--> statement-breakpoint
grant execute on function seller_title(integer) to portal_batch;
--> statement-breakpoint
-- Open pages (live figures) hear at once that their session has ended.
create function session_ended() returns trigger language plpgsql as
$$ begin perform pg_notify('sessions', old.id::text); return null; end $$;
--> statement-breakpoint
create trigger ended after delete on sessions for each row execute function session_ended();
--> statement-breakpoint
-- A store that names an address is heard of by the job that invites it. Nothing but a NOTIFY happens in the events' transaction.
create function invitee_named() returns trigger language plpgsql as
$$ begin perform pg_notify('invitees', ''); return null; end $$;
--> statement-breakpoint
create trigger invitee_renamed after update of email on sellers for each row
  when (new.email is not null and new.email is distinct from old.email) execute function invitee_named();
--> statement-breakpoint
create trigger invitee_named after insert on sellers for each row when (new.email is not null) execute function invitee_named();
