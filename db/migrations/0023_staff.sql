-- The marketplace's staff. Each works for one marketplace, and their transactions run as portal_staff, which sees the sellers of that
-- marketplace (app.marketplace_id), and only while the person of the transaction (app.actor_id) is on its staff.
alter table staff add column marketplace_id integer constraint staff_marketplace_id_marketplaces_id_fk references marketplaces;
--> statement-breakpoint
update staff set marketplace_id = (select min(id) from marketplaces);
--> statement-breakpoint
alter table staff alter column marketplace_id set not null;
--> statement-breakpoint
create index staff_marketplace on staff (marketplace_id);
--> statement-breakpoint
alter table invitations add column marketplace_id integer constraint invitations_marketplace_id_marketplaces_id_fk references marketplaces;
--> statement-breakpoint
update invitations set marketplace_id = (select min(id) from marketplaces) where staff_roles is not null;
--> statement-breakpoint
alter table invitations add constraint invitations_check2 check ((staff_roles is null) = (marketplace_id is null));
--> statement-breakpoint
create index invitations_marketplace on invitations (marketplace_id) where marketplace_id is not null;
--> statement-breakpoint
create or replace function keep_invitation() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as
$$
begin
  if (new.seller_id, new.role, new.staff_roles, new.marketplace_id, new.email)
      is distinct from (old.seller_id, old.role, old.staff_roles, old.marketplace_id, old.email)
    or (new.invited_by is distinct from old.invited_by and new.invited_by is not null) then
    raise exception 'the store, roles, address and inviter of an invitation never change' using errcode = 'LG002';
  end if;
  return new;
end $$;
--> statement-breakpoint
create or replace function enter_by_invitation(i invitations, person integer) returns void language plpgsql
  set search_path = pg_catalog, public, pg_temp as
$$
begin
  update public.invitations set accepted_at = clock_timestamp(), accepted_by = person where id = i.id;
  if i.seller_id is null then
    insert into public.staff (user_id, roles, marketplace_id) values (person, i.staff_roles, i.marketplace_id)
      on conflict (user_id) do update set roles = excluded.roles, marketplace_id = excluded.marketplace_id;
  else
    insert into public.members (seller_id, user_id, role) values (i.seller_id, person, i.role) on conflict do nothing;
    update public.users set last_seller_id = i.seller_id where id = person;
  end if;
end $$;
--> statement-breakpoint
drop trigger changed on staff;
--> statement-breakpoint
create trigger changed after update of roles, marketplace_id on staff for each row
  when ((new.roles, new.marketplace_id) is distinct from (old.roles, old.marketplace_id)) execute function staff_changed();
--> statement-breakpoint
-- The marketplace that a person works for, as part of their session (open_session). Internal.
create function staff_view(person integer) returns jsonb language sql stable set search_path = pg_catalog, public, pg_temp as
$$
  select jsonb_build_object('roles', s.roles, 'marketplaceId', m.id, 'marketplace', m.name, 'timeZone', m.time_zone)
  from public.staff s join public.marketplaces m on m.id = s.marketplace_id where s.user_id = person
$$;
--> statement-breakpoint
revoke all on function staff_view(integer) from public;
--> statement-breakpoint

-- ---- How long a session of staff may be idle
insert into policies (name, effective_from, value, unit, source) values
  ('staff_idle_minutes', '2000-01-01', 10, 'minutes', 'House rule, stricter than PCI DSS 4.0.1, 8.2.8 (15 minutes)');
--> statement-breakpoint
create function staff_idle() returns interval language sql stable set search_path = pg_catalog, public, pg_temp as
$$
  select make_interval(mins => (
    select value from public.policies where name = 'staff_idle_minutes' and effective_from <= public.portal_now()
    order by effective_from desc limit 1)::integer)
$$;
--> statement-breakpoint
revoke all on function staff_idle() from public;
--> statement-breakpoint
create function limit_staff_idle() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as
$$
begin
  if tg_table_name = 'staff' then
    update public.sessions set idle = least(idle, public.staff_idle()) where user_id = new.user_id;
  elsif exists (select from public.staff where user_id = new.user_id) then
    new.idle := least(new.idle, public.staff_idle());
  end if;
  return new;
end $$;
--> statement-breakpoint
revoke all on function limit_staff_idle() from public;
--> statement-breakpoint
create trigger idle_of_staff before insert on sessions for each row execute function limit_staff_idle();
--> statement-breakpoint
create trigger idle_of_staff after insert on staff for each row execute function limit_staff_idle();
--> statement-breakpoint

