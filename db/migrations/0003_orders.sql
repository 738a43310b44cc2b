-- What the marketplace's backend said, and the lines (child orders) that it said it of.
-- A line: one seller, one currency. `key` is half a hash of the order and half a hash of the line within it, so an order's
-- lines lie together; it is global, because another seller's event on the same line must be seen.
create table lines (
  key uuid primary key,
  seller_id integer not null references sellers,
  state smallint not null default 0,
  currency char(3) collate "C" not null,
  gross bigint not null check (gross >= 0),
  commission bigint check (commission >= 0),
  escrow bigint check (escrow >= 0),
  affiliate bigint check (affiliate >= 0),
  net bigint not null check (net >= 0),
  pending bigint not null check (pending >= 0),
  frozen bigint not null check (frozen >= 0),
  reserve bigint not null check (reserve >= 0),
  refunded bigint not null check (refunded between 0 and net),
  paid_at timestamptz not null,
  shipped_at timestamptz,
  delivered_at timestamptz,
  confirmed_at timestamptz,
  released_at timestamptz,
  expected_at timestamptz,
  expected_as_of timestamptz,
  hold_as_of timestamptz,
  hold_until timestamptz,
  margin_until timestamptz,
  hold_reason smallint,
  order_id text collate "C" not null,
  line_id text collate "C" not null,
  check (net = gross - coalesce(commission, 0) - coalesce(escrow, 0) - coalesce(affiliate, 0)),
  check (pending + frozen + reserve <= net - refunded)
) with (fillfactor = 70);
--> statement-breakpoint
comment on column lines.state is 'bits: 1 shipped 2 delivered 4 confirmed 8 released 16 held 32 cancelled (server/orders/line.ts)';
--> statement-breakpoint
-- Sellers look a line up by the number on their screen, without its order: of a number that many orders have, the newest.
create index lines_named on lines (seller_id, line_id, paid_at);
--> statement-breakpoint
comment on column lines.expected_as_of is 'occurred_at of the event whose expected_release_at won';
--> statement-breakpoint
-- Pages by key of a seller's orders. None of its columns ever changes, so events keep updating a line in place (HOT).
create index lines_paid on lines (seller_id, currency, paid_at, key);
--> statement-breakpoint
-- The lines that still hold money: few, whatever the seller's history. A release or a hold pays for its entry.
create index lines_open on lines (seller_id, currency, paid_at, key) where pending + frozen + reserve > 0;
--> statement-breakpoint
-- That they are few: without it a planner takes a third of all lines for open, and reads the table instead.
create statistics lines_open on (pending + frozen + reserve) from lines;
--> statement-breakpoint
-- Whether what an event of instant `coming` says replaces what one of instant `there` said; the later delivered wins a tie.
create function newer(coming timestamptz, there timestamptz) returns boolean language sql immutable parallel safe as
$$ select coming is not null and (there is null or coming >= there) $$;
--> statement-breakpoint
create table refunds (
  line uuid not null references lines,
  refund_id text collate "C" not null,
  event uuid not null,
  seller_id integer not null,
  amount bigint not null check (amount > 0),
  primary key (line, refund_id)
);
--> statement-breakpoint
-- Every event that was judged for good, once for ever. `key` is half of SHA-256 of marketplace and id.
create table events (
  occurred_at timestamptz not null,
  booked_at timestamptz not null,
  seller_id integer not null references sellers,
  type smallint not null,
  key uuid primary key,
  hash uuid not null,
  line uuid,
  id text collate "C" not null,
  problem text,
  detail jsonb
);
--> statement-breakpoint
comment on column events.hash is 'of the normalised content: the same id with another hash is a conflict';
--> statement-breakpoint
comment on column events.problem is 'why a parked event turned out impossible; null where it was booked';
--> statement-breakpoint
comment on column events.detail is 'texts that came along (reason, note, carrier, tracking)';
--> statement-breakpoint
create index events_line on events (line) where line is not null;
--> statement-breakpoint
-- Events come in the order of time: a few bytes a thousand rows find a day.
create index events_booked on events using brin (booked_at);
--> statement-breakpoint
create index events_rejected on events (booked_at, key) where problem is not null;
--> statement-breakpoint
create trigger append_only before update or delete or truncate on events for each statement execute function refuse_change();
--> statement-breakpoint
alter table events enable always trigger append_only;
--> statement-breakpoint
create trigger append_only before update or delete or truncate on refunds for each statement execute function refuse_change();
--> statement-breakpoint
alter table refunds enable always trigger append_only;
--> statement-breakpoint
-- Events that wait for their cause. They leave when it comes, and never expire.
create table parked (
  parked_at timestamptz not null default portal_now(),
  occurred_at timestamptz not null,
  seller_id integer not null references sellers,
  type smallint not null,
  key uuid primary key,
  hash uuid not null,
  line uuid,
  id text collate "C" not null,
  event jsonb not null
);
--> statement-breakpoint
create index parked_line on parked (line) where line is not null;
--> statement-breakpoint
create index parked_seller on parked (seller_id);
--> statement-breakpoint
create index parked_age on parked (parked_at, key);
--> statement-breakpoint
alter table lines enable row level security;
--> statement-breakpoint
alter table lines force row level security;
--> statement-breakpoint
alter table refunds enable row level security;
--> statement-breakpoint
alter table refunds force row level security;
--> statement-breakpoint
alter table events enable row level security;
--> statement-breakpoint
alter table events force row level security;
--> statement-breakpoint
alter table parked enable row level security;
--> statement-breakpoint
alter table parked force row level security;
--> statement-breakpoint
create policy owner on lines to current_user using (true) with check (true);
--> statement-breakpoint
create policy owner on refunds to current_user using (true) with check (true);
--> statement-breakpoint
create policy owner on events to current_user using (true) with check (true);
--> statement-breakpoint
create policy owner on parked to current_user using (true) with check (true);
--> statement-breakpoint
create policy batch on lines to portal_batch using (true) with check (true);
--> statement-breakpoint
create policy batch on refunds to portal_batch using (true) with check (true);
--> statement-breakpoint
create policy batch on events to portal_batch using (true) with check (true);
--> statement-breakpoint
create policy batch on parked to portal_batch using (true) with check (true);
--> statement-breakpoint
create policy own on lines for select to portal_people
  using (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));
--> statement-breakpoint
create policy own on refunds for select to portal_people
  using (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));
--> statement-breakpoint
create policy own on events for select to portal_people
  using (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));
--> statement-breakpoint
grant select on lines, refunds, events to portal_people;
--> statement-breakpoint
grant select, insert on lines, refunds, events, parked to portal_batch;
--> statement-breakpoint
grant update on lines to portal_batch;
--> statement-breakpoint
grant delete on parked to portal_batch;
