-- Parts of db/schema/ledger.ts that drizzle-kit cannot express, with their functions and triggers.

alter table books force row level security, set (fillfactor = 50);
--> statement-breakpoint
alter table movements force row level security;
--> statement-breakpoint
alter table book_days force row level security;
--> statement-breakpoint
comment on column books.as_of is 'booked_at of the last movement';
--> statement-breakpoint
comment on column movements.balance_after is 'available + debt after this movement';
--> statement-breakpoint
comment on column movements.cause is 'key of the event, withdrawal, conversion, adjustment or case; the kind says which (server/ledger/movement-kind.ts)';
--> statement-breakpoint
grant select on books, movements, book_days to portal_people, portal_batch, portal_read;
--> statement-breakpoint
-- The number of movements of a book before an instant, which is also the version of the last of them: versions have no gaps and follow the
-- order of time. A binary search: two dozen look-ups in a book of ten million movements.
create function movements_before(p_seller integer, p_currency bpchar, p_instant timestamptz) returns integer
language plpgsql stable
  set search_path = pg_catalog, public, pg_temp as $$
declare
  v_low integer := 0;
  v_high integer := coalesce((select version from books where seller_id = p_seller and currency = p_currency), 0);
  v_middle integer;
begin
  while v_low < v_high loop
    v_middle := v_low + (v_high - v_low + 1) / 2;
    if (select booked_at < p_instant from movements where seller_id = p_seller and currency = p_currency and version = v_middle) then
      v_low := v_middle;
    else
      v_high := v_middle - 1;
    end if;
  end loop;
  return v_low;
end $$;
--> statement-breakpoint
-- The only function that writes books and movements. The three functions below call it; no role may call it or write either table. It derives
-- the books from the movements that it writes, so neither changes without the other.
-- The arrays have one element a movement, in the order of booking. Returns the instant of booking.
-- Lookups are laterals with a limit and writes are upserts, so that the planner has one choice at any size of the tables: a plan that was
-- made for an empty table and kept would scan.
-- It makes few passes: the statement that locks the books also finds new books and new days, and the state before the movements is a row
-- in front of them in the same window.
create function ledger_write(
  p_seller integer[], p_currency bpchar[], p_kind smallint[], p_from smallint[], p_to smallint[],
  p_amount bigint[], p_occurred double precision[], p_cause uuid[], p_line uuid[]
) returns timestamptz language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
declare
  v_booked timestamptz;
  v_all integer;
  v_there integer;
  v_first timestamptz;
  v_last timestamptz;
  v_new boolean;
