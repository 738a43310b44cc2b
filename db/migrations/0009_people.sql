-- Parts of db/schema/people.ts that drizzle-kit cannot express, with their functions and triggers.

alter table users force row level security;
--> statement-breakpoint
alter table members force row level security;
--> statement-breakpoint
alter table staff force row level security;
--> statement-breakpoint
alter table identities force row level security;
--> statement-breakpoint
comment on column users.password_stands_alone is 'long enough to be the only factor (NIST SP 800-63B-4); a shorter password opens nothing without a second factor';
--> statement-breakpoint
comment on column members.issuer is 'the provider whose claim granted the membership and may withdraw it; null for a membership by invitation';
--> statement-breakpoint
grant select, update (email, email_confirmed_at, name, locale, password_hash, password_stands_alone, last_seller_id, credentials_changed_at)
  on users to portal_people;
--> statement-breakpoint
grant select on members to portal_people;
--> statement-breakpoint
grant select (seller_id) on members to portal_batch;
--> statement-breakpoint
grant select on staff to portal_people;
--> statement-breakpoint
grant select, insert, delete on identities to portal_people;
--> statement-breakpoint
-- The seller that a provider's claim names, for the sign-in gate, whose role reads sellers only by their id.
create function seller_named(marketplace text, external text) returns integer language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
$$
  select s.id from sellers s join marketplaces m on m.id = s.marketplace_id
  where m.slug = marketplace and s.external_id = external and s.upserted_at is not null
$$;
--> statement-breakpoint
-- The members of the transaction's store, and people who once accepted its terms: their names, never their credentials. A person who has
-- left has no role.
create function store_people() returns table (user_id integer, name text, email text, role text, since timestamptz)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
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
-- The first proof of a mailbox removes everything older, because its owner may not be the person who signed in so far; unless the same
-- transaction has proven that both are one (app.proven_person).
create function drop_unproven() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
begin
  if nullif(current_setting('app.proven_person', true), '')::int is not distinct from new.id then return null; end if;
  delete from public.identities where user_id = new.id;
  delete from public.members where user_id = new.id;
  delete from public.totp_factors where user_id = new.id;
  delete from public.passkeys where user_id = new.id;
  delete from public.recovery_codes where user_id = new.id;
  delete from public.devices where user_id = new.id;
  delete from public.sessions where user_id = new.id;
  return null;
end $$;
--> statement-breakpoint
-- Applies the claims of a sign-on: the store of the person (null: none) and their role there. Memberships from earlier claims of that
-- provider end. Returns the role if the membership is new or changed.
create function gate_apply_claim(provider text, subject_id text, seller integer, claimed_role text) returns text
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp as
$$
declare
  v_person integer;
  v_role text;
begin
  select user_id into v_person from public.identities where issuer = provider and subject = subject_id;
  if v_person is null then return null; end if;
  delete from public.members where user_id = v_person and issuer = provider and seller_id is distinct from seller;
  if seller is null then return null; end if;
  insert into public.members as m (seller_id, user_id, role, issuer) values (seller, v_person, claimed_role, provider)
    on conflict (seller_id, user_id) do update set role = excluded.role where m.issuer = provider and m.role <> excluded.role
    returning m.role into v_role;
  update public.users set last_seller_id = seller where id = v_person;
  return v_role;
end $$;
--> statement-breakpoint
-- Staff need a confirmed address and own no store; whichever row exists first excludes the other. The person's row is locked, so that two
-- concurrent transactions see each other.
create function refuse_owner_and_staff() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
begin
  perform from public.users where id = new.user_id for no key update;
  if exists (select from public.staff where user_id = new.user_id)
    and exists (select from public.members where user_id = new.user_id and role = 'owner') then
    raise exception 'a person cannot be on the staff of a marketplace and own a store' using errcode = 'PE001';
  end if;
  if tg_table_name = 'staff' and exists (select from public.users where id = new.user_id and email_confirmed_at is null) then
    raise exception 'staff need a confirmed e-mail address (users.email_confirmed_at)' using errcode = 'PE002';
  end if;
  return null;
end $$;
--> statement-breakpoint
-- The columns of a person that the gate returns. Internal.
create function gate_view(u users) returns jsonb language sql stable
  set search_path = pg_catalog, public, pg_temp as
