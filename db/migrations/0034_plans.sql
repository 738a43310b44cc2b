CREATE INDEX "lines_released" ON "lines" USING btree ("seller_id","currency","paid_at","key") WHERE released_at is not null;--> statement-breakpoint
CREATE INDEX "release_requests_line" ON "release_requests" USING btree ("seller_id","line","asked_at" DESC NULLS FIRST,"id");
--> statement-breakpoint
-- One generic plan suits its look-ups by key. With the readers' setting (db/settings.ts) it would plan two dozen times a call.
alter function movements_before(integer, bpchar, timestamptz) set plan_cache_mode = force_generic_plan;
