-- Schools are strictly apart: what the pages read and write runs as a role (src/database/separation.ts) that sees rows of
-- the schools only that the page is about, whatever its query forgot to say. The owner of the tables, as whom jobs and
-- commands run, isn't bound. Accounts are rights themselves, and what the gate asks before it knows of a school.

create function bridge.seen_schools() returns text[] language sql stable as
  $$ select string_to_array(current_setting('bridge.schools', true), ',') $$;

do $$
declare place record;
begin
  for place in
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'school' and not a.attisdropped
    where c.relkind = 'r' and n.nspname in ('ledger', 'mirror', 'pace', 'runs')
  loop
    execute format('alter table %s enable row level security', place.name);
    -- An empty school is none: requests that belong to no school.
    execute format(
      $policy$create policy one_school on %s using (school = '' or school = any((select bridge.seen_schools())::text[]))$policy$,
      place.name);
  end loop;
end
$$;

-- By its run, which is seen or isn't.
alter table runs.window_outcome enable row level security;
create policy one_school on runs.window_outcome using (exists (select from runs.run where run.id = window_outcome.run));
