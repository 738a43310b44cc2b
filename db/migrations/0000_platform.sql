-- Roles, the clock and the audit trail. Runs as the owner; the roles own nothing.
-- Names of roles belong to the whole cluster: another installation in it may have made them already.
do $$ begin create role portal_people login noinherit; exception when duplicate_object then null; end $$;
--> statement-breakpoint
do $$ begin create role portal_batch login noinherit; exception when duplicate_object then null; end $$;
--> statement-breakpoint
do $$ begin create role portal_queue login noinherit; exception when duplicate_object then null; end $$;
--> statement-breakpoint
-- What the owner makes for the queue's role below, it makes as a member of it.
do $$ begin execute format('grant portal_queue to %I', current_user); end $$;
--> statement-breakpoint
revoke all on schema public from public;
--> statement-breakpoint
grant usage on schema public to portal_people, portal_batch;
--> statement-breakpoint
-- One row: what this installation is. Only the owner writes it; `sandbox` allows the clock to move.
create table installation (
  only_row boolean primary key default true check (only_row),
  sandbox boolean not null default false,
  clock_offset interval not null default interval '0' check (sandbox or clock_offset = interval '0')
);
--> statement-breakpoint
insert into installation default values;
--> statement-breakpoint
grant select on installation to portal_people, portal_batch;
--> statement-breakpoint
-- The portal's time. clock_timestamp, not now(): a batch stamps after it holds its locks, so version order is time order.
-- Milliseconds, so that what is shown, sent and compared is the same instant.
create function portal_now() returns timestamptz language sql volatile parallel safe
  set search_path = public as
$$ select date_trunc('milliseconds', clock_timestamp() + (select clock_offset from installation)) $$;
--> statement-breakpoint
-- Who did what, in the transaction that did it. Nobody changes or deletes it.
create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default portal_now(),
  actor_kind text not null,
  actor_id text,
  action text not null,
  seller_id integer,
  detail jsonb not null default '{}'
);
--> statement-breakpoint
create index audit_seller on audit (seller_id, id);
--> statement-breakpoint
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'LG002';
end $$;
--> statement-breakpoint
create trigger append_only before update or delete or truncate on audit for each statement execute function refuse_change();
--> statement-breakpoint
alter table audit enable always trigger append_only;
--> statement-breakpoint
alter table audit enable row level security;
--> statement-breakpoint
alter table audit force row level security;
--> statement-breakpoint
create policy own on audit for select to portal_people using (seller_id = nullif(current_setting('app.seller_id', true), '')::int);
--> statement-breakpoint
create policy write on audit for insert to portal_people, portal_batch with check (true);
--> statement-breakpoint
create policy owner on audit to current_user using (true) with check (true);
--> statement-breakpoint
grant insert, select on audit to portal_people;
--> statement-breakpoint
grant insert on audit to portal_batch;
--> statement-breakpoint
-- The job queue (graphile-worker) lives in a schema of its own, graphile_worker, that portal_queue owns; db/migrate.ts lets the
-- worker's own migrations run. The two application roles reach it through one function only, so that a job is in the queue
-- exactly when the transaction that asked for it is committed.
create schema jobs authorization portal_queue;
--> statement-breakpoint
grant usage on schema jobs to portal_people, portal_batch;
--> statement-breakpoint
create function jobs.enqueue(task text, payload json, key text, delay interval) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job(task, payload, run_at => now() + delay, job_key => key, max_attempts => 25);
end $$;
--> statement-breakpoint
alter function jobs.enqueue owner to portal_queue;
--> statement-breakpoint
revoke all on function jobs.enqueue from public;
--> statement-breakpoint
grant execute on function jobs.enqueue to portal_people, portal_batch;
--> statement-breakpoint
-- For the health check: the newest migration that this database has.
create function newest_migration() returns bigint language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select max(created_at) from drizzle.__drizzle_migrations $$;
--> statement-breakpoint
revoke all on function newest_migration from public;
--> statement-breakpoint
grant execute on function newest_migration to portal_people, portal_batch;
