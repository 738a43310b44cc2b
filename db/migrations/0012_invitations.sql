-- Parts of db/schema/invitations.ts that drizzle-kit cannot express, with their functions and triggers.

alter table invitations force row level security;
--> statement-breakpoint
alter table links force row level security;
--> statement-breakpoint
alter table owner_replacements force row level security;
--> statement-breakpoint
alter table money_freezes force row level security;
--> statement-breakpoint
create unique index invitations_open on invitations (seller_id, email) nulls not distinct where accepted_at is null and withdrawn_at is null;
--> statement-breakpoint
create unique index money_freezes_open on money_freezes (user_id, seller_id) nulls not distinct where lifted_at is null;
--> statement-breakpoint
comment on column links.was is 'of an undo link: the factors before the change, with their secrets sealed as in their own table';
--> statement-breakpoint
comment on column money_freezes.seller_id is 'the frozen store; null freezes the person in every store';
--> statement-breakpoint
grant select (id, seller_id, role, email, name, locale, sent, created_at, ends_at, accepted_at, withdrawn_at)
  on invitations to portal_people;
--> statement-breakpoint
grant select (id, seller_id, role, email, accepted_at, withdrawn_at, invited_by), update (withdrawn_at) on invitations to portal_batch;
--> statement-breakpoint
grant select, insert, delete, update (used_at) on links to portal_people;
--> statement-breakpoint
grant delete, select (ends_at) on links to portal_batch;
--> statement-breakpoint
grant select, insert on money_freezes to portal_people;
--> statement-breakpoint
-- The person and the address of a valid link, which is not used up.
create function gate_link(link_kind text, hash bytea) returns jsonb language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
$$
  select public.gate_view(u) || jsonb_build_object('linkEmail', l.email)
  from public.links l join public.users u on u.id = l.user_id
  where l.token_hash = hash and l.kind = link_kind and l.used_at is null and l.ends_at > clock_timestamp() and u.disabled_at is null
$$;
--> statement-breakpoint
-- The part of an invitation that its holder may see. Internal.
create function invitation_view(i invitations) returns jsonb language sql stable
  set search_path = pg_catalog, public, pg_temp as
$$
  select jsonb_build_object('id', i.id, 'email', i.email, 'name', i.name, 'locale', i.locale, 'sellerId', i.seller_id, 'role', i.role,
    'staffRoles', i.staff_roles, 'live', i.ends_at > clock_timestamp(),
    'store', (select coalesce(s.name, s.external_id) from public.sellers s where s.id = i.seller_id),
    'taken', exists (select from public.users u where u.email = i.email))
$$;
--> statement-breakpoint
-- The open invitation of this token.
create function gate_invitation(hash bytea) returns jsonb language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
$$
  select public.invitation_view(i) from public.invitations i
  where i.token_hash = hash and i.accepted_at is null and i.withdrawn_at is null
$$;
--> statement-breakpoint
-- Renews the invitation of an expired token: a new token and a new period.
create function gate_renew_invitation(hash bytea, new_hash bytea, days integer) returns jsonb language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
declare
  i public.invitations;
begin
  update public.invitations set token_hash = new_hash, ends_at = clock_timestamp() + make_interval(days => least(days, 30)), sent = sent + 1
    where token_hash = hash and accepted_at is null and withdrawn_at is null returning * into i;
  return case when i.id is not null then public.invitation_view(i) end;
end $$;
--> statement-breakpoint
-- Carries out an invitation for a person and uses it up. Internal: the caller has checked the token and the person.
create function enter_by_invitation(i invitations, person integer) returns void language plpgsql
  set search_path = pg_catalog, public, pg_temp as
$$
begin
  update public.invitations set accepted_at = clock_timestamp(), accepted_by = person where id = i.id;
  if i.seller_id is null then
    insert into public.staff (user_id, roles) values (person, i.staff_roles)
      on conflict (user_id) do update set roles = excluded.roles;
  else
    insert into public.members (seller_id, user_id, role) values (i.seller_id, person, i.role) on conflict do nothing;
    update public.users set last_seller_id = i.seller_id where id = person;
  end if;
end $$;
--> statement-breakpoint
-- A new person accepts an invitation: the token proves the address. Of two at once one succeeds; null if the invitation is gone.
create function gate_accept_invitation(hash bytea, person_name text, password text, stands_alone boolean, person_locale text) returns jsonb
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
declare
  i public.invitations;
  v_person integer;
