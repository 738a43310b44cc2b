-- Mails: what was written to whom. The text is sealed, because it may carry a link that signs in, and goes once it was sent.
create table mails (
  id uuid primary key,
  kind text not null,
  recipient text not null,
  locale text not null,
  subject text not null,
  body bytea,
  created_at timestamptz not null default clock_timestamp(),
  sent_at timestamptz
);
--> statement-breakpoint
create index mails_newest on mails (created_at desc, id);
--> statement-breakpoint
alter table mails enable row level security;
--> statement-breakpoint
alter table mails force row level security;
--> statement-breakpoint
create policy owner on mails to current_user using (true) with check (true);
--> statement-breakpoint
create policy batch on mails to portal_batch using (true) with check (true);
--> statement-breakpoint
-- The outbox page of the demo. On an installation with real people nobody reads mails here.
create policy demo on mails for select to portal_people using ((select sandbox from installation));
--> statement-breakpoint
grant select, insert, update, delete on mails to portal_batch;
--> statement-breakpoint
grant select on mails to portal_people;