-- ---- The role
grant usage on schema jobs to portal_staff;
--> statement-breakpoint
grant execute on function jobs.enqueue to portal_staff;
--> statement-breakpoint
grant select on policies to portal_staff;
--> statement-breakpoint
create policy staff on policies for select to portal_staff using (true);
--> statement-breakpoint
grant select on installation to portal_staff;
--> statement-breakpoint
-- Whether the person of the transaction works for its marketplace, in one of these roles.
create function is_acting_staff(wanted text[]) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
$$
  select exists (
    select from public.staff s join public.users u on u.id = s.user_id
    where s.user_id = nullif(current_setting('app.actor_id', true), '')::int
      and s.marketplace_id = nullif(current_setting('app.marketplace_id', true), '')::int
      and s.roles && wanted and u.disabled_at is null)
$$;
--> statement-breakpoint
-- The marketplace of the transaction where the person of the transaction works for it, else null.
create function staff_marketplace() returns integer language sql stable security definer set search_path = pg_catalog, public, pg_temp as
$$
  select s.marketplace_id from public.staff s join public.users u on u.id = s.user_id
  where s.user_id = nullif(current_setting('app.actor_id', true), '')::int
    and s.marketplace_id = nullif(current_setting('app.marketplace_id', true), '')::int and u.disabled_at is null
$$;
--> statement-breakpoint
revoke all on function is_acting_staff(text[]), staff_marketplace() from public;
--> statement-breakpoint
grant execute on function is_acting_staff(text[]), staff_marketplace() to portal_staff;
--> statement-breakpoint
create policy staff on marketplaces for select to portal_staff using (id = (select staff_marketplace()));
--> statement-breakpoint
grant select on marketplaces to portal_staff;
--> statement-breakpoint
create policy staff on sellers for select to portal_staff using (marketplace_id = (select staff_marketplace()));
--> statement-breakpoint
-- All columns of a store but the address that its marketplace gave for its owner.
grant select (id, marketplace_id, external_id, name, region, locale, time_zone, time_zone_chosen, upserted_at, closed, closed_as_of, opened_at,
  news, created_at) on sellers to portal_staff;
--> statement-breakpoint
-- The actor of an audit line is the actor of the transaction: staff only in their own role, and about their marketplace's sellers.
create or replace function write_audit(kind text, id text, what text, seller integer, facts jsonb, ref uuid, address bytea) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as
$$
declare
  v_person text := coalesce(nullif(current_setting('app.actor_id', true), ''), nullif(current_setting('app.user_id', true), ''));
  v_job text := nullif(current_setting('app.job', true), '');
  v_true boolean;
  v_line bigint;
begin
  v_true := case session_user
    when 'portal_gate' then (kind = 'person' and id = v_person) or (kind = 'nobody' and id is null)
    when 'portal_people' then (kind = 'person' and id = v_person) or (kind = 'nobody' and id is null)
    when 'portal_staff' then kind = 'staff' and id = v_person and public.staff_marketplace() is not null
      and (seller is null or exists (select from public.sellers s where s.id = seller and s.marketplace_id = public.staff_marketplace()))
    when 'portal_batch' then kind = 'job' and id = v_job
    else kind = 'job' and session_user = (select relowner::regrole::text from pg_class where oid = 'public.audit'::regclass)
  end;
  if v_true is not true then
    raise exception 'the actor of the audit line is not the actor of the transaction' using errcode = 'LG020',
      hint = 'open the transaction for that actor: personTx, staffTx, sellerTx or memberTx, or batchTx with a job';
  end if;
  insert into public.audit (at, actor_kind, actor_id, action, seller_id, detail)
    values (public.portal_now(), kind, id, what, seller, coalesce(facts, '{}')) returning audit.id into v_line;
  if ref is not null then
    insert into public.audit_addresses (id, line, address) values (ref, v_line, address);
  end if;
end $$;
--> statement-breakpoint
grant execute on function write_audit(text, text, text, integer, jsonb, uuid, bytea) to portal_staff;
--> statement-breakpoint
-- People of the demo, sellers first; none where the database is not a sandbox.
drop function gate_demo_people();
--> statement-breakpoint
create function gate_demo_people() returns table (email text, name text, locale text, stores text, role text, staff text[])
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as
$$
  select u.email, u.name, u.locale,
    coalesce((select string_agg(coalesce(s.name, s.external_id), ' · ' order by s.id)
      from public.members m join public.sellers s on s.id = m.seller_id where m.user_id = u.id), ''),
    (select m.role from public.members m where m.user_id = u.id order by m.seller_id limit 1), w.roles
  from public.users u left join public.staff w on w.user_id = u.id
  where u.demo and u.disabled_at is null and (select sandbox from public.installation)
  order by w.roles is not null, u.id limit 50
$$;
--> statement-breakpoint
revoke all on function gate_demo_people() from public;
--> statement-breakpoint
grant execute on function gate_demo_people() to portal_gate;
