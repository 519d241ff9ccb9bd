-- Rows of before keep the hash of the records they were judged from, until their days are judged again.
alter table ledger.rule_day rename column slice_hash to looks_hash;
