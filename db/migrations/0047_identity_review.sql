-- Reviewers of identities, and how long pictures are kept. Each function asks who acts by itself, whatever the caller has checked.
-- ID001: nobody acts who may review; ID002: there is no such case, or it has been decided; ID003: whoever acts is a member of the store or
-- began the attempt; ID004: somebody else has taken the case, or nobody has.

create trigger told_identity after update on identity_attempts referencing new table as changed
  for each statement execute function requests_told();
--> statement-breakpoint
create trigger told_identity_begun after insert on identity_attempts referencing new table as changed
  for each statement execute function requests_told();
--> statement-breakpoint
-- A picture is in use while an attempt has it that is edited, waits or was approved; from then on its days of retention count.
create function retain_identity_pages() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
begin
  update files as f set retained_from = u.until
    from (
      select x.seller_id, x.id, case when exists (
        select from identity_pages p join identity_attempts a on a.seller_id = p.seller_id and a.id = p.attempt
        where p.seller_id = x.seller_id and p.file = x.id and a.state <> 'sent_back') then null else coalesce(x.retained_from, portal_now()) end as until
      from files as x where x.purpose = 'identity_page' and x.seller_id in (select seller_id from changed)) as u
    where f.seller_id = u.seller_id and f.id = u.id and f.retained_from is distinct from u.until;
  return null;
end
$$;
--> statement-breakpoint
revoke all on function retain_identity_pages from public;
--> statement-breakpoint
create trigger retained_kept after insert on identity_pages referencing new table as changed
  for each statement execute function retain_identity_pages();
--> statement-breakpoint
create trigger retained_removed after delete on identity_pages referencing old table as changed
  for each statement execute function retain_identity_pages();
--> statement-breakpoint
create trigger retained_decided after update on identity_attempts referencing new table as changed
  for each statement execute function retain_identity_pages();
--> statement-breakpoint
-- Locks a case of the staff's marketplace with its seller until the transaction ends; false where there is none. Sellers are locked first.
create function lock_identity_attempt(p_attempt uuid) returns boolean language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
begin
  if not public.is_acting_staff(array['reviewer', 'approver']) then
    raise exception 'nobody acts who may review identities' using errcode = 'ID001';
  end if;
  perform from public.sellers as s where s.marketplace_id = public.staff_marketplace()
    and s.id = (select seller_id from public.identity_attempts where id = p_attempt and state <> 'draft') for no key update;
  if not found then
    return false;
  end if;
  perform from public.identity_attempts where id = p_attempt for no key update;
  return found;
end $$;
--> statement-breakpoint
-- The seller of a case that waits and that the acting person may decide on, locked.
create function open_identity_attempt(p_attempt uuid) returns integer language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
declare
  v_actor integer := nullif(current_setting('app.actor_id', true), '')::integer;
  v_seller integer;
  v_by integer;
begin
  if not public.lock_identity_attempt(p_attempt) then
    raise exception 'there is no such case' using errcode = 'ID002';
  end if;
  select seller_id, started_by into v_seller, v_by from public.identity_attempts where id = p_attempt and state = 'submitted';
  if not found then
    raise exception 'the case has been decided' using errcode = 'ID002';
  end if;
  if v_by = v_actor or public.is_own_store(v_seller) then
    raise exception 'nobody reviews the identity of their own store' using errcode = 'ID003';
  end if;
  return v_seller;
end $$;
--> statement-breakpoint
revoke all on function lock_identity_attempt, open_identity_attempt from public;
--> statement-breakpoint
grant execute on function lock_identity_attempt to portal_staff;
--> statement-breakpoint
create function take_identity_attempt(p_attempt uuid, p_name text, p_minutes integer) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
declare
  v_actor integer := nullif(current_setting('app.actor_id', true), '')::integer;
  v_seller integer := public.open_identity_attempt(p_attempt);
begin
  update public.identity_attempts
    set taken_by = v_actor, taken_name = p_name, taken_until = public.portal_now() + make_interval(mins => least(p_minutes, 60))
  where seller_id = v_seller and id = p_attempt and (taken_by is null or taken_by = v_actor or taken_until <= public.portal_now());
  if not found then
    raise exception 'somebody else has taken the case' using errcode = 'ID004';
  end if;
end $$;
--> statement-breakpoint
create function decide_identity_attempt(
  p_attempt uuid, p_decision text, p_reasons jsonb, p_remark text, p_by text, p_name text, p_latin_name text
) returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as
$$
declare
  v_actor integer := nullif(current_setting('app.actor_id', true), '')::integer;
  v_seller integer := public.open_identity_attempt(p_attempt);
begin
  update public.identity_attempts
    set state = p_decision, reasons = p_reasons, remark = p_remark, decided_at = public.portal_now(), decided_name = p_by
  where seller_id = v_seller and id = p_attempt and taken_by = v_actor and taken_until > public.portal_now();
  if not found then
    raise exception 'whoever decides has not taken the case' using errcode = 'ID004';
  end if;
  if p_decision = 'approved' then
    insert into public.verified_identities (seller_id, attempt, name, latin_name, verified_at, renew_by)
    select v_seller, p_attempt, p_name, p_latin_name, public.portal_now(), public.portal_now() + make_interval(days => value::integer)
    from public.policies where name = 'identity_renewal_days' and effective_from <= public.portal_now() order by effective_from desc limit 1
    on conflict (seller_id) do update set attempt = excluded.attempt, name = excluded.name, latin_name = excluded.latin_name,
      verified_at = excluded.verified_at, renew_by = excluded.renew_by;
  end if;
end $$;
--> statement-breakpoint
revoke all on function take_identity_attempt, decide_identity_attempt from public;
--> statement-breakpoint
grant execute on function take_identity_attempt, decide_identity_attempt to portal_staff;
