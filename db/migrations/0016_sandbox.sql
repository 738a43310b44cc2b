-- Parts of db/schema/sandbox.ts that drizzle-kit cannot express, with their functions and triggers.

alter table demo force row level security;
--> statement-breakpoint
comment on column demo.today is 'the instant at which the demo was made, where its history ends';
--> statement-breakpoint
-- The sandbox's clock and the demo marketplace. Only an installation that was created as a sandbox has them, and only its owner (the command
-- line) may change them.
create function move_clock(target timestamptz) returns timestamptz language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
declare
  v_sandbox boolean;
begin
  select sandbox into v_sandbox from installation for update;
  if not v_sandbox then raise exception 'only a sandbox can move its clock' using errcode = 'LG010'; end if;
  -- A target that has just passed leaves the clock where it is.
  if target < portal_now() - interval '1 second' then raise exception 'the clock can only move forward' using errcode = 'LG011'; end if;
  if target < portal_now() then return portal_now(); end if;
  -- In seconds: the length of an interval with days depends on the session's time zone.
  update installation set clock_offset = make_interval(secs => extract(epoch from target - clock_timestamp())::float8);
  return portal_now();
end $$;
--> statement-breakpoint
revoke all on function move_clock from public;