begin
  for attempt in 1..2 loop
    -- Every writer locks books in this order. A caller that decided from balances has locked the seller already.
    select count(*), count(b.as_of), min(b.as_of), max(b.as_of), bool_or(b.version = 0) into v_all, v_there, v_first, v_last, v_new
    from (select distinct s, c from unnest(p_seller, p_currency) as k (s, c) order by s, c) as d
    left join lateral (
      select as_of, version from public.books where seller_id = d.s and currency = d.c limit 1 for no key update
    ) as b on true;
    exit when v_there = v_all;
    insert into public.books (seller_id, currency, as_of)
    select s, c, public.portal_now() from (select distinct s, c from unnest(p_seller, p_currency) as k (s, c)) as d order by s, c
    on conflict do nothing;
  end loop;
  v_booked := greatest(public.portal_now(), v_last);

  if v_new or (v_first at time zone 'UTC')::date < (v_booked at time zone 'UTC')::date then
    insert into public.book_days (seller_id, currency, day, version, available, pending, reserve, frozen, processing, debt)
    select d.s, d.c, (v_booked at time zone 'UTC')::date,
      b.version, b.available, b.pending, b.reserve, b.frozen, b.processing, b.debt
    from (select distinct s, c from unnest(p_seller, p_currency) as k (s, c)) as d
    cross join lateral (select * from public.books where seller_id = d.s and currency = d.c limit 1) as b
    where b.version = 0 or (b.as_of at time zone 'UTC')::date < (v_booked at time zone 'UTC')::date;
  end if;

  insert into public.movements (seller_id, currency, version, cause, line, kind, from_bucket, to_bucket, amount,
    balance_after, total_after, occurred_at, booked_at)
  select s, c, version, cause, line, kind, f, t, amount, balance, total, to_timestamp(occurred / 1000), v_booked
  from (
    select place, s, c, cause, line, kind, f, t, amount, occurred,
      sum(step) over w as version, sum(own) over w as balance, sum(whole) over w as total
    from (
      select 0::bigint as place, d.s, d.c, null::uuid as cause, null::uuid as line, null::smallint as kind, null::smallint as f,
        null::smallint as t, null::bigint as amount, null::float8 as occurred, b.version as step,
        b.available + b.debt as own, b.available + b.pending + b.reserve + b.frozen + b.processing + b.debt as whole
      from (select distinct s, c from unnest(p_seller, p_currency) as k (s, c)) as d
      cross join lateral (select * from public.books where seller_id = d.s and currency = d.c limit 1) as b
      union all
      select place, s, c, cause, line, kind, f, t, amount, occurred, 1,
        case when t in (1, 6) then case when f in (1, 6) then 0 else amount end when f in (1, 6) then -amount else 0 end,
        case when t <= 6 then case when f <= 6 then 0 else amount end when f <= 6 then -amount else 0 end
      from unnest(p_seller, p_currency, p_cause, p_line, p_kind, p_from, p_to, p_amount, p_occurred)
        with ordinality as u (s, c, cause, line, kind, f, t, amount, occurred, place)
    ) as steps
    window w as (partition by s, c order by place rows unbounded preceding)
  ) as m
  where place > 0;

  insert into public.books (seller_id, currency, version, as_of, available, pending, reserve, frozen, processing, debt,
    marketplace, bank, fees, fx)
  select d.s, d.c, b.version + d.n, v_booked, b.available + coalesce(d.b1, 0), b.pending + coalesce(d.b2, 0),
    b.reserve + coalesce(d.b3, 0), b.frozen + coalesce(d.b4, 0), b.processing + coalesce(d.b5, 0), b.debt + coalesce(d.b6, 0),
    b.marketplace + coalesce(d.b7, 0), b.bank + coalesce(d.b8, 0), b.fees + coalesce(d.b9, 0), b.fx + coalesce(d.b10, 0)
  from (
    select s, c, count(*)::int as n,
      sum(case 1 when t then amount when f then -amount end) as b1, sum(case 2 when t then amount when f then -amount end) as b2,
      sum(case 3 when t then amount when f then -amount end) as b3, sum(case 4 when t then amount when f then -amount end) as b4,
      sum(case 5 when t then amount when f then -amount end) as b5, sum(case 6 when t then amount when f then -amount end) as b6,
      sum(case 7 when t then amount when f then -amount end) as b7, sum(case 8 when t then amount when f then -amount end) as b8,
      sum(case 9 when t then amount when f then -amount end) as b9, sum(case 10 when t then amount when f then -amount end) as b10
    from unnest(p_seller, p_currency, p_from, p_to, p_amount) as u (s, c, f, t, amount)
    group by s, c
  ) as d
  cross join lateral (select * from public.books where seller_id = d.s and currency = d.c limit 1) as b
  on conflict (seller_id, currency) do update set
    version = excluded.version, as_of = excluded.as_of, available = excluded.available, pending = excluded.pending,
    reserve = excluded.reserve, frozen = excluded.frozen, processing = excluded.processing, debt = excluded.debt,
    marketplace = excluded.marketplace, bank = excluded.bank, fees = excluded.fees, fx = excluded.fx;

  -- A withdrawal, conversion or case takes out no more than it put in (isOverdrawn and isUnpairedConversion, server/ledger/statements-kinds.ts).
  if not p_kind <@ array[1, 2, 3, 4, 5, 6, 7, 8, 9]::smallint[] and exists (
    select from (
      select distinct s, c from unnest(p_seller, p_cause, p_kind) as u (s, c, kind) where kind not in (1, 2, 3, 4, 5, 6, 7, 8, 9)
    ) as k
    cross join lateral (
      select 1 from public.movements as m
      where m.seller_id = k.s and m.cause = k.c and m.kind not in (1, 2, 3, 4, 5, 6, 7, 8, 9)
      group by m.currency
      having sum(m.amount * ((m.to_bucket = 5)::int - (m.from_bucket = 5)::int)) < 0
        or sum(m.amount * ((m.to_bucket = 4)::int - (m.from_bucket = 4)::int)) < 0
        or coalesce(sum(m.amount) filter (where m.kind = 11), 0) < coalesce(sum(m.amount) filter (where m.kind = 14), 0)
        or coalesce(sum(m.amount) filter (where m.kind = 14), 0) < coalesce(sum(m.amount) filter (where m.kind = 15), 0)
      union all
      select 1 from public.movements as m
      where m.seller_id = k.s and m.cause = k.c and m.kind not in (1, 2, 3, 4, 5, 6, 7, 8, 9) and m.kind in (16, 17, 18)
      group by m.cause
      having count(distinct m.currency) filter (where m.kind = 16) <> 1
        or count(distinct m.currency) filter (where m.kind = 17) <> 1
        or count(distinct m.currency) filter (where m.kind in (16, 17)) <> 2
    ) as wrong
  ) then
    raise exception 'a withdrawal, conversion or case takes out more than it put in' using errcode = 'LG006';
  end if;

  -- Tells open pages to read again. Only ids of sellers: a payload is limited to 8,000 bytes.
  perform pg_notify('books', ids)
  from (
    select string_agg(s::text, ',') as ids
    from (select s, row_number() over () / 600 as part from (select distinct s from unnest(p_seller) as k (s)) as d) as p
    group by part
  ) as hint;
  return v_booked;
