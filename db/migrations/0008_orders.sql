-- Parts of db/schema/orders.ts that drizzle-kit cannot express, with their functions and triggers.

alter table lines force row level security, set (fillfactor = 70);
--> statement-breakpoint
alter table holds force row level security, set (fillfactor = 80);
--> statement-breakpoint
alter table refunds force row level security;
--> statement-breakpoint
alter table events force row level security;
--> statement-breakpoint
alter table parked force row level security;
--> statement-breakpoint
alter table booked_sums force row level security;
--> statement-breakpoint
-- Statistics that open lines are few: without them the planner expects a third of all lines, and scans the table.
create statistics lines_open on (pending + frozen + reserve) from lines;
--> statement-breakpoint
-- Finds what was booked since a day by an index alone: only the types that change totals.
create index booked_sums_changes on booked_sums (marketplace_id, booked_at) include (currency, sum) where sum <> 0;
--> statement-breakpoint
comment on column lines.state is 'bits: 1 shipped 2 delivered 4 confirmed 8 released 16 held 32 cancelled (server/orders/line.ts); held: a hold is open';
--> statement-breakpoint
comment on column lines.expected_as_of is 'occurred_at of the event whose expected_release_at won';
--> statement-breakpoint
comment on column lines.hold_reason is 'reason of the newest open hold; null if none is open (hold_until likewise)';
--> statement-breakpoint
comment on column lines.expected_by is 'id of the event whose expected_release_at won';
--> statement-breakpoint
comment on column holds.as_of is 'occurred_at of the event that won, said_by its id; at one instant order.held wins, then the greater id';
--> statement-breakpoint
comment on column events.hash is 'hash of the normalised content: the same id with another hash is a conflict';
--> statement-breakpoint
comment on column events.problem is 'why a parked event was rejected in the end; null if it was booked';
--> statement-breakpoint
comment on column events.detail is 'texts of the event (reason, note, carrier, tracking)';
--> statement-breakpoint
comment on column parked.waits_for is 'code of the type of event that it waits for: 1 seller.upserted 2 order.paid 6 order.released 9 order.unheld';
--> statement-breakpoint
comment on column booked_sums.sum is 'change of all sellers'' totals, minor units';
--> statement-breakpoint
comment on column booked_sums.moved is 'sum of all movements between buckets, whatever their direction';
--> statement-breakpoint
comment on column booked_sums.booked_at is 'booked_at of the movements; in a merged row the beginning of its quarter-hour';
--> statement-breakpoint
grant select on lines, refunds, events to portal_people, portal_read;
--> statement-breakpoint
-- The amounts and the seller of a line never change.
grant select, insert, update (state, pending, frozen, reserve, refunded, shipped_at, delivered_at, confirmed_at, released_at, margin_until,
  expected_at, expected_as_of, expected_by, hold_reason, hold_until) on lines to portal_batch;
--> statement-breakpoint
grant select, insert, update (as_of, said_by, open, reason, until) on holds to portal_batch;
--> statement-breakpoint
grant select on holds, parked, booked_sums to portal_read;
--> statement-breakpoint
grant select, insert on refunds, events, booked_sums to portal_batch;
--> statement-breakpoint
grant select, insert, delete, update (waits_for) on parked to portal_batch;
--> statement-breakpoint
-- Merges rows of finished quarter-hours, the oldest first, up to a number of rows. The row of a batch that commits later is merged the next
-- time.
create function merge_booked_sums(p_most integer) returns integer language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  with due as (
    delete from public.booked_sums where ctid = any (array(
      select ctid from public.booked_sums
      where not merged and booked_at < date_bin('15 minutes', public.portal_now(), '2000-01-01Z')
      order by booked_at limit p_most for update skip locked))
    returning *
  ), together as (
    insert into public.booked_sums (sum, moved, booked_at, count, marketplace_id, type, currency, merged)
    select sum(sum), sum(moved), date_bin('15 minutes', booked_at, '2000-01-01Z') as quarter, sum(count), marketplace_id, type, currency, true
    from due group by marketplace_id, type, currency, quarter
    returning 1
  )
  select count(*)::integer from due
$$;
--> statement-breakpoint
revoke all on function merge_booked_sums from public;
--> statement-breakpoint
grant execute on function merge_booked_sums to portal_batch;
--> statement-breakpoint
create trigger append_only before update or delete or truncate on events for each statement execute function refuse_change();
--> statement-breakpoint
alter table events enable always trigger append_only;
--> statement-breakpoint
create trigger append_only before update or delete or truncate on refunds for each statement execute function refuse_change();
--> statement-breakpoint
alter table refunds enable always trigger append_only;
