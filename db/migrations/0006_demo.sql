-- The sandbox's clock and the demo marketplace: only an installation that was made as a sandbox has either, and only its
-- owner (the command line) may touch them.
create function move_clock(target timestamptz) returns timestamptz language plpgsql set search_path = public, pg_temp as $$
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
revoke all on function move_clock(timestamptz) from public;
--> statement-breakpoint
-- What the demo's stories are drawn from, and how far they have been posted.
create table demo (
  only_row boolean primary key default true check (only_row),
  marketplace_id integer not null references marketplaces,
  seed text not null,
  today timestamptz not null,
  scale float8 not null check (scale > 0),
  posted_to timestamptz not null
);
--> statement-breakpoint
comment on column demo.today is 'the instant that the history leads up to: when the demo was made';
--> statement-breakpoint
alter table demo enable row level security;
--> statement-breakpoint
alter table demo force row level security;
--> statement-breakpoint
create policy owner on demo to current_user using (true) with check (true);
