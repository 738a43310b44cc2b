-- A seller asks that an order's money be released (请款), with proof of delivery; the marketplace's staff decide.
create table release_requests (
  seller_id integer not null references sellers,
  id uuid not null default gen_random_uuid(),
  line uuid not null references lines,
  asked_by integer not null references users,
  asked_name text not null,
  asked_at timestamptz not null default portal_now(),
  note text not null check (char_length(note) <= 500),
  decision text check (decision in ('granted', 'declined')),
  reason text check (reason in ('proof_unreadable', 'proof_of_another_order', 'not_delivered', 'buyer_disagrees', 'other')),
  remark text check (char_length(remark) <= 500),
  decided_at timestamptz,
  primary key (seller_id, id),
  check ((decision is null) = (decided_at is null)),
  check ((decision is not distinct from 'declined') = (reason is not null))
);
--> statement-breakpoint
comment on column release_requests.asked_name is 'as they were called then: a seller sees no other row of users';
--> statement-breakpoint
comment on column release_requests.reason is 'why it was declined; the sentence is in messages: requests.declined.<reason>';
--> statement-breakpoint
create unique index release_requests_open on release_requests (line) where decision is null;
--> statement-breakpoint
create index release_requests_newest on release_requests (seller_id, asked_at desc, id);
--> statement-breakpoint
-- Proofs lie in the database: with the request in one commit, in its backups, behind its locks; and on no disk that serves files.
create table release_proofs (
  seller_id integer not null,
  id uuid not null default gen_random_uuid(),
  request uuid not null,
  place smallint not null,
  type text not null check (type in ('image/jpeg', 'image/png', 'application/pdf')),
  bytes bytea not null check (octet_length(bytes) <= 15728640),
  primary key (seller_id, id),
  unique (seller_id, request, place),
  foreign key (seller_id, request) references release_requests
);
--> statement-breakpoint
alter table release_proofs alter column bytes set storage external;
--> statement-breakpoint
alter table release_requests enable row level security;
--> statement-breakpoint
alter table release_requests force row level security;
--> statement-breakpoint
alter table release_proofs enable row level security;
--> statement-breakpoint
alter table release_proofs force row level security;
--> statement-breakpoint
create policy owner on release_requests to current_user using (true) with check (true);
--> statement-breakpoint
create policy owner on release_proofs to current_user using (true) with check (true);
--> statement-breakpoint
create policy own on release_requests to portal_people
  using (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int))
  with check (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));
--> statement-breakpoint
create policy own on release_proofs to portal_people
  using (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int))
  with check (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));
--> statement-breakpoint
grant select on release_requests, release_proofs to portal_people;
--> statement-breakpoint
grant insert (seller_id, line, asked_by, asked_name, note) on release_requests to portal_people;
--> statement-breakpoint
grant insert (seller_id, request, place, type, bytes) on release_proofs to portal_people;
