-- Parts of db/schema/policies.ts that drizzle-kit cannot express, with their functions and triggers.

alter table policies force row level security;
--> statement-breakpoint
grant select on policies to portal_people, portal_batch, portal_read;
--> statement-breakpoint
insert into policies (name, effective_from, value, unit, source) values
  ('protection_days', '2000-01-01', 15, 'days', 'Buyer protection: 15 days after delivery, unless the marketplace names a date');
--> statement-breakpoint
-- All figures are whole numbers: money in minor units of the currency in the name, shares in basis points, days.
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
--> statement-breakpoint
insert into policies (name, effective_from, value, unit, source) values
  ('proof_days', '2000-01-01', 180, 'days',
    'House rule: half a year after the decision (Personal Information Protection Law of the PRC, article 19: no longer than needed)');
--> statement-breakpoint
-- Quota in bytes of a store's proofs: about 300 requests with three photos of 2 MB each.
insert into policies (name, effective_from, value, unit, source) values
  ('proof_bytes', '2000-01-01', 2147483648, 'bytes', 'House rule: one store can''t fill the disk of all');