end $$;
--> statement-breakpoint
revoke all on function ledger_write, movements_before from public;
--> statement-breakpoint
grant execute on function movements_before to portal_people, portal_batch, portal_read;
--> statement-breakpoint
-- The functions that post, one for each kind of poster: the batch, a person of a seller, a member of staff. The kinds that each accepts are
-- printed from server/ledger/movement-kind.ts (statements-kinds.ts).
-- LG003: the function does not post this kind; LG004: books of another seller; LG005: the actor lacks the role; LG006: more than the cause
-- holds; LG007: the money is frozen.
create function ledger_post(
  p_seller integer[], p_currency bpchar[], p_kind smallint[], p_from smallint[], p_to smallint[],
  p_amount bigint[], p_occurred double precision[], p_cause uuid[], p_line uuid[]
) returns timestamptz language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not p_kind <@ array[1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15]::smallint[] then
    raise exception 'ledger_post does not accept this kind of movement' using errcode = 'LG003';
  end if;
  return public.ledger_write(p_seller, p_currency, p_kind, p_from, p_to, p_amount, p_occurred, p_cause, p_line);
end $$;
--> statement-breakpoint
revoke all on function ledger_post from public;
--> statement-breakpoint
grant execute on function ledger_post to portal_batch;
--> statement-breakpoint
-- Posts movements of a person, which happen now and belong to no line. Sellers are locked before their books, as the event path does.
-- Internal: the two functions below have checked the actor.
create function ledger_post_by_person(
  p_allowed smallint[], p_seller integer[], p_currency bpchar[], p_kind smallint[], p_from smallint[], p_to smallint[],
  p_amount bigint[], p_cause uuid[]
) returns timestamptz language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  v_count integer := cardinality(p_seller);
begin
  if not p_kind <@ p_allowed then
    raise exception 'this function does not accept this kind of movement' using errcode = 'LG003';
  end if;
  return public.ledger_write(p_seller, p_currency, p_kind, p_from, p_to, p_amount,
    array_fill(extract(epoch from public.portal_now())::double precision * 1000, array[v_count]), p_cause, array_fill(null::uuid, array[v_count]));