begin
  select * into i from public.invitations
    where token_hash = hash and accepted_at is null and withdrawn_at is null and ends_at > clock_timestamp() for update;
  if not found then return null; end if;
  insert into public.users (email, email_confirmed_at, name, locale, password_hash, password_stands_alone)
    values (i.email, clock_timestamp(), person_name, person_locale, password, stands_alone)
    on conflict (email) do nothing returning id into v_person;
  if v_person is null then return jsonb_build_object('taken', true); end if;
  perform public.enter_by_invitation(i, v_person);
  perform set_config('app.user_id', v_person::text, true);
  return jsonb_build_object('id', i.id, 'userId', v_person, 'sellerId', i.seller_id);
end $$;
--> statement-breakpoint
-- The person of the transaction accepts an invitation to their own address.
create function join_by_invitation(hash bytea) returns jsonb language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
declare
  i public.invitations;
  v_person integer := nullif(current_setting('app.user_id', true), '')::int;
begin
  select * into i from public.invitations
    where token_hash = hash and accepted_at is null and withdrawn_at is null and ends_at > clock_timestamp() for update;
  if not found then return null; end if;
  if not exists (select from public.users u where u.id = v_person and u.email = i.email and u.disabled_at is null) then
    return jsonb_build_object('another', true);
  end if;
  perform public.enter_by_invitation(i, v_person);
  return jsonb_build_object('id', i.id, 'sellerId', i.seller_id);
end $$;
--> statement-breakpoint
-- An owner sends an open invitation of the store again, under a new token.
create function renew_member_invitation(invitation uuid, new_hash bytea, days integer) returns jsonb language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
declare
  i public.invitations;
begin
  update public.invitations set token_hash = new_hash, ends_at = clock_timestamp() + make_interval(days => least(days, 30)), sent = sent + 1
    where id = invitation and seller_id = public.store_of_acting_owner() and role <> 'owner' and accepted_at is null and withdrawn_at is null
    returning * into i;
  return case when i.id is not null then public.invitation_view(i) end;
end $$;
--> statement-breakpoint
-- An owner withdraws an open invitation of the store; false where there is none, or it was accepted meanwhile.
create function withdraw_member_invitation(invitation uuid) returns boolean language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
begin
  update public.invitations set withdrawn_at = clock_timestamp()
    where id = invitation and seller_id = public.store_of_acting_owner() and accepted_at is null and withdrawn_at is null;
  return found;
end $$;
--> statement-breakpoint
-- Invites the address that seller.upserted gave as the store's owner, if the store has no member. Null if it has, or was invited already.
create function invite_seller(seller integer, address text, mail_locale text, hash bytea, days integer) returns jsonb
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
declare
  i public.invitations;
begin
  if not exists (select from public.sellers s where s.id = seller and lower(s.email) = address)
    or exists (select from public.members m where m.seller_id = seller) then return null; end if;
  insert into public.invitations (token_hash, seller_id, role, email, locale, ends_at)
    values (hash, seller, 'owner', address, mail_locale, clock_timestamp() + make_interval(days => least(days, 30)))
    on conflict do nothing returning * into i;
  return case when i.id is not null then public.invitation_view(i) end;
end $$;
--> statement-breakpoint
-- Makes a link to choose a password for the person of an address, and ends earlier ones. Returns whom to write to; null if nobody has the
-- address.
create function make_password_link(address text, hash bytea, hours integer) returns jsonb language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
declare
  u public.users;
begin
  select * into u from public.users where email = address and disabled_at is null;
  if u.id is null then return null; end if;
  delete from public.links where user_id = u.id and kind = 'password';
  insert into public.links (token_hash, kind, user_id, email, ends_at)
    values (hash, 'password', u.id, u.email, clock_timestamp() + make_interval(hours => least(hours, 24)));
  return jsonb_build_object('id', u.id, 'email', u.email, 'name', u.name, 'locale', u.locale);
end $$;
--> statement-breakpoint
-- An owner invites a person to the store, in any role but owner. Returns the invitation, or {"refused": reason}.
create function invite_member(address text, member_role text, mail_locale text, hash bytea, days integer) returns jsonb
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
declare
  i public.invitations;
  v_store integer := public.store_of_acting_owner();
