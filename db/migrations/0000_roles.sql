-- Roles, and the clock, which defaults of tables ask. Runs as the owner; the roles own nothing.
-- Every function of ours looks in the catalog first, then in public, where only the owner makes anything, and in pg_temp last, where every role
-- could make a look-alike (that right is taken from PUBLIC by db/migrate.ts, because a restored database has it again).
-- Names of roles belong to the whole cluster: another installation in it may have made them already.
do $$ begin create role portal_people login noinherit; exception when duplicate_object then null; end $$;
--> statement-breakpoint
do $$ begin create role portal_batch login noinherit; exception when duplicate_object then null; end $$;
--> statement-breakpoint
do $$ begin create role portal_gate login noinherit; exception when duplicate_object then null; end $$;
--> statement-breakpoint
do $$ begin create role portal_read login noinherit; exception when duplicate_object then null; end $$;
--> statement-breakpoint
do $$ begin create role portal_staff login noinherit; exception when duplicate_object then null; end $$;
--> statement-breakpoint
do $$ begin create role portal_queue login noinherit; exception when duplicate_object then null; end $$;
--> statement-breakpoint
-- The owner creates objects for the queue's role as a member of that role.
do $$ begin execute format('grant portal_queue to %I', current_user); end $$;
--> statement-breakpoint
revoke all on schema public from public;
--> statement-breakpoint
grant usage on schema public to portal_gate, portal_people, portal_batch, portal_read, portal_staff;
--> statement-breakpoint
-- Its table is created in the next migration, with the others.
set local check_function_bodies = off;
--> statement-breakpoint
-- The portal's time. clock_timestamp, not now(): a batch stamps after it holds its locks, so version order is time order.
-- Milliseconds, so that what is shown, sent and compared is the same instant.
create function portal_now() returns timestamptz language sql volatile parallel safe
  set search_path = pg_catalog, public, pg_temp as
$$ select date_trunc('milliseconds', clock_timestamp() + (select clock_offset from installation)) $$;
--> statement-breakpoint
set local check_function_bodies = on;
--> statement-breakpoint
revoke all on function portal_now from public;
--> statement-breakpoint
grant execute on function portal_now to portal_people, portal_batch, portal_read, portal_staff;
--> statement-breakpoint
-- The code of a store in addresses and calls. It is random, so it reveals neither the number of stores nor the marketplace's id. It begins
-- with a digit, so it never equals another first word of an address, and has no vowels and no letters that look like digits.
create function new_store_code() returns text language sql volatile
  set search_path = pg_catalog, public, pg_temp as
$$
  select chr(50 + get_byte(r.bytes, 0) % 8)
    || (select string_agg(substr('23456789bcdfghjkmnpqrstvwxyz', 1 + get_byte(r.bytes, i) % 28, 1), '')
      from unnest(array[1, 2, 3, 4, 5, 10, 11, 12, 13]) as i)
  from (select uuid_send(gen_random_uuid()) as bytes) as r
$$;
--> statement-breakpoint
revoke all on function new_store_code from public;
--> statement-breakpoint
grant execute on function new_store_code to portal_batch;