end $$;
--> statement-breakpoint
revoke all on function ledger_post_by_person from public;
--> statement-breakpoint
-- A person of a seller posts in the seller's own books: the person of the transaction (app.actor_id), who must be a member that may move
-- money, of the seller of the transaction (app.seller_id). Nothing leaves available while the money is frozen, which undoing a change of
-- credentials does.
create function ledger_post_seller(
  p_seller integer[], p_currency bpchar[], p_kind smallint[], p_from smallint[], p_to smallint[], p_amount bigint[], p_cause uuid[]
) returns timestamptz language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  v_seller integer := nullif(current_setting('app.seller_id', true), '')::integer;
  v_actor integer := nullif(current_setting('app.actor_id', true), '')::integer;
begin
  if v_seller is null or exists (select from unnest(p_seller) as k (id) where id is distinct from v_seller) then
    raise exception 'the books belong to another seller than the transaction''s (app.seller_id)' using errcode = 'LG004';
  end if;
  perform from public.sellers where id = v_seller for no key update;
  if not exists (
    select from public.members as m join public.users as u on u.id = m.user_id
    where m.seller_id = v_seller and m.user_id = v_actor and m.role in ('owner', 'manager') and u.disabled_at is null
  ) then
    raise exception 'the person of the transaction (app.actor_id) may not move this seller''s money' using errcode = 'LG005';
  end if;
  if p_kind && array[10, 16, 18]::smallint[] and exists (
    select from public.money_freezes
    where lifted_at is null and (seller_id = v_seller or (seller_id is null and user_id = v_actor))
  ) then
    raise exception 'the money of this store or person is frozen (money_freezes)' using errcode = 'LG007';
  end if;
  return public.ledger_post_by_person(array[10, 13, 16, 17, 18]::smallint[], p_seller, p_currency, p_kind, p_from, p_to, p_amount, p_cause);
end $$;
--> statement-breakpoint
revoke all on function ledger_post_seller from public;
--> statement-breakpoint
grant execute on function ledger_post_seller to portal_people;
--> statement-breakpoint
-- A member of staff posts: the person of the transaction (app.actor_id), in the books of the sellers of its marketplace (app.marketplace_id).
-- Admins and auditors move no money. Sellers are locked in the order of their names, as the event path locks them (lockSellers).
create function ledger_post_staff(
  p_seller integer[], p_currency bpchar[], p_kind smallint[], p_from smallint[], p_to smallint[], p_amount bigint[], p_cause uuid[]
) returns timestamptz language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  v_marketplace integer := nullif(current_setting('app.marketplace_id', true), '')::integer;
  v_sellers integer;
begin
  select count(*) into v_sellers from (
    select from public.sellers where id = any (p_seller) and marketplace_id = v_marketplace
    order by external_id for no key update
  ) as locked;
  if v_sellers <> (select count(distinct id) from unnest(p_seller) as k (id)) or array_position(p_seller, null) is not null then
    raise exception 'the books belong to sellers of another marketplace than the transaction''s (app.marketplace_id)' using errcode = 'LG004';
  end if;
  if not public.is_acting_staff(array['reviewer', 'approver', 'treasurer']) then
    raise exception 'the person of the transaction (app.actor_id) may not move sellers'' money' using errcode = 'LG005';
  end if;
  return public.ledger_post_by_person(array[11, 12, 13, 14, 15, 19, 20, 21, 22, 23]::smallint[], p_seller, p_currency, p_kind, p_from, p_to, p_amount, p_cause);
end $$;
--> statement-breakpoint
revoke all on function ledger_post_staff from public;
--> statement-breakpoint
grant execute on function ledger_post_staff to portal_staff;
--> statement-breakpoint
create trigger append_only before update or delete or truncate on movements for each statement execute function refuse_change();
--> statement-breakpoint
alter table movements enable always trigger append_only;
--> statement-breakpoint
create trigger append_only before update or delete or truncate on book_days for each statement execute function refuse_change();
--> statement-breakpoint
alter table book_days enable always trigger append_only;