begin
  if v_store is null or member_role not in ('manager', 'finance', 'viewer') then return jsonb_build_object('refused', 'not_allowed'); end if;
  if exists (select from public.members m join public.users u on u.id = m.user_id where m.seller_id = v_store and u.email = address) then
    return jsonb_build_object('refused', 'already_member');
  end if;
  insert into public.invitations (token_hash, seller_id, role, email, locale, ends_at, invited_by)
    values (hash, v_store, member_role, address, mail_locale, clock_timestamp() + make_interval(days => least(days, 30)),
      nullif(current_setting('app.actor_id', true), '')::int)
    on conflict do nothing returning * into i;
  if i.id is null then return jsonb_build_object('refused', 'already_invited'); end if;
  return public.invitation_view(i);
end $$;
--> statement-breakpoint
-- Withdraws the open invitations that the person of the transaction made in the last hours.
create function withdraw_made(hours integer) returns table (id uuid, seller_id integer) language sql volatile security definer
  set search_path = pg_catalog, public, pg_temp as
$$
  update public.invitations i set withdrawn_at = clock_timestamp()
  where i.invited_by = nullif(current_setting('app.user_id', true), '')::int and i.accepted_at is null and i.withdrawn_at is null
    and i.created_at > clock_timestamp() - make_interval(hours => hours)
  returning i.id, i.seller_id
$$;
--> statement-breakpoint
create function keep_invitation() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp as
$$
begin
  if (new.seller_id, new.role, new.staff_roles, new.email) is distinct from (old.seller_id, old.role, old.staff_roles, old.email)
    or (new.invited_by is distinct from old.invited_by and new.invited_by is not null) then
    raise exception 'the store, roles, address and inviter of an invitation never change' using errcode = 'LG002';
  end if;
  return new;
end $$;
--> statement-breakpoint
-- Ends the memberships that came from the person's invitations of the last hours; returns how many.
create function expel_invited(hours integer) returns integer language sql volatile security definer
  set search_path = pg_catalog, public, pg_temp as
$$
  with gone as (
    delete from public.members m using public.invitations i
    where i.invited_by = (select nullif(current_setting('app.user_id', true), '')::int) and i.accepted_by = m.user_id and i.seller_id = m.seller_id
      and i.created_at > clock_timestamp() - make_interval(hours => least(hours, 72)) and m.role <> 'owner'
    returning 1)
  select count(*)::int from gone
$$;
--> statement-breakpoint
create function guard_replacement() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp as
$$
begin
  if tg_op = 'UPDATE' and ((new.seller_id, new.email, new.reason, new.made_by, new.made_at, new.ends_at) is distinct from
      (old.seller_id, old.email, old.reason, old.made_by, old.made_at, old.ends_at) or old.checked_at is not null) then
    raise exception 'the content of a proposal never changes' using errcode = 'LG002';
  end if;
  if exists (select from public.users where id in (new.made_by, new.checked_by) and email = new.email) then
    raise exception 'the beneficiary of a proposal may be neither its maker nor its checker' using errcode = '23514';
  end if;
  -- The actor must work for the store's marketplace.
  if (tg_op = 'INSERT' or new.checked_by is distinct from old.checked_by) and not exists (
    select from public.staff w join public.sellers s on s.marketplace_id = w.marketplace_id
    where s.id = new.seller_id and w.user_id = coalesce(new.checked_by, new.made_by)
  ) then
    raise exception 'the maker and the checker of a proposal must be staff of the store''s marketplace' using errcode = '23514';
  end if;
  return new;
end $$;
--> statement-breakpoint
revoke all on function enter_by_invitation, expel_invited, gate_accept_invitation, gate_invitation, gate_link, gate_renew_invitation,
  guard_replacement, invitation_view, invite_member, invite_seller, join_by_invitation, keep_invitation, make_password_link,
  renew_member_invitation, withdraw_made, withdraw_member_invitation from public;
--> statement-breakpoint
grant execute on function gate_link, gate_invitation, gate_renew_invitation, gate_accept_invitation to portal_gate;
--> statement-breakpoint
grant execute on function join_by_invitation, renew_member_invitation, withdraw_member_invitation, invite_member, withdraw_made,
  expel_invited to portal_people;
--> statement-breakpoint
grant execute on function invite_seller, make_password_link to portal_batch;
--> statement-breakpoint
create trigger kept before update on invitations for each row execute function keep_invitation();
--> statement-breakpoint
create trigger guarded before insert or update on owner_replacements for each row execute function guard_replacement();