$$
  select jsonb_build_object('id', u.id, 'email', u.email, 'name', u.name, 'locale', u.locale, 'passwordHash', u.password_hash,
    'passwordStandsAlone', u.password_stands_alone, 'demo', u.demo)
$$;
--> statement-breakpoint
-- The person of an address, unless disabled, and whether the account knows this browser.
create function gate_person(address text, device bytea) returns jsonb language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
declare
  u public.users;
  v_known boolean;
begin
  select * into u from public.users where email = address and disabled_at is null;
  -- The same statement for an unknown address, so that the time it takes reveals nothing.
  update public.devices set used_at = clock_timestamp() where token_hash = device and user_id = coalesce(u.id, 0);
  v_known := found;
  if u.id is null then return null; end if;
  return public.gate_view(u) || jsonb_build_object('known', v_known);
end $$;
--> statement-breakpoint
-- People of the demo; none where the database is not a sandbox.
create function gate_demo_people() returns table (email text, name text, locale text, stores text, role text)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
$$
  select u.email, u.name, u.locale,
    coalesce((select string_agg(coalesce(s.name, s.external_id), ' · ' order by s.id)
      from public.members m join public.sellers s on s.id = m.seller_id where m.user_id = u.id), ''),
    (select m.role from public.members m where m.user_id = u.id order by m.seller_id limit 1)
  from public.users u
  where u.demo and u.disabled_at is null and (select sandbox from public.installation)
  order by u.id limit 50
$$;
--> statement-breakpoint
-- The person of a provider's subject; null if it is new. A disabled person is returned too, and may not sign in.
create function gate_identity(provider text, subject_id text) returns jsonb language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
$$
  select jsonb_build_object('userId', u.id, 'disabled', u.disabled_at is not null)
  from public.identities i join public.users u on u.id = i.user_id where i.issuer = provider and i.subject = subject_id
$$;
--> statement-breakpoint
-- Creates a person for a provider's subject. Null if the address already has a sign-in, which is never taken over.
create function gate_new_identity(provider text, subject_id text, address text, confirmed boolean, person_name text, person_locale text)
  returns integer language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
declare
  v_person integer;
begin
  insert into public.users (email, email_confirmed_at, name, locale)
    values (address, case when confirmed then clock_timestamp() end, person_name, person_locale)
    on conflict (email) do nothing returning id into v_person;
  if v_person is null then return null; end if;
  insert into public.identities (issuer, subject, user_id) values (provider, subject_id, v_person);
  return v_person;
end $$;
--> statement-breakpoint
-- The store of the transaction if the actor owns it, else null. Internal.
create function store_of_acting_owner() returns integer language sql stable
  set search_path = pg_catalog, public, pg_temp as
$$
  select m.seller_id from public.members m
  where m.seller_id = nullif(current_setting('app.seller_id', true), '')::int
    and m.user_id = nullif(current_setting('app.actor_id', true), '')::int and m.role = 'owner'
$$;
--> statement-breakpoint
create function keep_newest_change() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp as
$$
begin
  if old.credentials_changed_at is not null then
    new.credentials_changed_at := greatest(new.credentials_changed_at, old.credentials_changed_at);
  end if;
  return new;
end $$;
--> statement-breakpoint
-- A known network may be an intruder's, so it is forgotten.
create function forget_networks() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$ begin delete from public.proven_networks where user_id = new.id; return null; end $$;
--> statement-breakpoint
-- The last change of a credential or role among the people who may withdraw from the transaction's store.
create function last_credential_change() returns timestamptz language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
$$
  select max(greatest(u.credentials_changed_at, m.role_since))
  from public.members m join public.users u on u.id = m.user_id
  where m.seller_id = (select nullif(current_setting('app.seller_id', true), '')::int) and m.role in ('owner', 'manager')
$$;
--> statement-breakpoint
-- Ends a person's sessions in a store when their membership ends or their role changes.
create function membership_changed() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp as
$$ begin perform pg_notify('sessions', 'member ' || old.user_id || ' ' || old.seller_id); return null; end $$;
--> statement-breakpoint
-- Disabling a person ends their sessions, links and open invitations everywhere.
create function person_disabled() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
begin
  delete from public.sessions where user_id = new.id;
  delete from public.links where user_id = new.id;
  delete from public.devices where user_id = new.id;
  update public.invitations set withdrawn_at = clock_timestamp()
    where invited_by = new.id and accepted_at is null and withdrawn_at is null;
  return null;
