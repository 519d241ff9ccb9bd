-- Each check says of all of its days anew who told them last: where a page has room for that, no index is written. Pages of before
-- stay full until their rows have moved.
alter table ledger.rule_day set (fillfactor = 50);
