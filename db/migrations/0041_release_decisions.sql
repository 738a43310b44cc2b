-- Staff's decision on a request for release. Both functions check the actor, whatever the caller has checked.
-- RQ001: the actor may not decide; RQ002: no such open request; RQ003: the actor is a member of the store or made the request; RQ004: the
-- amount needs two people, and the actor has confirmed no proposal with this content whose maker may still decide on the store's requests.
-- The roles are those of the permission requests.decide; server/requests/decisions/roles.db.test.ts compares them.

-- Locks a request of the staff's marketplace with its seller, so that neither the request nor the line's money changes until the
-- transaction ends; false where there is none. Sellers are locked first, as everywhere.
create function lock_release_request(p_request uuid) returns boolean language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
begin
  if not public.is_acting_staff(array['reviewer', 'approver']) then
    raise exception 'the person of the transaction (app.actor_id) may not decide on requests' using errcode = 'RQ001';
  end if;
  perform from public.sellers as s where s.marketplace_id = public.staff_marketplace()
    and s.id = (select seller_id from public.release_requests where id = p_request) for no key update;
  if not found then
    return false;
  end if;
  perform from public.release_requests where id = p_request for no key update;
  return found;
end $$;
--> statement-breakpoint
revoke all on function lock_release_request from public;
--> statement-breakpoint
grant execute on function lock_release_request to portal_staff;
--> statement-breakpoint
-- The amount, in minor units of a currency, above which a decision needs two people; null if every amount does.
create function two_people_amount(p_currency bpchar) returns numeric language sql stable set search_path = pg_catalog, public, pg_temp as
$$
  select value from public.policies
  where name = 'release_request_two_people_amount_' || lower(p_currency) and effective_from <= public.portal_now()
  order by effective_from desc limit 1
$$;
--> statement-breakpoint
revoke all on function two_people_amount from public;
--> statement-breakpoint
grant execute on function two_people_amount to portal_staff;
--> statement-breakpoint
-- Whether the person of the transaction is a member of a store, and so may not decide on its requests.
create function is_own_store(p_seller integer) returns boolean language sql stable security definer set search_path = pg_catalog, public, pg_temp as
$$
  select exists (
    select from public.members where seller_id = p_seller and user_id = nullif(current_setting('app.actor_id', true), '')::integer)
$$;
--> statement-breakpoint
revoke all on function is_own_store from public;
--> statement-breakpoint
grant execute on function is_own_store to portal_staff;
--> statement-breakpoint
-- Whether whoever proposed a decision may still decide on the store's requests: they work for the marketplace in a role that may, and are no
-- member of the store.
create function may_maker_decide(p_proposal uuid) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
$$
  select exists (
    select from public.proposals p
    join public.staff s on s.user_id = p.maker and s.marketplace_id = p.marketplace_id and s.roles && array['reviewer', 'approver']
    join public.users u on u.id = p.maker and u.disabled_at is null
    where p.id = p_proposal and p.purpose = 'release_decision' and p.marketplace_id = public.staff_marketplace()
      and not exists (select from public.members m where m.seller_id = p.seller_id and m.user_id = p.maker))
$$;
--> statement-breakpoint
revoke all on function may_maker_decide from public;
--> statement-breakpoint
grant execute on function may_maker_decide to portal_staff;
--> statement-breakpoint
create function decide_release_request(
  p_request uuid, p_decision text, p_reason text, p_remark text, p_name text, p_proposal uuid
) returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as
$$
declare
  v_actor integer := nullif(current_setting('app.actor_id', true), '')::integer;
  v_seller integer;
  v_asked_by integer;
  v_currency bpchar;
  v_pending bigint;
begin
  if not public.lock_release_request(p_request) then
    raise exception 'the transaction''s marketplace has no such request' using errcode = 'RQ002';
  end if;
  select r.seller_id, r.asked_by, l.currency, l.pending into v_seller, v_asked_by, v_currency, v_pending
  from public.release_requests r join public.lines l on l.key = r.line where r.id = p_request and r.decision is null;
  if not found then
    raise exception 'the request has already been decided' using errcode = 'RQ002';
  end if;
  if v_asked_by = v_actor or public.is_own_store(v_seller) then
    raise exception 'members of the store may not decide on its requests' using errcode = 'RQ003';
  end if;
  if v_pending > coalesce(public.two_people_amount(v_currency), 0) and not exists (
    select from public.proposals as p
    where p.id = p_proposal and p.purpose = 'release_decision' and p.subject = p_request and p.state = 'approved' and p.checker = v_actor
      and p.seller_id = v_seller and public.may_maker_decide(p.id)
      and p.content::jsonb = jsonb_build_object('request', p_request, 'decision', p_decision, 'reason', p_reason, 'remark', p_remark,
        'currency', v_currency, 'amount', v_pending::text)
  ) then
    raise exception 'this amount needs a confirmed proposal (four eyes)' using errcode = 'RQ004';
  end if;
  update public.release_requests set decision = p_decision, reason = p_reason, remark = p_remark, decided_at = public.portal_now()
  where seller_id = v_seller and id = p_request;
  insert into public.release_decisions (seller_id, request, decided_by, decided_name, currency, amount, proposal)
  values (v_seller, p_request, v_actor, p_name, v_currency, v_pending, p_proposal);
end $$;
--> statement-breakpoint
revoke all on function decide_release_request from public;
--> statement-breakpoint
grant execute on function decide_release_request to portal_staff;
