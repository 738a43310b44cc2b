-- Parts of db/schema/platform.ts that drizzle-kit cannot express, with their functions and triggers.

insert into installation default values;
--> statement-breakpoint
alter table audit force row level security;
--> statement-breakpoint
alter table audit_addresses force row level security;
--> statement-breakpoint
comment on table audit_addresses is 'the sealed address of an audit line, in a row of its own because the line never changes and the key may';
--> statement-breakpoint
grant select on installation to portal_people, portal_batch, portal_read;
--> statement-breakpoint
grant select on audit to portal_people;
--> statement-breakpoint
create function refuse_change() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'LG002';
end $$;
--> statement-breakpoint
-- For the health check: the newest migration that this database has.
create function newest_migration() returns bigint language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
$$ select max(created_at) from drizzle.__drizzle_migrations $$;
--> statement-breakpoint
create function write_audit(kind text, id text, what text, seller integer, facts jsonb, ref uuid, address bytea) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as
$$
declare
  v_person text := coalesce(nullif(current_setting('app.actor_id', true), ''), nullif(current_setting('app.user_id', true), ''));
  v_job text := nullif(current_setting('app.job', true), '');
  v_true boolean;
  v_line bigint;
begin
  v_true := case session_user
    when 'portal_gate' then (kind = 'person' and id = v_person) or (kind = 'nobody' and id is null)
    when 'portal_people' then (kind in ('person', 'staff') and id = v_person) or (kind = 'nobody' and id is null)
    when 'portal_batch' then kind = 'job' and id = v_job
    else kind = 'job' and session_user = (select relowner::regrole::text from pg_class where oid = 'public.audit'::regclass)
  end;
  if v_true is not true then
    raise exception 'the actor of the audit line is not the actor of the transaction' using errcode = 'LG020',
      hint = 'open the transaction for that actor: personTx, sellerTx or memberTx, or batchTx with a job';
  end if;
  insert into public.audit (at, actor_kind, actor_id, action, seller_id, detail)
    values (public.portal_now(), kind, id, what, seller, coalesce(facts, '{}')) returning audit.id into v_line;
  if ref is not null then
    insert into public.audit_addresses (id, line, address) values (ref, v_line, address);
  end if;
end $$;
--> statement-breakpoint
revoke all on function newest_migration, refuse_change, write_audit from public;
--> statement-breakpoint
grant execute on function newest_migration to portal_gate, portal_people, portal_batch, portal_read;
--> statement-breakpoint
grant execute on function write_audit to portal_gate, portal_people, portal_batch;
--> statement-breakpoint
create trigger append_only before update or delete or truncate on audit for each statement execute function refuse_change();
--> statement-breakpoint
alter table audit enable always trigger append_only;
--> statement-breakpoint
-- The job queue (graphile-worker) lives in a schema of its own, graphile_worker, that portal_queue owns; db/migrate.ts lets the
-- worker's own migrations run. The two application roles reach it through one function only, so that a job is in the queue
-- exactly when the transaction that asked for it is committed.
create schema jobs authorization portal_queue;
--> statement-breakpoint
grant usage on schema jobs to portal_gate, portal_people, portal_batch;
--> statement-breakpoint
create function jobs.enqueue(task text, payload json, key text, delay interval) returns void
  language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job(task, payload, run_at => now() + delay, job_key => key, max_attempts => 25);
end $$;
--> statement-breakpoint
alter function jobs.enqueue owner to portal_queue;
--> statement-breakpoint
revoke all on function jobs.enqueue from public;
--> statement-breakpoint
grant execute on function jobs.enqueue to portal_gate, portal_people, portal_batch;
