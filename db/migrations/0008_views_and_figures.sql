-- A filter of the activity pages that somebody keeps under a name. It is their own, in that store, and goes when they leave it.
create table saved_views (
  seller_id integer not null references sellers,
  user_id integer not null,
  name text not null check (char_length(name) between 1 and 60 and name !~ '[[:cntrl:]]'),
  currency char(3) collate "C" not null check (currency ~ '^[A-Z]{3}$'),
  filter jsonb not null check (jsonb_typeof(filter) = 'object' and octet_length(filter::text) <= 4096),
  kept_at timestamptz not null default portal_now(),
  primary key (seller_id, user_id, name),
  foreign key (seller_id, user_id) references members on delete cascade
);
--> statement-breakpoint
comment on column saved_views.filter is 'as server/activity/schema.ts reads it, never an address';
--> statement-breakpoint
alter table saved_views enable row level security;
--> statement-breakpoint
alter table saved_views force row level security;
--> statement-breakpoint
create policy owner on saved_views to current_user using (true) with check (true);
--> statement-breakpoint
create policy own on saved_views to portal_people
  using (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int))
  with check (seller_id = (select nullif(current_setting('app.seller_id', true), '')::int));
--> statement-breakpoint
grant select, delete on saved_views to portal_people;
--> statement-breakpoint
grant insert (seller_id, user_id, name, currency, filter) on saved_views to portal_people;
--> statement-breakpoint
-- What belongs to no order is a withdrawal's, and its movements share their event: they say whether its money is still on the way.
-- One row in thousands, so it weighs nothing.
create index movements_withdrawal on movements (seller_id, event) where line is null;
--> statement-breakpoint
-- Money in minor units of the currency in the name, shares in basis points, days as days; whole numbers all of them.
insert into policies (name, effective_from, value, unit, source) values
  ('withdrawal_fee_cny', '2000-01-01', 0, 'minor units', 'Tariff of withdrawals: RMB to a domestic account is free'),
  ('alipay_most_cny', '2000-01-01', 5000000, 'minor units', 'Domestic Alipay rail: at most 50,000.00 a payment'),
  ('bank_most_cny', '2000-01-01', 499999900, 'minor units', 'Domestic bank rail: at most 4,999,999.00 a payment'),
  ('wire_fee_usd', '2000-01-01', 1500, 'minor units', 'Tariff of withdrawals: 15.00 each by SWIFT, lost if the bank sends it back for wrong details'),
  ('wire_least_usd', '2000-01-01', 5000, 'minor units', 'Tariff of withdrawals: at least 50.00 by SWIFT'),
  ('exchange_fee', '2000-01-01', 30, 'basis points', 'Tariff of withdrawals: 0.3 % of USD exchanged into RMB'),
  ('exchange_fee_least_usd', '2000-01-01', 800, 'minor units', 'Tariff of withdrawals: at least 8.00 for USD exchanged into RMB'),
  ('early_release_first_days', '2000-01-01', 3, 'days', 'Early release: 3 to 5 days after shipment'),
  ('early_release_last_days', '2000-01-01', 5, 'days', 'Early release: 3 to 5 days after shipment'),
  ('margin_least', '2000-01-01', 300, 'basis points', 'Early release: a margin of 3 to 5 %'),
  ('margin_most', '2000-01-01', 500, 'basis points', 'Early release: a margin of 3 to 5 %'),
  ('margin_days', '2000-01-01', 60, 'days', 'Early release: the margin stays in reserve until day 60'),
  ('closed_release_days', '2000-01-01', 180, 'days', 'Closed account: 180 days after shipment');
