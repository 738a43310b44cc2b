-- The ledger: one book per seller and currency; money only moves from one bucket to another of the same book.
-- Buckets: 1 available 2 pending 3 reserve 4 frozen 5 processing 6 debt (the seller's) · 7 marketplace 8 bank 9 fees 10 fx
-- (the outside world, seen from this book). Amounts are minor units.
create table books (
  seller_id integer not null references sellers,
  currency char(3) collate "C" not null check (currency ~ '^[A-Z]{3}$'),
  version integer not null default 0,
  as_of timestamptz not null,
  available bigint not null default 0 check (available >= 0),
  pending bigint not null default 0 check (pending >= 0),
  reserve bigint not null default 0 check (reserve >= 0),
  frozen bigint not null default 0 check (frozen >= 0),
  processing bigint not null default 0 check (processing >= 0),
  debt bigint not null default 0 check (debt <= 0),
  marketplace bigint not null default 0,
  bank bigint not null default 0,
  fees bigint not null default 0,
  fx bigint not null default 0,
  primary key (seller_id, currency),
  constraint trial_balance check
    (available + pending + reserve + frozen + processing + debt + marketplace + bank + fees + fx = 0),
  constraint debt_repaid_first check (available = 0 or debt = 0)
) with (fillfactor = 50);
--> statement-breakpoint
comment on column books.as_of is 'booked_at of the last movement';
--> statement-breakpoint
-- Double entry by construction: one amount leaves one bucket and enters another. The key is the gapless order.
-- Wide columns first, so that no byte is lost to alignment.
create table movements (
  amount bigint not null check (amount > 0),
  balance_after bigint not null,
  total_after bigint not null,
  occurred_at timestamptz not null,
  booked_at timestamptz not null,
  seller_id integer not null,
  version integer not null check (version > 0),
  block integer not null generated always as (version >> 6) stored,
  currency char(3) collate "C" not null,
  kind smallint not null,
  from_bucket smallint not null,
  to_bucket smallint not null,
  event uuid not null,
  line uuid,
  primary key (seller_id, currency, version),
  foreign key (seller_id, currency) references books,
  -- The closed list of what may happen to money (server/ledger/movement.ts names it).
  constraint movement_kind check (
    case kind
      when 1 then from_bucket = 7 and to_bucket = 2                    -- payment
      when 2 then from_bucket = 2 and to_bucket = 1                    -- release
      when 3 then from_bucket = 2 and to_bucket = 3                    -- margin kept
      when 4 then from_bucket = 3 and to_bucket = 1                    -- margin returned
      when 5 then from_bucket = 2 and to_bucket = 4                    -- hold
      when 6 then from_bucket = 4 and to_bucket = 2                    -- unhold
      when 7 then from_bucket in (1, 2, 3, 4, 6) and to_bucket = 7     -- refund
      when 8 then from_bucket in (2, 4) and to_bucket = 7              -- cancellation
      when 9 then from_bucket in (2, 3) and to_bucket = 6              -- debt repaid
      when 10 then from_bucket = 1 and to_bucket = 5                   -- withdrawal requested
      when 11 then from_bucket = 5 and to_bucket = 8                   -- withdrawal paid
      when 12 then from_bucket = 5 and to_bucket = 9                   -- withdrawal fee
      else false
    end)
);
--> statement-breakpoint
comment on column movements.balance_after is 'available + debt after this movement';
--> statement-breakpoint
-- Movements come in the order of time: a few bytes a thousand rows find a day's.
create index movements_booked on movements using brin (booked_at);
--> statement-breakpoint
-- Refunds that nothing was left for, which are few: the causes of a debt.
create index movements_debt on movements (seller_id, currency, version) where from_bucket = 6;
--> statement-breakpoint
-- Rows of one type or bucket, wherever in a book they lie. Sixty-four numbers make a block and share a key, so that most entries are
-- six bytes of a posting list and not a key of their own; who reads takes whole blocks. The block is a column and not an
-- expression, because row-level security keeps an operator that isn't leakproof from being looked up.
create index movements_route on movements (seller_id, currency, kind, from_bucket, block);
--> statement-breakpoint
-- All that happened to a line, and through its lines to an order.
create index movements_line on movements (line) where line is not null;
--> statement-breakpoint
-- How many movements of a book were booked before an instant; numbered without a gap in the order of time, they end with the one
-- of this number. A search by halves: two dozen look-ups in a book of ten million.
create function movements_before(p_seller integer, p_currency bpchar, p_instant timestamptz) returns integer
language plpgsql stable set search_path = public, pg_temp as $$
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
create trigger append_only before update or delete or truncate on movements for each statement execute function refuse_change();
--> statement-breakpoint
alter table movements enable always trigger append_only;
--> statement-breakpoint
-- The book as it stood when a UTC day with movements began. With the movements of that day it gives the balance at any
-- instant, in whatever zone the seller's day ends; a row per day in the seller's own zone would be wrong after a move.
create table book_days (
  available bigint not null,
  pending bigint not null,
  reserve bigint not null,
  frozen bigint not null,
  processing bigint not null,
  debt bigint not null,
  seller_id integer not null,
  version integer not null,
  day date not null,
  currency char(3) collate "C" not null,
  primary key (seller_id, currency, day),
  foreign key (seller_id, currency) references books
);
--> statement-breakpoint
create trigger append_only before update or delete or truncate on book_days for each statement execute function refuse_change();
--> statement-breakpoint
alter table book_days enable always trigger append_only;
--> statement-breakpoint
alter table books enable row level security;
--> statement-breakpoint
alter table books force row level security;
--> statement-breakpoint
alter table movements enable row level security;
--> statement-breakpoint
alter table movements force row level security;
--> statement-breakpoint
alter table book_days enable row level security;
--> statement-breakpoint
alter table book_days force row level security;
--> statement-breakpoint
create policy owner on books to current_user using (true) with check (true);
--> statement-breakpoint
create policy owner on movements to current_user using (true) with check (true);
--> statement-breakpoint
create policy owner on book_days to current_user using (true) with check (true);
--> statement-breakpoint
create policy batch on books for select to portal_batch using (true);
--> statement-breakpoint
create policy batch on movements for select to portal_batch using (true);
--> statement-breakpoint
create policy batch on book_days for select to portal_batch using (true);
--> statement-breakpoint
create policy own on books for select to portal_people
  using (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));
