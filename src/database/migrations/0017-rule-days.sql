-- A check asks of its days what later checks have said of them: what it costs must not depend on how many years the ledger
-- holds.
create index rule_day_by_date on ledger.rule_day (school, date);