end $$;
--> statement-breakpoint
-- The same for staff whose entry ends or changes: their sessions are checked again.
create function staff_changed() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$ begin delete from public.sessions where user_id = old.user_id; return null; end $$;
--> statement-breakpoint
-- An owner changes the role of a member or removes the member, in the store and as the person of the transaction. Returns the reason of a
-- refusal. A store always keeps an owner, and only the marketplace makes owners.
create function change_member(member integer, new_role text) returns text language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp as
$$
declare
  store integer := nullif(current_setting('app.seller_id', true), '')::int;
  actor integer := nullif(current_setting('app.actor_id', true), '')::int;
  was text;
begin
  -- Locked in one order, so that two owners who remove each other don't both succeed.
  perform 1 from public.members where seller_id = store order by user_id for update;
  if public.store_of_acting_owner() is null then return 'not_allowed'; end if;
  if new_role = 'owner' then return 'not_allowed'; end if;
  select role into was from public.members where seller_id = store and user_id = member;
  if not found then return 'not_found'; end if;
  if member = actor then return 'self'; end if;
  if was = 'owner' and not exists (select from public.members where seller_id = store and role = 'owner' and user_id <> member) then
    return 'last_owner';
  end if;
  if new_role is null then delete from public.members where seller_id = store and user_id = member;
  else update public.members set role = new_role, role_since = public.portal_now() where seller_id = store and user_id = member and role <> new_role;
  end if;
  return 'done';
end $$;
--> statement-breakpoint
-- The open invitations of a former owner end with the ownership: otherwise their guest could still join.
create function withdraw_after_owner() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
begin
  update public.invitations set withdrawn_at = clock_timestamp()
    where seller_id = old.seller_id and invited_by = old.user_id and accepted_at is null and withdrawn_at is null;
  return null;
end $$;
--> statement-breakpoint
revoke all on function change_member, drop_unproven, forget_networks, gate_apply_claim, gate_demo_people, gate_identity,
  gate_new_identity, gate_person, gate_view, keep_newest_change, last_credential_change, membership_changed, person_disabled,
  refuse_owner_and_staff, seller_named, staff_changed, store_of_acting_owner, store_people, withdraw_after_owner from public;
--> statement-breakpoint
grant execute on function seller_named, gate_apply_claim, gate_person, gate_demo_people, gate_identity, gate_new_identity to portal_gate;
--> statement-breakpoint
grant execute on function store_people, last_credential_change, change_member to portal_people;
--> statement-breakpoint
create trigger first_proven after update of email_confirmed_at on users for each row
  when (old.email_confirmed_at is null and new.email_confirmed_at is not null) execute function drop_unproven();
--> statement-breakpoint
create trigger owns_no_store after insert or update of user_id on staff for each row execute function refuse_owner_and_staff();
--> statement-breakpoint
create trigger is_no_staff after insert or update of user_id, role on members for each row
  when (new.role = 'owner') execute function refuse_owner_and_staff();
--> statement-breakpoint
create trigger newest_change before update of credentials_changed_at on users for each row execute function keep_newest_change();
--> statement-breakpoint
create trigger networks_forgotten after update of credentials_changed_at on users for each row
  when (new.credentials_changed_at is distinct from old.credentials_changed_at) execute function forget_networks();
--> statement-breakpoint
create trigger ended after delete on members for each row execute function membership_changed();
--> statement-breakpoint
create trigger changed after update of role on members for each row when (new.role <> old.role) execute function membership_changed();
--> statement-breakpoint
create trigger disabled after update of disabled_at on users for each row
  when (old.disabled_at is null and new.disabled_at is not null) execute function person_disabled();
--> statement-breakpoint
create trigger ended after delete on staff for each row execute function staff_changed();
--> statement-breakpoint
create trigger changed after update of roles on staff for each row when (new.roles <> old.roles) execute function staff_changed();
--> statement-breakpoint
create trigger owner_gone after delete on members for each row when (old.role = 'owner') execute function withdraw_after_owner();
--> statement-breakpoint
create trigger owner_no_more after update of role on members for each row
  when (old.role = 'owner' and new.role <> 'owner') execute function withdraw_after_owner();
