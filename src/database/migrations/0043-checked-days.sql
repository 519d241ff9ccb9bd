-- Which check told a day last stood with each of its rules, and each look at a deadline added as many rows as there are rules for each
-- class that it read: three of four rows counted nothing, and each night wrote all of its days anew. It is said once a class and day
-- now, or once for the whole school.
create table ledger.checked_day (
  school text collate "C" not null,
  -- Empty for the whole school.
  class_id text collate "C" not null,
  -- YYYY-MM-DD
  date text collate "C" not null,
  -- None for all rules.
  rules text[] collate "C" not null,
  as_of bigint not null,
  -- Of the slice that the verdicts were computed from.
  looks_hash text collate "C" not null,
  primary key (school, class_id, date, rules)
);
create index checked_day_by_date on ledger.checked_day (school, date);
alter table ledger.checked_day enable row level security;
create policy one_school on ledger.checked_day
  using (school = '' or school = any((select bridge.seen_schools())::text[]));

-- What was told at once from the same looks; no check of some rules has as many.
insert into ledger.checked_day
select school, class_id, date, case when count(*) >= 30 then '{}' else array_agg(rule order by rule) end, as_of, looks_hash
from ledger.rule_day group by school, class_id, date, as_of, looks_hash;

alter table ledger.rule_day rename to rule_day_before;
create table ledger.rule_day (
  school text collate "C" not null,
  rule text collate "C" not null,
  class_id text collate "C" not null,
  date text collate "C" not null,
  kept int not null check (kept > 0)
) with (fillfactor = 80);
insert into ledger.rule_day select school, rule, class_id, date, kept from ledger.rule_day_before where kept > 0;
drop table ledger.rule_day_before;
alter table ledger.rule_day add primary key (school, rule, class_id, date);
create index rule_day_by_date on ledger.rule_day (school, date);
alter table ledger.rule_day enable row level security;
create policy one_school on ledger.rule_day
  using (school = '' or school = any((select bridge.seen_schools())::text[]));
