-- What drizzle-kit cannot say of db/schema/sandbox.ts, and the functions and triggers that belong to it.

alter table demo force row level security;
--> statement-breakpoint
comment on column demo.today is 'the instant that the history leads up to: when the demo was made';
--> statement-breakpoint
-- The sandbox's clock and the demo marketplace: only an installation that was made as a sandbox has either, and only its
-- owner (the command line) may touch them.
create function move_clock(target timestamptz) returns timestamptz language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
declare
  v_sandbox boolean;
begin
  select sandbox into v_sandbox from installation for update;
  if not v_sandbox then raise exception 'this is no sandbox: its clock is the world''s' using errcode = 'LG010'; end if;
  -- An instant that has just passed is where the clock already is.
  if target < portal_now() - interval '1 second' then raise exception 'the clock never goes back' using errcode = 'LG011'; end if;
  if target < portal_now() then return portal_now(); end if;
  -- Seconds only: an interval with days in it would depend on the session's summer time.
  update installation set clock_offset = make_interval(secs => extract(epoch from target - clock_timestamp())::float8);
  return portal_now();
end $$;
--> statement-breakpoint
revoke all on function move_clock from public;