--> statement-breakpoint
create policy own on movements for select to portal_people
  using (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));
--> statement-breakpoint
create policy own on book_days for select to portal_people
  using (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));
--> statement-breakpoint
grant select on books, movements, book_days to portal_people, portal_batch;
--> statement-breakpoint
-- The one door through which money moves. No application role may write books or movements; this function derives the
-- books from the movements that it writes, so neither changes without the other.
-- Arrays run in parallel, an element a movement, in the order of booking. Gives back the instant of booking.
-- Lookups are laterals with a limit and writes are upserts, which leaves the planner one way whatever the tables' sizes:
-- a plan made for an empty table and kept would otherwise scan.
create function ledger_post(
  p_seller integer[], p_currency bpchar[], p_kind smallint[], p_from smallint[], p_to smallint[],
  p_amount bigint[], p_occurred double precision[], p_event uuid[], p_line uuid[]
) returns timestamptz language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_booked timestamptz := portal_now();
begin
  insert into books (seller_id, currency, as_of)
  select s, c, v_booked from (select distinct s, c from unnest(p_seller, p_currency) as k (s, c)) as d order by s, c
  on conflict do nothing;

  -- Every writer takes the books in this order. Who decides from balances has locked the seller before.
  select greatest(portal_now(), max(b.as_of)) into v_booked
  from (select distinct s, c from unnest(p_seller, p_currency) as k (s, c) order by s, c) as d
  cross join lateral (
    select as_of from books where seller_id = d.s and currency = d.c limit 1 for no key update
  ) as b;

  insert into book_days (seller_id, currency, day, version, available, pending, reserve, frozen, processing, debt)
  select d.s, d.c, (v_booked at time zone 'UTC')::date,
    b.version, b.available, b.pending, b.reserve, b.frozen, b.processing, b.debt
  from (select distinct s, c from unnest(p_seller, p_currency) as k (s, c)) as d
  cross join lateral (select * from books where seller_id = d.s and currency = d.c limit 1) as b
  where b.version = 0 or (b.as_of at time zone 'UTC')::date < (v_booked at time zone 'UTC')::date;

  insert into movements (seller_id, currency, version, event, line, kind, from_bucket, to_bucket, amount,
    balance_after, total_after, occurred_at, booked_at)
  select m.s, m.c, b.version + m.n, m.event, m.line, m.kind, m.f, m.t, m.amount,
    b.balance + m.balance, b.total + m.total, to_timestamp(m.occurred / 1000), v_booked
  from (
    select u.*, row_number() over w as n,
      sum(amount * ((t in (1, 6))::int - (f in (1, 6))::int)) over w as balance,
      sum(amount * ((t <= 6)::int - (f <= 6)::int)) over w as total
    from unnest(p_seller, p_currency, p_kind, p_from, p_to, p_amount, p_occurred, p_event, p_line)
      with ordinality as u (s, c, kind, f, t, amount, occurred, event, line, place)
    window w as (partition by s, c order by place)
  ) as m
  cross join lateral (
    select version, available + debt as balance, available + pending + reserve + frozen + processing + debt as total
    from books where seller_id = m.s and currency = m.c limit 1
  ) as b;

  insert into books (seller_id, currency, version, as_of, available, pending, reserve, frozen, processing, debt,
    marketplace, bank, fees, fx)
  select d.s, d.c, b.version + d.n, v_booked, b.available + d.b1, b.pending + d.b2, b.reserve + d.b3, b.frozen + d.b4,
    b.processing + d.b5, b.debt + d.b6, b.marketplace + d.b7, b.bank + d.b8, b.fees + d.b9, b.fx + d.b10
  from (
    select s, c, count(*)::int as n,
      sum(amount * ((t = 1)::int - (f = 1)::int)) as b1, sum(amount * ((t = 2)::int - (f = 2)::int)) as b2,
      sum(amount * ((t = 3)::int - (f = 3)::int)) as b3, sum(amount * ((t = 4)::int - (f = 4)::int)) as b4,
      sum(amount * ((t = 5)::int - (f = 5)::int)) as b5, sum(amount * ((t = 6)::int - (f = 6)::int)) as b6,
      sum(amount * ((t = 7)::int - (f = 7)::int)) as b7, sum(amount * ((t = 8)::int - (f = 8)::int)) as b8,
      sum(amount * ((t = 9)::int - (f = 9)::int)) as b9, sum(amount * ((t = 10)::int - (f = 10)::int)) as b10
    from unnest(p_seller, p_currency, p_from, p_to, p_amount) as u (s, c, f, t, amount)
    group by s, c
  ) as d
  cross join lateral (select * from books where seller_id = d.s and currency = d.c limit 1) as b
  on conflict (seller_id, currency) do update set
    version = excluded.version, as_of = excluded.as_of, available = excluded.available, pending = excluded.pending,
    reserve = excluded.reserve, frozen = excluded.frozen, processing = excluded.processing, debt = excluded.debt,
    marketplace = excluded.marketplace, bank = excluded.bank, fees = excluded.fees, fx = excluded.fx;

  -- A hint for open pages, which read the books themselves; a payload is limited to 8,000 bytes.
  perform pg_notify('books', ids)
  from (
    select string_agg(s::text, ',') as ids
    from (select s, row_number() over () / 600 as part from (select distinct s from unnest(p_seller) as k (s)) as d) as p
    group by part
  ) as hint;
  return v_booked;
end $$;
--> statement-breakpoint
revoke all on function ledger_post from public;
--> statement-breakpoint
grant execute on function ledger_post to portal_batch;
