-- References of the three largest tables, checked once a statement. A foreign key runs a query for each row, which was a fifth of Postgres'
-- time for a batch of events; a trigger looks up the distinct keys of a statement. The guarantee is the same: a seller or book
-- that rows refer to is not deleted, and keeps its key.
create function refuse_unknown_sellers() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (
    select from (select distinct seller_id as id from coming) as c
    -- Locks the sellers, so that none is deleted before the rows of this transaction are visible.
    left join lateral (select true as found from public.sellers where id = c.id limit 1 for key share) as s on true
    where s.found is null
  ) then
    raise exception '% refers to a seller that does not exist', tg_table_name using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
create function refuse_unknown_books() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (
    select from (select distinct seller_id as seller, currency as code from coming) as c
    left join lateral (select true as found from public.books where seller_id = c.seller and currency = c.code limit 1) as b on true
    where b.found is null
  ) then
    raise exception '% refers to a book that does not exist', tg_table_name using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
create function refuse_lost_references() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from gone as g where exists (select from public.lines where seller_id = g.id))
    or exists (select from public.events where seller_id in (select id from gone)) then
    raise exception 'a seller with lines or events cannot be deleted' using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
create function refuse_key_change() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  raise exception 'the key of a row of % cannot change while other rows refer to it', tg_table_name using errcode = 'foreign_key_violation';
end $$;
--> statement-breakpoint
revoke all on function refuse_unknown_sellers(), refuse_unknown_books(), refuse_lost_references(), refuse_key_change() from public;
--> statement-breakpoint
create trigger of_seller after insert on events referencing new table as coming for each statement execute function refuse_unknown_sellers();
--> statement-breakpoint
create trigger of_seller after insert on lines referencing new table as coming for each statement execute function refuse_unknown_sellers();
--> statement-breakpoint
create trigger of_book after insert on movements referencing new table as coming for each statement execute function refuse_unknown_books();
--> statement-breakpoint
create trigger keeps_key before update of id on sellers for each statement execute function refuse_key_change();
--> statement-breakpoint
create trigger stays after delete on sellers referencing old table as gone for each statement execute function refuse_lost_references();
--> statement-breakpoint
create trigger keeps_key before update of seller_id on lines for each statement execute function refuse_key_change();
--> statement-breakpoint
create trigger keeps_key before delete or update of seller_id, currency on books for each statement execute function refuse_key_change();
