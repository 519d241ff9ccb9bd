-- How often a check was recorded: what pages count of the ledger is good until the next time.
create table ledger.recorded (
  school text collate "C" primary key,
  version bigint not null
);
alter table ledger.recorded enable row level security;
create policy one_school on ledger.recorded
  using (school = '' or school = any((select bridge.seen_schools())::text[]));
insert into ledger.recorded select distinct school, 1 from ledger.rule_day;

-- Runs that came to nothing, few among hundreds of thousands: their looks were missed.
create index run_failed on runs.run (school, id) where state in ('failed', 'cancelled');
