-- Parts of db/schema/notices.ts that drizzle-kit cannot express, with their functions and triggers.

alter table mails force row level security;
--> statement-breakpoint
comment on column mails.body is 'sealed; removed once the mail was sent';
--> statement-breakpoint
comment on column mails.letter is 'sealed: recipient and subject';
--> statement-breakpoint
grant select, insert, delete, update (sent_at, body) on mails to portal_batch;
--> statement-breakpoint
-- The newest mails of the demo; none where the database is not a sandbox.
create function gate_demo_mails(most integer) returns setof mails language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as
$$ select * from public.mails where (select sandbox from public.installation) order by created_at desc, id limit least(most, 200) $$;
--> statement-breakpoint
revoke all on function gate_demo_mails from public;
--> statement-breakpoint
grant execute on function gate_demo_mails to portal_gate;
